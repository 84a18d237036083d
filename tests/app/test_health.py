"""What `greenlight doctor` says: lag, leases, calls, who is alive, and what needs a person."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app.doctor.attending import health
from app.doctor.health import LAG_MAX, NAMED_MAX
from app.settings import Settings
from connectors.jobs.pgqueuer import Calls
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.hub import Hub
from domain.jobs import records as jobs
from domain.jobs import service
from domain.jobs.model import LEASE, GiveUp, Job, Wake, Work
from domain.processes import records as processes
from domain.processes.model import ALIVE, SKEW_MAX, Process


async def ask(hub: Hub, key: str, wake: Wake | None = None) -> None:
    now = hub.clock.now()
    await service.ask(wake or hub.wake, now, key=key, kind="work", lane=f"of {key}", details={})


async def lives(hub: Hub, name: str, part: str, undo: str = "30", ahead: float = 0) -> None:
    settings = {"GREENLIGHT_UNDO_SECONDS": undo}
    away = timedelta(seconds=ahead)
    await processes.put(Process(name, (part,), settings, away, hub.clock.now()))


async def lines(hub: Hub) -> list[str]:
    return (await health(hub, Settings(), connect=False, as_json=False))[0].splitlines()


async def well(hub: Hub) -> bool:
    return (await health(hub, Settings(), connect=False, as_json=False))[1]


async def found(hub: Hub) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(
        (await health(hub, Settings(), connect=False, as_json=True))[0]
    )
    return told


async def test_a_quiet_hub_is_well(hub: Hub) -> None:
    said = await lines(hub)

    assert {"jobs: {}", "lag: 0.0 s", "workers: none was heard of"} <= set(said)
    assert await well(hub)


async def test_leases_are_named_with_their_lane_their_end_and_their_holder(
    hub: Hub, clock: SteppingClock
) -> None:
    for key in ("dead", "alive"):
        await ask(hub, key)
        await jobs.claim(clock.now(), LEASE, by=f"host:{key}")
        clock.advance(timedelta(seconds=20))
    said = await lines(hub)

    assert "leases: 1 held, 1 left by workers that died" in said
    assert "  alive (lane of alive) by host:alive, 10.0 s left" in said
    (named,) = (await found(hub))["leases"]["named"]
    assert (named["key"], named["lane"], named["by"]) == ("alive", "of alive", "host:alive")


async def test_more_leases_than_are_named_are_counted(hub: Hub) -> None:
    for number in range(NAMED_MAX + 3):
        await ask(hub, f"job{number}")
        await jobs.claim(hub.clock.now(), LEASE, by="host")

    assert "  and 3 more" in await lines(hub)


async def test_the_lag_is_how_long_the_first_job_that_could_run_is_due(
    hub: Hub, clock: SteppingClock
) -> None:
    await ask(hub, "a")
    clock.advance(timedelta(seconds=42))

    assert "lag: 42.0 s" in await lines(hub)
    assert (await found(hub))["lag_seconds"] == 42


async def test_jobs_that_nobody_is_there_for_need_a_person(hub: Hub, clock: SteppingClock) -> None:
    await ask(hub, "a")
    clock.advance(ALIVE + timedelta(seconds=1))
    nobody = await well(hub)
    await lives(hub, "door", "api")
    no_worker = await lines(hub)
    await lives(hub, "worker", "worker")
    somebody = await well(hub)
    clock.advance(LAG_MAX)
    await lives(hub, "worker", "worker")
    too_long = await lines(hub)

    assert (nobody, somebody) == (False, True)
    assert any("no worker is alive; start `greenlight worker`" in line for line in no_worker)
    assert any("nobody took it" in line for line in too_long)


async def test_when_a_worker_was_last_heard_of_is_said(hub: Hub, clock: SteppingClock) -> None:
    await lives(hub, "host:1", "worker")
    await lives(hub, "host:2", "api")
    alive = await lines(hub)
    clock.advance(timedelta(minutes=3))
    dead = await lines(hub)

    assert {"alive: host:1 (worker)", "alive: host:2 (api)"} <= set(alive)
    assert "workers: 1 alive, one was heard of 0.0 s ago" in alive
    assert "workers: 0 alive, one was heard of 180.0 s ago" in dead


async def test_jobs_that_were_given_up_are_named_counted_and_need_a_person(hub: Hub) -> None:
    async def hopeless(_: Job) -> None:
        raise GiveUp("no use")

    for number in range(NAMED_MAX + 2):
        await ask(hub, f"job{number}")
        await service.run_next(Work(hub.clock, hub.wake, {"work": hopeless}))
    said = await lines(hub)

    assert sum("needs a person: job" in line for line in said) == NAMED_MAX
    assert "needs a person: and 2 more jobs that were given up" in said
    assert any(line.endswith("greenlight retry KEY") for line in said)
    assert not await well(hub)


async def test_processes_that_differ_in_what_they_must_not_need_a_person(hub: Hub) -> None:
    await lives(hub, "a", "api", undo="30")
    alike = await well(hub)
    await lives(hub, "b", "worker", undo="0")

    assert alike
    assert any("processes differ in GREENLIGHT_UNDO_SECONDS" in line for line in await lines(hub))
    assert not await well(hub)


async def test_a_clock_that_is_off_needs_a_person(hub: Hub) -> None:
    await lives(hub, "host:1", "worker", ahead=-SKEW_MAX.total_seconds() - 1)

    assert any("the clock of host:1 is 6.0 s off" in line for line in await lines(hub))
    assert not await well(hub)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_calls_that_wait_are_counted(hub: Hub) -> None:
    calls = Calls(hub.clock)
    async with transaction():
        for number in range(3):
            await ask(hub, f"job{number}", calls)
    await sql.execute(
        "UPDATE greenlight_pgqueuer SET execute_after = now() + interval '1 hour'"
        " WHERE id = (SELECT MAX(id) FROM greenlight_pgqueuer)"
    )

    assert "calls: 3 wait for a worker, 2 of them due" in await lines(hub)
    assert (await found(hub))["calls"] == {"waiting": 3, "due": 2}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_one_process_needs_no_calls(hub: Hub) -> None:
    assert (await found(hub))["calls"] is None
