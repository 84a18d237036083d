"""Who of a queue is asked alone where its channel is gone."""

from hypothesis import given
from hypothesis import strategies as st

from bot.cases.fallback import chosen
from bot.requests.reviewers import ASKED_MAX

QUEUE = list("abcdefgh")
PEOPLE = st.lists(st.sampled_from(QUEUE), unique=True)


def asked(
    able: list[str],
    *,
    away: str = "",
    own: str | None = None,
    leading: str = "",
    proposers: str = "",
) -> str:
    return "".join(chosen(able, away, own=own, leading=leading, proposers=proposers))


def test_of_many_five_are_asked_in_a_steady_order() -> None:
    assert asked(QUEUE) == "abcde"


def test_whoever_has_the_case_comes_first_and_then_who_leads_the_team() -> None:
    assert asked(QUEUE, own="h", leading="gc") == "hcgab"


def test_who_is_away_is_not_asked_unless_everybody_is() -> None:
    assert asked(QUEUE, away="abch", own="h") == "defg"
    assert asked(["a", "b"], away="ab", own="b") == "ba"


def test_while_a_compensation_waits_who_does_not_decide_it_comes_last() -> None:
    assert asked(QUEUE, own="a", proposers="bc") == "defgh"
    assert asked(["a", "b"], own="a", proposers="a") == "ba"


@given(PEOPLE, PEOPLE, st.sampled_from([None, *QUEUE]), PEOPLE, PEOPLE)
def test_nobody_is_asked_twice_and_somebody_always(
    able: list[str], away: list[str], own: str | None, leading: list[str], proposers: list[str]
) -> None:
    found = chosen(able, away, own=own, leading=leading, proposers=proposers)

    assert len(found) == len(set(found)) <= ASKED_MAX
    assert set(found) <= set(able)
    assert bool(found) is bool(able)
