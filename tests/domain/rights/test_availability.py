"""Looking for when something may be used: every span, and the reason for each no."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.rights import reach
from domain.rights.availability import search
from domain.rights.model import Effect, Layer, Need, Terms, Use, Window
from domain.rights.verdicts import Question, Standing, Why
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
