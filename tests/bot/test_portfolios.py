"""The chart in a digest and in the list of a week: one, of what is farthest behind, or none."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.fake import Fault
from connectors.charts.painting import painting
from domain.charted.source import KeptCharts
from domain.clock import SteppingClock
from domain.database import sql
from domain.inbox.model import DigestWish
from domain.inbox.records import set_wish
from domain.jobs import service as jobs
from domain.metrics import bringing
from domain.metrics.model import Line
from domain.thresholds import judging, reminding, service
from domain.thresholds.service import TEMPLATES
from tests.bot.alerted import staffed
from tests.bot.office import Office, office, text_of
from tests.bot.test_digests import hour
from tests.bot.test_figures import running
from tests.world import ROOT, World

TUESDAY = datetime(2026, 12, 8, 9, 5, tzinfo=UTC)
MONDAY = TUESDAY + timedelta(days=6)


@pytest.fixture
async def desk(world: World) -> AsyncIterator[Office]:
    async with painting() as painter:
        hub = replace(world.hub, charts=KeptCharts(world.hub), painter=painter)
        async with office(replace(world, hub=hub)) as found:
            yield found


async def live(desk: Office, clock: SteppingClock) -> str:
    """Have a campaign run that spends too little, and another one wait for a review."""
    request = await running(desk, clock)
    await sql.execute("UPDATE requests SET state = 'live' WHERE id = $1", request.id)
    await desk.asks(name="Morning news")
    await desk.work()
    return request.id


async def spent(desk: Office, subject_id: str, *days: int) -> None:
    """Bring what was spent on days of December."""
    lines = [
        Line(n, subject_id, "spend", f"2026-12-{day:02}", "100", currency="EUR")
        for n, day in enumerate(days, 1)
    ]
    brought = bringing.Given("spotify-ads", "test", "more", lines)
    await bringing.bring(desk.world.hub, ROOT, brought)


async def looked_at(desk: Office, clock: SteppingClock, at: datetime) -> None:
    """Let it be `at`, and have it looked who is to be reminded."""
    clock.advance(at - clock.now())
    hub, kind = desk.world.hub, reminding.KIND
    await jobs.ask(hub.wake, at, key=f"{kind}:{at}", kind=kind, lane=kind, details={})
    await desk.work()
    clock.advance(timedelta(minutes=10))
    await desk.work()


def pictures(desk: Office, said: str) -> list[list[dict[str, Any]]]:
    """Return the pictures of each message that says something."""
    every = [one for place in desk.home.messages for one in desk.shown(place)]
    found = [one for one in every if said in text_of(one)]
    return [[block for block in one.blocks if block["type"] == "image"] for one in found]


async def test_a_digest_shows_how_far_the_readers_campaigns_are_and_sends_that_once(
    desk: Office, clock: SteppingClock
) -> None:
    await live(desk, clock)
    await hour(desk, clock, TUESDAY)
    first, second = pictures(desk, "Waiting for you")

    assert (len(first), len(second)) == (1, 1)
    assert "Spring launch" in str(first[0]["alt_text"])
    assert list(desk.home.files) == [first[0]["slack_file"]["id"]]


async def test_a_digest_has_no_chart_where_nothing_is_to_be_seen(
    desk: Office, clock: SteppingClock
) -> None:
    await desk.asks(name="Morning news")
    await hour(desk, clock, TUESDAY)

    assert pictures(desk, "Waiting for you") == [[], []]
    assert desk.home.files == {}


async def test_a_digest_comes_without_its_chart_where_slack_takes_no_files(
    desk: Office, clock: SteppingClock
) -> None:
    await live(desk, clock)
    desk.home.installation.scopes.remove("files:write")
    await hour(desk, clock, TUESDAY)

    assert pictures(desk, "Waiting for you") == [[], []]


@pytest.mark.parametrize(("refused", "charts"), [(1, 1), (4, 0)])
async def test_slack_is_given_time_to_look_at_a_chart_and_then_it_is_left_out(
    desk: Office, clock: SteppingClock, refused: int, charts: int
) -> None:
    await live(desk, clock)
    await set_wish(desk.world.people["brand_two"], DigestWish(wanted=False))
    for _ in range(refused):
        desk.clicks.fake.faults.add("chat.postMessage", Fault.refused("invalid_blocks"))
    await hour(desk, clock, TUESDAY)
    for _ in range(6):
        clock.advance(timedelta(seconds=30))
        await desk.work()

    assert [len(one) for one in pictures(desk, "Waiting for you")] == [charts]
    assert len(desk.home.files) == 1


async def test_the_list_of_a_week_shows_how_far_the_campaigns_of_a_brand_in_it_are(
    desk: Office, clock: SteppingClock
) -> None:
    await staffed(desk)
    request_id = await live(desk, clock)
    await service.save(desk.world.hub, ROOT, TEMPLATES["pace_behind"].terms)
    await judging.judge(desk.world.hub)
    await desk.work()
    for days in range(1, 4):
        await looked_at(desk, clock, TUESDAY + timedelta(days=days))
    clock.advance(MONDAY - timedelta(hours=1) - clock.now())
    await spent(desk, request_id, 7, 8, 9, 10, 11, 12)
    await looked_at(desk, clock, MONDAY)

    assert [len(one) for one in pictures(desk, "waits for somebody")] == [1]
