"""Clearance beside the slow, obvious oracle."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.rights import reach
from domain.rights.clearance import clear
from domain.rights.model import Effect, End, Grant, Window
from domain.rights.verdicts import Standing, Verdict, Why
from domain.territories import TERRITORIES
from tests.domain.rights import oracle
from tests.domain.rights.drawn import SEEN, Case, case, cases, day, grant

SEVERITY = [Standing.CLEARED, Standing.CONDITIONAL, Standing.UNKNOWN, Standing.BLOCKED]


def by_territory(found: Sequence[Verdict]) -> dict[str, Verdict]:
    seen: dict[str, Verdict] = {}
    for verdict in found:
        for code in verdict.territories:
            assert code not in seen
            seen[code] = verdict
    return seen


def judged(drawn: Case, grants: Sequence[Grant] | None = None) -> dict[str, Verdict]:
    used = drawn.grants if grants is None else grants
    return by_territory(clear(drawn.needs, used, drawn.question))


def agrees(drawn: Case) -> None:
    found = judged(drawn)
    assert found.keys() == TERRITORIES
    asked = (drawn.needs, drawn.grants, drawn.question)
    for code in SEEN:
        verdict = found[code]
        said = {
            (one.need.layer if one.need else None, one.need.part if one.need else "", one.why)
            for one in verdict.findings
        }
        assert said == oracle.reasons(*asked, code)
        assert verdict.standing is oracle.standing(*asked, code)
        assert verdict.cleared_until == oracle.cleared_until(*asked, code)


@settings(max_examples=1_500, deadline=None)
@given(cases)
def test_every_verdict_is_the_oracles(drawn: Case) -> None:
    agrees(drawn)


@pytest.mark.long
@settings(max_examples=100_000, deadline=None)
@given(cases)
def test_a_hundred_thousand_verdicts_are_the_oracles(drawn: Case) -> None:
    agrees(drawn)


def test_what_is_drawn_shows_every_standing_and_every_reason() -> None:
    standings: Counter[Standing] = Counter()
    reasons: Counter[Why] = Counter()
    ends = 0
    for seed in range(1_000):
        drawn = judged(case(seed))
        for code in SEEN:
            standings[drawn[code].standing] += 1
            reasons.update(one.why for one in drawn[code].findings)
            ends += drawn[code].cleared_until is not None
    assert min(standings[one] for one in Standing) > 50
    # What a brand wants of music is no right: playlists look at it beside them.
    assert min(reasons[one] for one in {*Why} - {Why.HOUSE_RULE}) > 50
    assert ends > 50


@settings(max_examples=500, deadline=None)
@given(cases)
def test_a_prohibition_more_never_widens(drawn: Case) -> None:
    before = judged(drawn)
    after = judged(drawn, [*drawn.grants, grant(drawn.more, Effect.PROHIBIT)])
    for code in SEEN:
        was, now = before[code], after[code]
        assert SEVERITY.index(now.standing) >= SEVERITY.index(was.standing)
        if now.standing is Standing.CLEARED and was.cleared_until is not None:
            assert now.cleared_until is not None
            assert now.cleared_until <= was.cleared_until


@settings(max_examples=500, deadline=None)
@given(cases)
def test_a_window_in_two_pieces_is_the_same_window(drawn: Case) -> None:
    # Where nobody knows the end, the end of the first piece would be knowledge.
    cuttable = [
        one
        for one in drawn.grants
        if one.window.end is not End.UNKNOWN
        and one.window.until > one.window.starts_at + (day(1) - day(0))
    ]
    assume(cuttable)
    whole = drawn.more.choice(cuttable)
    start, end = whole.window.starts_at, whole.window.ends_at
    length = (end - start).days if end else 5
    cut = start + (day(drawn.more.randint(1, length - 1)) - day(0))
    pieces = [
        replace(whole, window=Window(start, cut)),
        replace(whole, id="grt_cut", window=replace(whole.window, starts_at=cut)),
    ]
    before = judged(drawn)
    after = judged(drawn, [*(one for one in drawn.grants if one is not whole), *pieces])
    for code in SEEN:
        assert after[code].standing is before[code].standing
        assert after[code].cleared_until == before[code].cleared_until


@settings(max_examples=300, deadline=None)
@given(cases, st.frozensets(st.sampled_from(SEEN), min_size=1))
def test_some_territories_stand_as_they_do_among_all(drawn: Case, some: frozenset[str]) -> None:
    every = judged(drawn)
    found = by_territory(clear(drawn.needs, drawn.grants, drawn.question, reach.bits(some)))
    assert found.keys() == some
    for code in some:
        assert found[code].standing is every[code].standing
        assert found[code].findings == every[code].findings
        assert found[code].cleared_until == every[code].cleared_until


@settings(max_examples=300, deadline=None)
@given(cases)
def test_nothing_is_cleared_without_a_permission_that_names_the_place(drawn: Case) -> None:
    held = {one.id: one for one in drawn.grants}
    for verdict in clear(drawn.needs, drawn.grants, drawn.question):
        if verdict.standing is Standing.CLEARED:
            for finding in verdict.findings:
                assert finding.need
                assert finding.grants
                for grant_id in finding.grants:
                    assert verdict.territories <= held[grant_id].scope.area.whole
