"""Applying a plan gives the wanted order, whatever stood there and however often."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.spotify.web.client import ITEMS_MAX
from connectors.spotify.web.planning import Insert, Move, Remove, Replace, Step, plan

uris = st.sampled_from([f"spotify:track:{letter}" for letter in "abcdefg"])
some = st.lists(uris, max_size=12)


def applied(items: Sequence[str], steps: Sequence[Step]) -> list[str]:
    """What Spotify's document says that each step does, as plainly as can be."""
    now = list(items)
    for step in steps:
        match step:
            case Remove(gone):
                now = [uri for uri in now if uri not in gone]
            case Replace(put):
                now = list(put)
            case Insert(position, put):
                assert position <= len(now)
                now[position:position] = put
            case Move(start, before, length):
                assert start + length <= len(now)
                taken = now[start : start + length]
                marked: list[str | None] = [*now]
                marked[start : start + length] = [None] * length
                marked[before:before] = taken
                now = [uri for uri in marked if uri is not None]
    return now


@given(some, some)
@settings(max_examples=150, deadline=None)
def test_a_plan_makes_one_list_the_other(have: list[str], want: list[str]) -> None:
    assert applied(have, plan(have, want)) == want


@given(some)
def test_what_is_alike_takes_no_step(items: list[str]) -> None:
    assert plan(items, items) == ()


@given(st.permutations("abcdefgh"), st.permutations("abcdefgh"))
@settings(deadline=None)
def test_what_is_only_out_of_order_is_only_moved(have: list[str], want: list[str]) -> None:
    steps = plan(have, want)

    assert applied(have, steps) == want
    assert all(isinstance(step, Move) for step in steps)
    assert len(steps) < len(want)


def test_a_track_between_two_that_move_stays_between_them() -> None:
    steps = plan(list("bdefac"), list("abcdef"))

    assert applied(list("bdefac"), steps) == list("abcdef")


@given(some, some)
def test_nothing_is_taken_out_that_does_not_stand_too_often(
    have: list[str], want: list[str]
) -> None:
    out = {uri for step in plan(have, want) if isinstance(step, Remove) for uri in step.uris}

    assert out == {uri for uri, count in Counter(have).items() if count > want.count(uri)}


def test_one_track_that_went_to_the_end_comes_back_in_one_move() -> None:
    assert plan(list("bcdea"), list("abcde")) == (Move(4, 0, 1),)


def test_tracks_that_stand_together_are_moved_together() -> None:
    assert plan(list("cdefgab"), list("abcdefg")) == (Move(5, 0, 2),)


def test_a_track_that_stands_twice_where_it_should_once_is_put_in_anew() -> None:
    assert plan(list("abca"), list("abc")) == (Remove(("a",)), Insert(0, ("a",)))


def test_more_strangers_than_one_call_takes_go_in_several() -> None:
    strangers = [f"x{number}" for number in range(2 * ITEMS_MAX + 1)]

    assert [len(s.uris) for s in plan(strangers, []) if isinstance(s, Remove)] == [100, 100, 1]


def test_an_item_that_cannot_be_named_has_the_list_replaced() -> None:
    assert plan(["a", "", "b"], ["b"]) == (Replace(("b",)),)
