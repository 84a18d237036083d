"""Clearance beside the slow, obvious oracle."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.rights import reach
from domain.rights.clearance import clear
from domain.rights.model import Effect, End, Grant, Need, Question, Standing, Verdict, Window
from domain.territories import TERRITORIES
from tests.domain.rights import oracle
from tests.domain.rights.drawn import (
    FEW,
    SEEN,
    day,
    grants,
    lists_of_grants,
    needs,
    questions,
)

SEVERITY = [Standing.CLEARED, Standing.CONDITIONAL, Standing.UNKNOWN, Standing.BLOCKED]
Drawn = tuple[list[Need], list[Grant], Question]


def examples(count: int) -> Callable[[Any], Any]:
    return settings(max_examples=count, deadline=None)


def by_territory(found: Sequence[Verdict]) -> dict[str, Verdict]:
    seen: dict[str, Verdict] = {}
    for verdict in found:
        for code in verdict.territories:
            assert code not in seen
            seen[code] = verdict
    return seen


def agrees(needs: list[Need], grants: list[Grant], question: Question) -> None:
    found = by_territory(clear(needs, grants, question))
    assert found.keys() == TERRITORIES
    for code in SEEN:
        verdict = found[code]
        said = {
            (one.need.layer if one.need else None, one.need.part if one.need else "", one.why)
            for one in verdict.findings
        }
        assert said == oracle.reasons(needs, grants, question, code)
        assert verdict.standing is oracle.standing(needs, grants, question, code)
        assert verdict.cleared_until == oracle.cleared_until(needs, grants, question, code)


@examples(1_500)
@given(needs, lists_of_grants, questions)
def test_every_verdict_is_the_oracles(
    needs: list[Need], grants: list[Grant], question: Question
) -> None:
    agrees(needs, grants, question)


@pytest.mark.long
@examples(100_000)
@given(needs, lists_of_grants, questions)
def test_a_hundred_thousand_verdicts_are_the_oracles(
    needs: list[Need], grants: list[Grant], question: Question
) -> None:
    agrees(needs, grants, question)


@examples(400)
@given(needs, lists_of_grants, grants(effect=Effect.PROHIBIT), questions)
def test_a_prohibition_more_never_widens(
    needs: list[Need], grants: list[Grant], more: Grant, question: Question
) -> None:
    before = by_territory(clear(needs, grants, question))
    after = by_territory(clear(needs, [*grants, more], question))
    for code in SEEN:
        was, now = before[code], after[code]
        assert SEVERITY.index(now.standing) >= SEVERITY.index(was.standing)
        if now.standing is Standing.CLEARED and was.cleared_until is not None:
            assert now.cleared_until is not None
            assert now.cleared_until <= was.cleared_until


@examples(400)
@given(needs, lists_of_grants, questions, st.data())
def test_a_window_in_two_pieces_is_the_same_window(
    needs: list[Need], grants: list[Grant], question: Question, data: st.DataObject
) -> None:
    # Where nobody knows the end, the end of the first piece would be knowledge.
    cuttable = [
        one
        for one in grants
        if one.window.end is not End.UNKNOWN
        and one.window.until > day(1) + (one.window.starts_at - day(0))
    ]
    assume(cuttable)
    whole = data.draw(st.sampled_from(cuttable))
    length = (
        4 if whole.window.ends_at is None else (whole.window.ends_at - whole.window.starts_at).days
    )
    cut = whole.window.starts_at + (day(data.draw(st.integers(1, length - 1))) - day(0))
    pieces = [
        replace(whole, window=Window(whole.window.starts_at, cut)),
        replace(whole, id="grt_cut", window=replace(whole.window, starts_at=cut)),
    ]
    parted = [*(one for one in grants if one is not whole), *pieces]

    before = by_territory(clear(needs, grants, question))
    after = by_territory(clear(needs, parted, question))
    for code in SEEN:
        assert after[code].standing is before[code].standing
        assert after[code].cleared_until == before[code].cleared_until


@examples(200)
@given(needs, lists_of_grants, questions, st.frozensets(st.sampled_from(SEEN), min_size=1))
def test_asking_for_some_territories_is_asking_for_all_and_looking_at_some(
    needs: list[Need], grants: list[Grant], question: Question, some: frozenset[str]
) -> None:
    every = by_territory(clear(needs, grants, question))
    found = by_territory(clear(needs, grants, question, reach.bits(some)))
    assert found.keys() == some
    for code in some:
        assert found[code].standing is every[code].standing
        assert found[code].findings == every[code].findings
        assert found[code].cleared_until == every[code].cleared_until


@examples(200)
@given(needs, lists_of_grants, questions)
def test_nothing_is_cleared_without_a_permission_that_names_the_place(
    needs: list[Need], grants: list[Grant], question: Question
) -> None:
    held = {one.id: one for one in grants}
    for verdict in clear(needs, grants, question):
        if verdict.standing is Standing.CLEARED:
            assert any(one.need for one in verdict.findings)
            for finding in verdict.findings:
                assert finding.grants
                for grant_id in finding.grants:
                    assert verdict.territories <= held[grant_id].scope.area.whole
    assert set(FEW) < set(SEEN)
