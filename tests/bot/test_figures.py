"""`/campaign metrics`: key figures at once, charts after them, for whoever may see them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.desks import figures as figures_desk
from bot.fake import Fault, Message
from bot.language import day, speaking
from connectors.charts.painting import painting
from domain.charted.source import KeptCharts
from domain.clock import SteppingClock
from domain.jobs import records as jobs
from domain.jobs.model import JobState
from domain.metrics import bringing
from domain.metrics.model import Line
from domain.requests.model import Request
from domain.thresholds import judging, service
from domain.thresholds.service import TEMPLATES
from tests.bot.office import Office, office
from tests.bot.test_commands import given
from tests.world import ROOT, World


@pytest.fixture
async def desk(world: World) -> AsyncIterator[Office]:
    async with painting() as painter:
        hub = replace(world.hub, charts=KeptCharts(world.hub), painter=painter)
        async with office(replace(world, hub=hub)) as found:
            yield found


async def running(desk: Office, clock: SteppingClock) -> Request:
    """Ask for a campaign, and bring in what is known of its first nine days."""
    request = await desk.asks(name="Spring launch")
    begins = (clock.now() + timedelta(days=7)).date()
    clock.advance(timedelta(days=17))
    values = {"ad_impressions": "1000", "ad_completes": "800", "clicks": "12", "spend": "100"}
    values |= {"ad_reach": "700"}
    lines = [
        Line(
            n + 1,
            request.id,
            metric,
            (begins + timedelta(days=n)).isoformat(),
            value,
            currency="EUR" if metric == "spend" else "",
        )
        for metric, value in values.items()
        for n in range(9)
    ]
    brought = bringing.Given("spotify-ads", "test", "digest", lines)
    await bringing.bring(desk.world.hub, ROOT, brought)
    return request


async def test_key_figures_are_told_at_once_and_charts_come_after(
    desk: Office, clock: SteppingClock
) -> None:
    request = await running(desk, clock)
    await given(desk, "manager", f"metrics {request.number}")
    (answer,) = [m for m in _seen(desk, "manager") if "Spring launch" in str(m.blocks)]
    await desk.work()
    charts = _seen(desk, "manager")[-1].blocks

    with speaking("en"):
        fresh = f"As of {day(date(2026, 12, 8))}; complete to {day(date(2026, 12, 6))}."
    for said in (
        "*Impressions*\n9,000",
        "*Completion rate*\n80%",
        "*Clicks*\n108",
        "*Click-through rate*\n1.2%",
        "*People reached*\n700 on ",
        "€900 of €12,500 (7.2%) after 60% of the flight",
        "No alert is open.",
        fresh,
    ):
        assert said in repr(answer.blocks).replace("\\n", "\n"), answer.blocks
    assert [one["type"] for one in charts] == ["image", "image"]
    assert str(charts[0]["alt_text"]).startswith("Spring launch. Spend against flight")
    assert "Ads played to the end: 7,200." in str(charts[1]["alt_text"])
    shown = [desk.home.files[str(one["slack_file"]["id"])] for one in charts]  # type: ignore[index]
    assert [one.content[:4] for one in shown] == [b"\x89PNG"] * 2
    assert _seen(desk, "requester") == []


async def test_open_alerts_are_named(desk: Office, clock: SteppingClock) -> None:
    request = await running(desk, clock)
    await service.save(desk.world.hub, ROOT, TEMPLATES["pace_behind"].terms)
    await judging.judge(desk.world.hub)
    await given(desk, "requester", f"metrics {request.number}")

    assert "Critical: Spend behind its plan" in str(_seen(desk, "requester")[0].blocks)


async def test_who_may_not_see_the_campaign_or_its_figures_is_told_as_of_none(
    desk: Office, clock: SteppingClock
) -> None:
    request = await running(desk, clock)
    await given(desk, "rival", f"metrics {request.number}")
    await given(desk, "rival", "metrics 999")
    await given(desk, "manager", "metrics twelve")
    await desk.work()

    hidden, none = desk.whispers("rival")
    assert hidden.replace(f"#{request.number}", "#999") == none
    assert "/campaign metrics 12" in desk.whispers("manager")[0]
    assert desk.home.files == {}


async def test_a_campaign_without_figures_says_so_and_shows_its_plan(desk: Office) -> None:
    request = await desk.asks(name="Spring launch")
    await given(desk, "manager", f"metrics {request.number}")
    await desk.work()

    assert "no data yet" in str(_seen(desk, "manager")[0].blocks)
    assert len(_seen(desk, "manager")[-1].blocks) == 1


async def test_an_app_that_may_not_write_files_tells_figures_without_charts(
    desk: Office, clock: SteppingClock
) -> None:
    request = await running(desk, clock)
    desk.home.installation.scopes.remove("files:write")
    await given(desk, "manager", f"metrics {request.number}")
    await desk.work()

    assert len(_seen(desk, "manager")) == 1


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("files.getUploadURLExternal", Fault.rate_limited(2)),
        ("files.completeUploadExternal", Fault.broken()),
        ("chat.postEphemeral", Fault.refused("invalid_blocks")),
    ],
)
async def test_charts_come_later_where_slack_is_not_ready(
    desk: Office, clock: SteppingClock, method: str, fault: Fault
) -> None:
    request = await running(desk, clock)
    desk.clicks.fake.faults.add(method, fault)
    await given(desk, "manager", f"metrics {request.number}")
    await desk.work()
    before = len(_seen(desk, "manager"))
    clock.advance(timedelta(minutes=10))
    await desk.work()

    assert (before, len(_seen(desk, "manager"))) == (1, 2)


async def test_slack_is_given_the_charts_once_however_long_it_looks_at_them(
    desk: Office, clock: SteppingClock
) -> None:
    request = await running(desk, clock)
    for _ in range(4):
        desk.clicks.fake.faults.add("chat.postEphemeral", Fault.refused("invalid_blocks"))
    await given(desk, "manager", f"metrics {request.number}")
    for _ in range(5):
        await desk.work()
        clock.advance(timedelta(seconds=3))

    assert (len(desk.home.files), len(_seen(desk, "manager"))) == (2, 2)


async def test_charts_that_slack_never_shows_are_given_up(
    desk: Office, clock: SteppingClock
) -> None:
    request = await running(desk, clock)
    for _ in range(figures_desk.LOOKS_MAX + 2):
        desk.clicks.fake.faults.add("chat.postEphemeral", Fault.refused("invalid_blocks"))
    await given(desk, "manager", f"metrics {request.number}")
    for _ in range(figures_desk.LOOKS_MAX + 2):
        await desk.work()
        clock.advance(timedelta(seconds=3))
    dead = [one.kind for one in await jobs.with_state(JobState.DEAD, 5)]

    assert figures_desk.POST in dead
    assert (len(desk.home.files), len(_seen(desk, "manager"))) == (2, 1)


async def test_where_nothing_can_be_whispered_charts_come_directly(
    desk: Office, clock: SteppingClock
) -> None:
    request = await running(desk, clock)
    desk.clicks.fake.faults.add("chat.postEphemeral", Fault.refused("channel_not_found"))
    await given(desk, "manager", f"metrics {request.number}")
    await desk.work()

    told = desk.home.messages[desk.direct("manager")]
    assert [one.blocks[0]["type"] for one in told].count("image") == 1
    assert len(_seen(desk, "manager")) == 1


def _seen(desk: Office, who: str) -> list[Message]:
    """Return what only one person sees, in any channel, oldest first."""
    held = [one for some in desk.home.messages.values() for one in some]
    return [one for one in held if one.only_for == desk.account(who)]
