"""What chat tells somebody of the other side, and lets them do: every button, form and word."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from bot.ids import (
    ActionId,
    AlertAction,
    AlertForm,
    CallbackId,
    CaseAction,
    CaseForm,
    ThresholdAction,
    ThresholdForm,
)
from tests.bot.office import TEAM, Office, account, office
from tests.isolation.chatting import NO_NUMBER, PLACE, Chat, forms, uses, words
from tests.isolation.oracle import KNOWN
from tests.isolation.sides import AGENT, Sides
from tests.isolation.walking import ID, heard_of, never, numbers_of, rows

#: Whose hands are tried in every run; those of the others in the full count.
WHO = ("a_manager",)
#: Uses that may be told apart, each with why.
BY_DESIGN: Mapping[str, str] = {
    **dict.fromkeys(
        (ActionId.APPROVE, ActionId.APPROVE_IF, ActionId.REJECT, ActionId.REQUEST_CHANGES),
        "Who clicks has the card before them, and hears who decides it.",
    ),
    **dict.fromkeys(
        (one for one in ActionId if one.startswith("home.")),
        "The tab goes on from where it was, and everybody knows the names of brands.",
    ),
    CallbackId.CHOOSE_BRAND: "Everybody knows the names of brands.",
}
#: What is more to be told apart by somebody, and why: of figures a market's manager sees every
#: brand's, and what watches them.
SEEN_BY: Mapping[str, frozenset[str]] = {"a_market": frozenset({ThresholdAction.EDIT})}
#: Tables of what somebody sees themselves.
OWN = frozenset({"chat_homes"})
#: What the gallery does not show, each with why.
NOT_SHOWN: Mapping[str, str] = {
    ActionId.OPEN_CARD: "It is a link, and nothing is done by it.",
}
#: What answers whoever may see all alike for a thing of B and for none: each with why.
UNPROVEN: Mapping[str, str] = {
    "alert.unsilence_team": "A team's silence is ended by its own people, and by admins.",
    "account.link": "It is a link, and nothing is done by it.",
    "person.back": "An absence is ended by its own, and by who changes people.",
    "person.away": "It is about who fills it in.",
    "home.settings": "It is about who fills it in.",
    "campaign.new": "Its brand is known to everybody; its files are offered, not named.",
    "case.new": "It names a request by its number, as words do.",
    "threshold.keep": "What it watches is looked up when it is opened.",
}


@asynccontextmanager
async def _walked(sides: Sides) -> AsyncIterator[Office]:
    """Open an office with a place where everybody is."""
    async with office(sides.world) as desk:
        now = sides.world.hub.clock.now()
        desk.home.add_channel("walk", "public", list(desk.home.users), now=now, id_=PLACE)
        yield desk


@dataclass(frozen=True, slots=True)
class Tried:
    """What was used, what it named, and what was heard of B and of what never was."""

    name: str
    named: object
    there: str
    other: str
    numbers: Mapping[str, int]

    @property
    def told_apart(self) -> bool:
        """Whether anybody could tell the one from the other."""
        given = "|".join(str(one) for one in self.numbers.values())
        said = [re.sub(rf"(?<=[#` ])({given})\b", "N", one) for one in words(self.there)]
        return said != words(self.other)


async def _both(desk: Office, sides: Sides, who: str) -> list[Tried]:
    """Use everything with what B has, and with what never was."""
    ids: dict[str, str] = {}
    for one in sides.rows["B"].values():
        if ID.fullmatch(one):
            ids.setdefault(one[:3], one)
    nothing = {kind: never(one) for kind, one in ids.items()}
    numbers = await numbers_of(sides)
    of_b = [one async for one in Chat(desk, who, ids, numbers).everything()]
    none = Chat(desk, who, nothing, dict.fromkeys(numbers, NO_NUMBER))
    of_none = [heard async for _, _, heard in none.everything()]
    return [Tried(*one, other, numbers) for one, other in zip(of_b, of_none, strict=True)]


async def _heard(desk: Office, sides: Sides, who: str) -> dict[str, object]:
    """Return what of B `who` was told, or could tell from what never was."""
    told: dict[str, object] = {}
    apart = {*BY_DESIGN, *SEEN_BY.get(who, ())}
    before = await rows()
    for tried in await _both(desk, sides, who):
        if strange := heard_of(sides, who, tried.there, tried.named):
            told[tried.name] = strange
        elif tried.told_apart and tried.name.split()[1] not in apart:
            told[tried.name] = (words(tried.there), words(tried.other))
    changed = {table for table, held in (await rows()).items() if held != before[table]}
    async for name, heard in Chat(desk, who, {}, {}).lists():
        if strange := heard_of(sides, who, heard, ""):
            told[name] = strange
    return told | ({"changed": changed} if changed - OWN else {})


@pytest.mark.parametrize(
    "who", [*WHO, *(pytest.param(who, marks=pytest.mark.long) for who in (AGENT, "a_market"))]
)
async def test_chat_tells_nobody_of_the_other_side_and_changes_nothing_of_it(
    sides: Sides, who: str
) -> None:
    async with _walked(sides) as desk:
        assert await _heard(desk, sides, who) == {}


@pytest.mark.long
async def test_whoever_may_see_all_hears_of_what_is_there_by_each_of_them(sides: Sides) -> None:
    async with _walked(sides) as desk:
        tried = await _both(desk, sides, "manager")

    told = {one.name.split()[1] for one in tried if one.told_apart}
    assert {one.name.split()[1] for one in tried} - told == UNPROVEN.keys()


async def test_a_link_to_the_other_side_shows_nothing_to_who_shares_it(sides: Sides) -> None:
    async with _walked(sides) as desk:
        numbers, rows = await numbers_of(sides), sides.rows["B"]
        kinds = {"requests": "request", "cases": "case"}
        named = {f"{kind}/{numbers[one]}" for kind, one in kinds.items()}
        named |= {f"{kind}/{rows[one]}" for kind, one in kinds.items()}
        urls = sorted(f"{desk.url}/{one}" for one in named)

        shown = {who: [await _unfurled(desk, who, one) for one in urls] for who in KNOWN}

        assert shown == {who: [{}] * len(urls) for who in KNOWN}
        assert [len(await _unfurled(desk, "manager", one)) for one in urls] == [1] * len(urls)


async def _unfurled(desk: Office, who: str, url: str) -> Mapping[str, object]:
    """Have somebody share a link; return what is shown beneath."""
    assert (await desk.clicks.share(TEAM, account(who), PLACE, url)).ok
    return desk.home.messages[PLACE][-1].unfurls


def test_every_button_and_form_that_comes_back_is_used() -> None:
    buttons = {*ActionId, *CaseAction, *AlertAction, *ThresholdAction}
    used = {str(use.element["action_id"]) for use in uses()}
    submitted = {form["callback_id"] for form in forms()}

    assert {str(one) for one in buttons} - used == NOT_SHOWN.keys()
    wanted = {*CallbackId, *CaseForm, *AlertForm, *ThresholdForm} - {CallbackId.DETAILS}
    assert {str(one) for one in wanted} - submitted == set(), "details are read, and not sent"
