"""Clearance the slow way: one territory, one layer, one grant after the other."""

from collections.abc import Sequence
from datetime import datetime

from domain.rights.model import (
    PARENT,
    Effect,
    End,
    Exclusivity,
    Flow,
    Grant,
    Layer,
    Need,
    Status,
    Use,
)
from domain.rights.verdicts import Question, Standing, Why


def is_part_of(use: Use, other: Use) -> bool:
    if use is other:
        return True
    return use in PARENT and is_part_of(PARENT[use], other)


def same_branch(one: Use, other: Use) -> bool:
    return is_part_of(one, other) or is_part_of(other, one)


#: What the drawn spellings mean: a language and a place; None where nobody knows.
MEANT = {
    **dict.fromkeys(("de", "DE", "deu", "ger"), ("german", "")),
    **dict.fromkeys(("de_at", "de-AT", "DEU-at"), ("german", "austria")),
    **dict.fromkeys(("en", "eng"), ("english", "")),
    "EN-us": ("english", "states"),
    "und": None,
    "!!": None,
}
#: Where something is heard that goes by a channel; None where nobody knows.
HEARD = {"spotify": "spotify", "rss": "spotify rss", "shops": "shops", "podcast": None}


def is_a(language: str, other: str) -> bool:
    one, whole = MEANT[language], MEANT[other]
    if one is None or whole is None:
        return False
    return one[0] == whole[0] and whole[1] in ("", one[1])


def may_be(language: str, other: str) -> bool:
    if MEANT[language] is None or MEANT[other] is None:
        return True
    return is_a(language, other) or is_a(other, language)


def may_be_heard(channel: str, barred: frozenset[str]) -> bool:
    heard = HEARD[channel]
    if heard is None or any(HEARD[one] is None for one in barred):
        return True
    return any(one in heard.split() for one in barred)


def permits_it(grant: Grant, question: Question) -> bool:
    scope = grant.scope
    if not any(is_part_of(question.use, use) for use in scope.uses):
        return False
    if scope.languages:
        if question.language is None:
            return False
        if not any(is_a(question.language, held) for held in scope.languages):
            return False
    return not scope.channels or question.channel in scope.channels


def meddles(grant: Grant, question: Question) -> bool:
    scope, asked = grant.scope, question.language
    if not any(same_branch(question.use, use) for use in scope.uses):
        return False
    shared = [held for held in scope.languages if asked and may_be(asked, held)]
    if scope.languages and asked is not None and not shared:
        return False
    if scope.channels and question.channel is not None:
        return may_be_heard(question.channel, scope.channels)
    return True


def is_bar(grant: Grant) -> bool:
    if grant.status is Status.DRAFT:
        return False
    lent = grant.flow is Flow.OUT and grant.terms.exclusivity is Exclusivity.EXCLUSIVE
    return grant.effect is Effect.PROHIBIT or lent


def open_at(grant: Grant, at: datetime) -> bool:
    end = grant.window.ends_at
    return grant.window.starts_at <= at and (end is None or at < end)


