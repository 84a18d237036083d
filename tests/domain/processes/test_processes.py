"""Processes say that they live; what they must agree in is compared, and clocks are too."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from domain.clock import SteppingClock, SystemClock
from domain.errors import Conflict
from domain.hub import Hub
from domain.processes import records, rules, service
from domain.processes.model import ALIVE, KEPT, SKEW_MAX, Process
from tests.conftest import START

#: How long a test waits for what must come, in seconds.
PATIENCE = 60


def process(
    name: str,
    settings: Mapping[str, str] | None = None,
    ahead: timedelta = timedelta(0),
    heard_at: datetime = START,
) -> Process:
    return Process(name, ("worker",), settings or {"UNDO": "30"}, ahead, heard_at)


async def names() -> list[str]:
    return [one.name for one in await records.everyone()]


async def test_a_process_is_alive_while_it_says_so_and_for_a_while_after(
    hub: Hub, clock: SteppingClock
) -> None:
    await records.put(process("a"))
    clock.advance(ALIVE - timedelta(seconds=1))
    await records.put(process("b", heard_at=clock.now()))
    both = rules.alive(await records.everyone(), clock.now())
    clock.advance(timedelta(seconds=1))
    one = rules.alive(await records.everyone(), clock.now())

    assert [found.name for found in both] == ["b", "a"]
    assert [found.name for found in one] == ["b"]


async def test_a_process_that_runs_is_known_and_one_that_stopped_is_forgotten(
    hub: Hub, clock: SteppingClock
) -> None:
    await records.put(process("long gone", heard_at=clock.now() - KEPT - timedelta(seconds=1)))
    living = asyncio.create_task(
        service.live(clock, "a", frozenset({"worker", "api"}), {"UNDO": "30"})
    )
    async with asyncio.timeout(PATIENCE):
        while await names() != ["a"]:  # noqa: ASYNC110  It beats by itself.
            await asyncio.sleep(0.01)
    (known,) = await records.everyone()
    living.cancel()
    await asyncio.gather(living, return_exceptions=True)

    assert (known.parts, known.settings) == (("api", "worker"), {"UNDO": "30"})
    assert abs(known.ahead) < SKEW_MAX
    assert await records.everyone() == []


def test_what_processes_differ_in_is_named() -> None:
    one = process("a", {"UNDO": "30", "SECRET": "x"})
    other = process("b", {"UNDO": "0", "SECRET": "x"})

    assert rules.disagreements([one, other]) == ["UNDO"]
    assert rules.disagreements([one, one]) == []
    assert rules.disagreements([one, process("c", {"UNDO": "30"})]) == ["SECRET"]


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_clock_that_is_off_is_named(sign: int) -> None:
    good, bad = SKEW_MAX * sign, (SKEW_MAX + timedelta(seconds=1)) * sign

    assert rules.off([process("good", ahead=good)]) == []
    assert [found.name for found in rules.off([process("bad", ahead=bad)])] == ["bad"]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize(("off", "word"), [(60, "before"), (-60, "behind")])
async def test_a_machine_whose_clock_is_off_does_not_start(hub: Hub, off: int, word: str) -> None:
    del hub
    machine = SteppingClock(SystemClock().now() + timedelta(seconds=off))

    with pytest.raises(Conflict, match=rf"\d s {word} the database's"):
        await service.require_same_time(machine)


async def test_a_machine_whose_clock_is_right_starts(hub: Hub) -> None:
    del hub
    await service.require_same_time(SystemClock())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_file_has_no_clock_of_its_own(hub: Hub, clock: SteppingClock) -> None:
    del hub
    assert await service.ahead(clock) == timedelta(0)
