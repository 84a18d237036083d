"""Shows whose plays fall below what they should be, and the team that is told."""

from datetime import timedelta
from typing import Any

from domain.catalog import service as catalog
from domain.people import membership
from domain.thresholds import desk as told
from domain.thresholds import judging
from tests.api.door import Door, door
from tests.bot.days import to
from tests.bot.office import TEAM, Office
from tests.bot.reading import lines
from tests.conftest import START
from tests.world import ROOT

PLACE = "CPERFORMANCE"

INGEST = """mutation($input: IngestMetricsInput!) {
  ingestMetrics(input: $input) { done { added changed } errors { __typename } } }"""
SAVE = """mutation($input: SaveThresholdInput!) { saveThreshold(input: $input) {
  threshold { id } errors { ... on UserError { code path message } } } }"""
ALERTS = """query { alerts { id condition handling reason severity assigneeName acknowledgedBy note
  snoozedUntil told { what way outcome reason place recipientName } } }"""


async def staffed(desk: Office, *, place: str | None = PLACE) -> None:
    """Set up the team that is told of alerts."""
    hub = desk.world.hub
    where = {"workspace_id": TEAM, "place": place} if place else {}
    team = await membership.add_team(hub, ROOT, told.TEAM, "Performance", **where)
    for who in ("brand_one", "brand_two"):
        await membership.add_member(hub, ROOT, team.id, desk.world.people[who])
    if place:
        members = list(desk.home.users)
        desk.home.add_channel("performance", "public", members, now=hub.clock.now(), id_=place)


async def shows(desk: Office, *names: str) -> list[str]:
    """Make shows; return their ids."""
    hub, brand = desk.world.hub, desk.world.brand_id
    return [(await catalog.add_show(hub, ROOT, name, brand, "en")).id for name in names]


async def manager(desk: Office) -> Door:
    return await door(desk.world, "manager")


async def watched(desk: Office, **terms: Any) -> str:
    """Keep a threshold for plays; return its id."""
    said: dict[str, Any] = {"name": "Plays fell", "metric": "plays", "kind": "TARGET"}
    said |= {"side": "BELOW", "warning": "100", "days": 2} | terms
    done = (await (await manager(desk)).data(SAVE, input={"terms": said}))["saveThreshold"]
    assert done["errors"] == [], done
    found: str = done["threshold"]["id"]
    return found


async def said(desk: Office, values: dict[int, str], *subjects: str) -> None:
    """Bring plays of so many days before the first day of the test, have them judged and shown."""
    figures = [
        {
            "day": (START.date() - timedelta(days=ago)).isoformat(),
            "value": value,
            "subject": subject,
            "metric": "plays",
        }
        for subject in subjects
        for ago, value in values.items()
    ]
    data = await (await manager(desk)).data(INGEST, input={"source": "other", "figures": figures})
    assert data["ingestMetrics"]["errors"] == [], data
    await judged(desk)


async def judged(desk: Office) -> None:
    """Have everything judged as an hour does, and shown."""
    await desk.work()
    await judging.judge(desk.world.hub)
    await desk.work()


async def alerts(desk: Office) -> list[dict[str, Any]]:
    """Return every alert, the newest first."""
    found: list[dict[str, Any]] = (await (await manager(desk)).data(ALERTS))["alerts"]
    return found


#: What is bad of the two days that are judged.
BAD = {5: "120", 4: "120", 3: "80", 2: "80"}


async def opened(desk: Office) -> str:
    """Have plays of a show fall; return its id."""
    await staffed(desk)
    (show,) = await shows(desk, "Beans & *Beats*")
    await watched(desk)
    await said(desk, BAD, show)
    return show


async def used(desk: Office, who: str, action: str, value: object, index: int = -1) -> None:
    """Choose something in a menu of a message."""
    to(desk, desk.world.hub.clock.now() + timedelta(seconds=1))
    card = desk.shown(PLACE)[index]
    wanted = str(value).partition(":")[0]
    blocks = [one["block_id"] for one in card.blocks if wanted in str(one)]
    block = str(blocks[0]) if action == "alert.menu" else ""
    await desk.clicks.act_on_message(
        TEAM, desk.account(who), PLACE, card.ts, action, block_id=block, value=value
    )
    await desk.work()


async def settled(desk: Office) -> None:
    """Let lines be said that waited for their turn in the channel."""
    for _ in range(3):
        await desk.work()
        to(desk, desk.world.hub.clock.now() + timedelta(seconds=5))
    await desk.work()


def below(desk: Office, index: int = -1) -> list[str]:
    """Return the first line of everything in the thread of a message."""
    return [lines(one.blocks)[0] for one in desk.thread(PLACE, index)]
