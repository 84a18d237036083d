"""How something stands over a whole span: the same as day by day, and short windows left out."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.rights import reach
from domain.rights.availability import search
from domain.rights.model import Layer, Need, Use, Window
from domain.rights.verdicts import Question, Standing, Why
from domain.rights.windows import Freedom, summed
from tests.domain.rights import oracle
from tests.domain.rights.drawn import SEEN, Case, cases, day
from tests.domain.rights.test_conflicts import held, wide

WHERE = reach.bits(frozenset(SEEN))


def freedom(stands: list[Standing], least: int) -> Freedom:
    """Return how a territory stands that stands so day by day."""
    free, longest = 0, 0
    for one in stands:
        free = free + 1 if one is Standing.CLEARED else 0
        longest = max(longest, free)
    if longest >= max(least, 1):
        return Freedom.FREE if longest == len(stands) else Freedom.FREE_IN_PART
    return Freedom.UNKNOWN if Standing.UNKNOWN in stands else Freedom.NOT_FREE


@settings(max_examples=100, deadline=None)
@given(cases, st.integers(1, 12), st.integers(0, 4))
def test_territories_stand_over_a_span_as_the_oracle_says_day_by_day(
    drawn: Case, days: int, least: int
) -> None:
    least = min(least, days)
    asked = drawn.question
    found = search(drawn.needs, drawn.grants, asked, asked.at + timedelta(days=days), WHERE)
    stood = {
        code: [
            oracle.standing(
                drawn.needs,
                drawn.grants,
                Question(asked.use, asked.at + timedelta(days=one), asked.language, asked.channel),
                code,
            )
            for one in range(days)
        ]
        for code in SEEN
    }
    summary = summed(found, timedelta(days=least))

    assert {code: one.freedom for one in summary.places for code in one.territories} == {
        code: freedom(stands, least) for code, stands in stood.items()
    }
    for one in summary.places:
        for code in one.territories:
            free = [day for day, stands in enumerate(stood[code]) if stands is Standing.CLEARED]
            if one.free_from is not None and one.free_until is not None:
                first, last = (one.free_from - asked.at).days, (one.free_until - asked.at).days
                assert last - first >= least
                assert set(range(first, last)) <= set(free)
                assert not {first - 1, last} & set(free)
            else:
                assert one.freedom in {Freedom.NOT_FREE, Freedom.UNKNOWN}
    no = summary.first_no
    noes = [
        (at, code) for code in SEEN for at, one in enumerate(stood[code]) if one != Standing.CLEARED
    ]
    assert (no is None) == (not noes)
    if no is not None:
        at = (no.span.starts_at - asked.at).days
        assert at == min(noes)[0]
        assert no.territories <= {code for day, code in noes if day == at}
        assert all(one.standing is not Standing.CLEARED for one in no.span.findings)
        assert no.span.findings[0].standing is no.span.standing


def test_what_is_free_one_after_the_other_by_two_grants_is_one_window() -> None:
    grants = [
        held("first", window=Window(day(0), day(4)), scope=wide("DE")),
        held("second", window=Window(day(4), day(8)), scope=wide("DE")),
    ]
    asked = Question(Use.STREAM, day(0))
    where = reach.bits(frozenset({"DE"}))
    found = search([Need(Layer.NARRATOR)], grants, asked, day(10), where)
    long, longer = (summed(found, timedelta(days=least)) for least in (8, 9))

    assert [(one.free_from, one.free_until) for one in long.places] == [(day(0), day(8))]
    assert long.freedom is Freedom.FREE_IN_PART
    assert (longer.freedom, longer.places[0].free_from) == (Freedom.NOT_FREE, None)
    assert long.first_no is not None
    assert [one.why for one in long.first_no.span.findings] == [Why.EXPIRED]