def layer_why(need: Need, grants: Sequence[Grant], question: Question, territory: str) -> Why:
    """Why one layer stands as it does, in one territory."""
    at = question.at
    for effect, why in (
        (Effect.PROHIBIT, Why.PROHIBITED),
        (Effect.PERMIT, Why.EXCLUSIVE_ELSEWHERE),
    ):
        for one in grants:
            mine = one.layer is need.layer and (not need.part or one.part in ("", need.part))
            if not (mine and is_bar(one) and one.effect is effect and open_at(one, at)):
                continue
            area = one.scope.area
            if meddles(one, question) and (territory in area.whole or territory in area.partly):
                return why
    inbound = [
        one
        for one in grants
        if one.effect is Effect.PERMIT
        and one.flow is Flow.IN
        and one.layer is need.layer
        and one.part in ("", need.part)
    ]
    fitting = [
        one for one in inbound if permits_it(one, question) and territory in one.scope.area.whole
    ]
    papers = [one for one in fitting if one.status is not Status.DRAFT]
    now = [one for one in papers if open_at(one, at)]
    signed = [one for one in now if one.status is Status.SIGNED]
    sure = [one for one in signed if one.window.end is not End.UNKNOWN]
    if any(all(one.terms.duties.values()) for one in sure):
        return Why.GRANTED
    for held, why in (
        (sure, Why.DUTIES_OPEN),
        (signed, Why.END_UNKNOWN),
        (now, Why.DISPUTED),
        ([one for one in papers if at < one.window.starts_at], Why.NOT_YET),
        (papers, Why.EXPIRED),
        (fitting, Why.UNSIGNED),
    ):
        if held:
            return why
    elsewhere = [one for one in inbound if one.status is not Status.DRAFT]
    if elsewhere and need.layer is not Layer.SALES_TERRITORY:
        return Why.OUT_OF_SCOPE
    return Why.NO_EVIDENCE


STANDINGS = {
    Why.GRANTED: Standing.CLEARED,
    Why.DUTIES_OPEN: Standing.CONDITIONAL,
    Why.NO_EVIDENCE: Standing.UNKNOWN,
    Why.NOT_DECLARED: Standing.UNKNOWN,
    Why.UNSIGNED: Standing.UNKNOWN,
    Why.END_UNKNOWN: Standing.UNKNOWN,
}


def reasons(
    needs: Sequence[Need], grants: Sequence[Grant], question: Question, territory: str
) -> set[tuple[Layer | None, str, Why]]:
    """Every layer with why it stands as it does, in one territory."""
    asked = [
        need
        for need in needs
        if not need.uses or any(same_branch(use, question.use) for use in need.uses)
    ]
    found: set[tuple[Layer | None, str, Why]] = set()
    if not asked:
        found.add((None, "", Why.NOT_DECLARED))
    fence = Need(Layer.SALES_TERRITORY)
    said = any(
        one.layer is Layer.SALES_TERRITORY
        and (
            (is_bar(one) and meddles(one, question))
            or (one.effect is Effect.PERMIT and one.flow is Flow.IN)
        )
        for one in grants
    )
    if said:
        asked = [*asked, fence]
    for need in asked:
        found.add((need.layer, need.part, layer_why(need, grants, question, territory)))
    for one in grants:
        # Whatever is prohibited is so, whether or not anybody said that it is contained.
        if any(
            need.layer is one.layer and (not need.part or one.part in ("", need.part))
            for need in asked
        ):
            continue
        area = one.scope.area
        here = territory in area.whole or territory in area.partly
        if is_bar(one) and open_at(one, question.at) and meddles(one, question) and here:
            why = Why.PROHIBITED if one.effect is Effect.PROHIBIT else Why.EXCLUSIVE_ELSEWHERE
            found.add((one.layer, one.part, why))
    return found


def standing(
    needs: Sequence[Need], grants: Sequence[Grant], question: Question, territory: str
) -> Standing:
    """The worst of its layers."""
    severity = [Standing.CLEARED, Standing.CONDITIONAL, Standing.UNKNOWN, Standing.BLOCKED]
    return max(
        (
            STANDINGS.get(why, Standing.BLOCKED)
            for _, _, why in reasons(needs, grants, question, territory)
        ),
        key=severity.index,
    )


def cleared_until(
    needs: Sequence[Need], grants: Sequence[Grant], question: Question, territory: str
) -> datetime | None:
    """The first boundary of any window after which it is not cleared any more."""
    if standing(needs, grants, question, territory) is not Standing.CLEARED:
        return None
    boundaries = {one.window.starts_at for one in grants}
    boundaries |= {one.window.ends_at for one in grants if one.window.ends_at}
    for at in sorted(boundaries):
        later = Question(question.use, at, question.language, question.channel)
        if at > question.at and (standing(needs, grants, later, territory) is not Standing.CLEARED):
            return at
    return None
