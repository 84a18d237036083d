"""What stands in a hub before the day begins: people who may come in, work that waits, figures."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from connectors.files.disk import DiskStore
from domain.approvals import records as approvals
from domain.catalog import service as catalog
from domain.clock import SystemClock
from domain.database import open_database
from domain.hub import Hub
from domain.people import accounts, workspaces
from domain.requests.submit import submit
from domain.secrets import Secrets
from domain.thresholds import judging
from tests.api.door import brief, door, token_for
from tests.bot.office import TEAM, account, installed
from tests.conftest import SECRET
from tests.world import ROOT, World

#: Who comes in by GraphQL.
PEOPLE = ("manager", "requester", "brand_one", "brand_two")

#: A campaign that only its brand looks at.
CHEAP = {"amount": "900", "currency": "EUR"}

#: For how many days a show of which there is an alert was played too little.
ALERT_DAYS = 10

OPEN_CASE = """mutation Open($input: OpenCaseInput!) { openCase(input: $input) {
  case { id } errors { ... on UserError { code message } } } }"""
INGEST = """mutation Ingest($input: IngestMetricsInput!) { ingestMetrics(input: $input) {
  done { added } errors { ... on UserError { code message } } } }"""
WATCH = """mutation Watch($input: SaveThresholdInput!) { saveThreshold(input: $input) {
  threshold { id } errors { ... on UserError { code message } } } }"""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a day is acted on; all of it goes as JSON.

    `tokens` by person, the `brief` of a campaign as the schema takes it, `shows` whose figures come
    in up to the day `until`, and what is `open` to be voted on: ids of requests with their stages.
    """

    tokens: dict[str, str]
    brief: dict[str, Any]
    shows: list[str]
    until: str
    open: list[tuple[str, str]]

    def parts(self, count: int) -> list["Ground"]:
        """Return so many, none of which acts on what another does."""
        shown, opened = self.shows, self.open
        return [
            replace(self, shows=shown[part::count], open=opened[part::count])
            for part in range(count)
        ]


@asynccontextmanager
async def opened(url: str, files: Path) -> AsyncIterator[Hub]:
    """Open a hub by the machine's clock, as the processes that serve it do."""
    database = await open_database(url)
    try:
        secrets, store = Secrets.of(SECRET), DiskStore(files)
        yield Hub(SystemClock(), secrets, store, undo_window=timedelta(seconds=30))
    finally:
        await database.close()


async def laid(world: World, *, waiting: int, shows: int, cases: int, alerts: int) -> Ground:
    """Have so many requests wait for a vote, so many shows, open cases and open alerts."""
    await workspaces.install(world.hub, installed())
    for who, user in world.people.items():
        await accounts.link_identity(world.hub, ROOT, TEAM, account(who), user, "test")
    today = world.hub.clock.now().date()
    await _cases(world, cases)
    await _alerts(world, await _shows(world, "Quiet", alerts), today)
    tokens = {who: await _token(world, who) for who in PEOPLE}
    asked = brief(world, budget=CHEAP)
    until = (today - timedelta(days=2)).isoformat()
    measured = await _shows(world, "Measured", shows)
    return Ground(tokens, asked, measured, until, await _open(world, waiting))


def days_before(until: str, past: int, count: int) -> list[str]:
    """Return `count` days, the last of which is `past` days before `until`."""
    last = date.fromisoformat(until) - timedelta(days=past)
    return [(last - timedelta(days=ago)).isoformat() for ago in range(count)]


async def _token(world: World, who: str) -> str:
    return (await token_for(world, who))["authorization"].removeprefix("Bearer ")


async def _shows(world: World, name: str, count: int) -> list[str]:
    hub, brand = world.hub, world.brand_id
    return [
        (await catalog.add_show(hub, ROOT, f"{name} {number}", brand, "en")).id
        for number in range(count)
    ]


async def _open(world: World, count: int) -> list[tuple[str, str]]:
    actor = await world.actor("requester")
    found = []
    for number in range(count):
        given = world.brief(name=f"Waiting {number}", budget=CHEAP)
        found.append((await submit(world.hub, actor, "campaign", given)).id)
    stages = await _brand_stages(found)
    return [(request, stages[request]) for request in found]


async def _brand_stages(requests: Sequence[str]) -> dict[str, str]:
    stages = await approvals.stages_of(requests)
    return {
        request: next(stage.id for stage in held if stage.key == "brand")
        for request, held in stages.items()
    }


async def _cases(world: World, count: int) -> None:
    manager = await door(world, "manager")
    for number in range(count):
        given = {"kind": "INQUIRY", "title": f"Question {number}", "text": "How loud is it?"}
        opened = await manager.data(OPEN_CASE, input=given)
        assert opened["openCase"]["errors"] == []


async def _alerts(world: World, shows: Sequence[str], today: date) -> None:
    """Bring in too few plays of each show, and have that judged."""
    manager = await door(world, "manager")
    for show in shows:
        figures = [
            {"subject": show, "metric": "plays", "value": "90"}
            | {"day": (today - timedelta(days=ago)).isoformat()}
            for ago in range(2, 2 + ALERT_DAYS)
        ]
        await manager.data(INGEST, input={"source": "other", "figures": figures})
        terms = {"name": f"Plays of {show}", "metric": "plays", "kind": "TARGET"}
        terms |= {"side": "BELOW", "warning": "100", "subjectId": show}
        kept = await manager.data(WATCH, input={"terms": terms})
        assert kept["saveThreshold"]["errors"] == []
    await judging.judge(world.hub)
