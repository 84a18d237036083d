"""Looking for when something may be used: every span, and the reason for each no."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.rights import availability, clearance, reach
from domain.rights.availability import search
from domain.rights.model import Effect, Grant, Layer, Need, Terms, Use, Window
from domain.rights.verdicts import Question, Standing, Verdict, Why
from tests.domain.rights import oracle
from tests.domain.rights.drawn import SEEN, Case, cases, day
from tests.domain.rights.test_conflicts import held, wide

WHERE = reach.bits(frozenset(SEEN))


def test_every_no_has_its_reason_and_its_time() -> None:
    grants = [
        held("in", window=Window(day(2), day(8)), scope=wide("DE", "FR")),
        held(
            "ban",
            window=Window(day(4), day(5)),
            scope=wide("FR"),
            effect=Effect.PROHIBIT,
            terms=Terms(),
        ),
    ]
    found = search([Need(Layer.NARRATOR)], grants, Question(Use.STREAM, day(2)), day(10), WHERE)
    by_code = {code: one for one in found for code in one.territories}

    assert [(s.starts_at, s.ends_at, s.findings[0].why) for s in by_code["FR"].spans] == [
        (day(2), day(4), Why.GRANTED),
        (day(4), day(5), Why.PROHIBITED),
        (day(5), day(8), Why.GRANTED),
        (day(8), day(10), Why.EXPIRED),
    ]
    assert not by_code["DE"].throughout
    no = by_code["DE"].first_no
    assert no is not None
    assert (no.starts_at, no.findings[0].grants) == (day(8), ("in",))
    assert by_code["US"].territories == {"AT", "US", "ZW"}
    sure = search([Need(Layer.NARRATOR)], grants, Question(Use.STREAM, day(2)), day(4), WHERE)
    assert {code for one in sure if one.throughout for code in one.territories} == {"DE", "FR"}
    assert all(one.first_no is None for one in sure if one.throughout)


def test_a_search_ends_as_soon_as_it_has_too_many_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = list[datetime]()

    def clear(
        needs: list[Need], grants: list[Grant], asked: Question, *more: Any, **ends: Any
    ) -> list[Verdict]:
        judged.append(asked.at)
        return clearance.clear(needs, grants, asked, *more, **ends)

    monkeypatch.setattr(availability, "clear", clear)
    grants = [
        held(f"g{number}", window=Window(day(number), day(number + 1)), scope=wide("DE", "FR"))
        for number in range(2, 9)
    ]
    asked = ([Need(Layer.NARRATOR)], grants, Question(Use.STREAM, day(0)), day(12), WHERE)

    with pytest.raises(Invalid) as refused:
        search(*asked, most=4)
    assert refused.value.code == "too_many_answers"
    assert "more than 4 reasons" in refused.value.message
    assert len(judged) == 4  # Of nine instants: AT, US and ZW have one reason, DE and FR a new one.
    assert search(*asked, most=10) == search(*asked)


def test_territories_are_told_in_the_order_of_their_codes() -> None:
    grants = [
        held(code, window=Window(day(number), day(20)), scope=wide(code))
        for number, code in ((3, "AT"), (4, "DE"), (2, "FR"))
    ]
    found = search([Need(Layer.NARRATOR)], grants, Question(Use.STREAM, day(0)), day(9), WHERE)

    assert [sorted(one.territories) for one in found] == [["AT"], ["DE"], ["FR"], ["US", "ZW"]]


@settings(max_examples=150, deadline=None)
@given(cases, st.integers(1, 14))
def test_every_instant_of_a_span_stands_as_the_oracle_says(drawn: Case, days: int) -> None:
    start = drawn.question.at
    end = start + (day(days) - day(0))
    found = search(drawn.needs, drawn.grants, drawn.question, end, WHERE)
    assert frozenset().union(*(one.territories for one in found)) == set(SEEN)
    for one in found:
        assert one.spans[0].starts_at == start
        assert one.spans[-1].ends_at == end
        for before, after in zip(one.spans, one.spans[1:], strict=False):
            assert before.ends_at == after.starts_at
            assert (before.standing, before.findings) != (after.standing, after.findings)
        for code in one.territories:
            for number in range(days):
                at = start + (day(number) - day(0))
                span = next(s for s in one.spans if s.starts_at <= at < s.ends_at)
                asked = replace(drawn.question, at=at)
                assert span.standing is oracle.standing(drawn.needs, drawn.grants, asked, code)
        assert one.throughout == all(s.standing is Standing.CLEARED for s in one.spans)
