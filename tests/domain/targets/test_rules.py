"""When something is looked at again, and how that is said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.targets import rules
from domain.targets.model import Published, Standing

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
THING = Published("pub_1", "req_1", "feed", "beans", "eps_1", 1, NOON, None, NOON, ("DE",))


@given(st.integers(0, 10_000_000))
def test_what_takes_long_is_looked_at_seldom_but_never_too_seldom(seconds: int) -> None:
    now = NOON + timedelta(seconds=seconds)
    wait = rules.wait(THING, now)

    silent = seconds >= timedelta(days=1).total_seconds()
    most = timedelta(hours=6) if silent else timedelta(minutes=30)
    assert timedelta(minutes=1) <= wait <= most
    assert wait <= rules.wait(THING, now + timedelta(minutes=1))


def test_the_next_look_at_what_is_live_is_in_an_hour_or_when_it_ends() -> None:
    live = replace(THING, standing=Standing.LIVE)
    ending = replace(live, ends_at=NOON + timedelta(minutes=10))

    assert rules.next_look(live, NOON) == timedelta(hours=1)
    assert rules.next_look(ending, NOON) == timedelta(minutes=10)


def test_a_receipt_says_where_it_stands_and_is_never_too_long() -> None:
    outside = {"episode": "7", "written_at": "2026-11-21", "items": "a b c"}
    live = replace(THING, address="https://x.example.com/1", outside=outside)

    assert rules.receipt(live, 500) == "Live by feed at https://x.example.com/1 (episode 7)."
    assert len(rules.receipt(replace(live, address="x" * 900), 500)) == 500


def test_many_problems_are_counted_and_none_is_said_to_be_unsaid() -> None:
    assert rules.listed(f"p{n}." for n in range(12)).endswith("; p9; and 2 more")
    assert rules.listed(()) == "it does not say why"


def test_an_episode_is_live_nowhere_beyond_what_was_approved() -> None:
    thing = replace(THING, markets=("AT", "CH", "DE"), blocked=frozenset({"AT"}))
    (shown,) = rules.episode_shown(thing, ["CH"], "de")

    assert (shown.include, shown.channel, shown.outside_id) == (("DE",), "rss", "eps_1")
    assert rules.episode_shown(thing, ["CH", "DE"], "de") == []
