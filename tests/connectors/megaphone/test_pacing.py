"""Sixty calls a minute, whichever process makes them."""

import itertools
from datetime import timedelta

import pytest

from connectors.megaphone.fake.server import RATE_MAX
from connectors.megaphone.pacing import CALLS, SharedPace
from domain.clock import SteppingClock
from domain.jobs.model import RetryLater
from tests.world import World


async def test_no_more_calls_fit_into_a_minute_than_megaphone_takes(
    world: World, clock: SteppingClock
) -> None:
    paces, turns = (SharedPace(world.hub.clock), SharedPace(world.hub.clock)), [0, 0]
    until = clock.now() + timedelta(minutes=1)
    while clock.now() < until:
        for process, pace in enumerate(paces):
            turns[process] = await turns_of(pace, process, turns[process])
        clock.advance(timedelta(seconds=5))

    assert RATE_MAX - 2 * CALLS <= sum(turns) * CALLS <= RATE_MAX


async def turns_of(pace: SharedPace, process: int, had: int) -> int:
    """Return how many turns a process had by now, whose verbs come one after the other."""
    for turn in itertools.count(had):
        try:
            await pace.turn(f"publish:{process}:{turn}")
        except RetryLater:
            return turn
    raise AssertionError


async def test_where_megaphone_asks_for_patience_nobody_has_a_turn(world: World) -> None:
    pace = SharedPace(world.hub.clock)
    await pace.hush(60)

    with pytest.raises(RetryLater) as later:
        await pace.turn("publish:req_1:1")

    assert 60 <= later.value.seconds <= 65
