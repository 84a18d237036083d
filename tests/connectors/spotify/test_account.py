"""What becomes of the ad account is noticed by the look that asks it anyway, at one call."""

from datetime import timedelta

from app.jobs.handlers import handlers_for
from connectors.jobs.inprocess import InProcessRunner
from connectors.spotify.fake.state import Fault
from domain.campaigns import polling
from domain.clock import SteppingClock
from domain.database import sql
from tests.connectors.spotify.test_pausing import live
from tests.stories.desk import OneProcess

EVERY = timedelta(minutes=15)


async def poll(desk: OneProcess, clock: SteppingClock) -> None:
    """Let a quarter of an hour pass, and the hub look as it does then."""
    clock.advance(EVERY)
    await polling.ask(desk.world.hub, EVERY)
    await desk.work(rounds=3)


def polling_desk(desk: OneProcess) -> OneProcess:
    hub = desk.world.hub
    handlers = handlers_for(hub, ads=desk.ads, running=desk.ads, history=desk.ads, chat=None)
    desk.runner = InProcessRunner(desk.clock, hub.wake, handlers)
    return desk


async def test_a_suspension_is_told_within_a_quarter_of_an_hour_and_its_end_too(
    desk: OneProcess, clock: SteppingClock
) -> None:
    polling_desk(desk)
    request = await live(desk)
    desk.account.status = "GREY_LISTED"
    await poll(desk, clock)
    halted = await desk.look(request)
    desk.account.status = "ACTIVE"
    await poll(desk, clock)
    after = await desk.look(request)

    assert "grey-listed" in str(halted["trouble"])
    assert [one["state"] for one in halted["placements"]] == ["STOPPED"]  # type: ignore[attr-defined]
    assert after["trouble"] is None
    assert [one["state"] for one in after["placements"]] == ["LIVE"]  # type: ignore[attr-defined]


async def test_while_nobody_is_let_in_nothing_is_asked_but_the_account_and_no_job_dies(
    desk: OneProcess, clock: SteppingClock
) -> None:
    polling_desk(desk)
    request = await live(desk)
    before = await sql.fetch("SELECT id FROM exposures WHERE live_to IS NULL ORDER BY id")
    desk.account.faults = [Fault("GET", "/ad_accounts/", 403) for _ in range(9)]
    await poll(desk, clock)
    await poll(desk, clock)
    left = len(desk.account.faults)

    assert left == 7, "one call each"
    assert "may run on" in str((await desk.look(request))["trouble"])
    after = await sql.fetch("SELECT id FROM exposures WHERE live_to IS NULL ORDER BY id")
    assert after == before
    states = await sql.fetch("SELECT DISTINCT state FROM jobs WHERE kind = $1", polling.POLL)
    assert [row["state"] for row in states] == ["done"]
