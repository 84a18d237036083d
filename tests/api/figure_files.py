"""Files of figures through the door: uploaded, asked for, and carried out by a worker."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from app.files.figures import Files
from domain.catalog import service as catalog
from domain.clock import SteppingClock
from domain.jobs import service as jobs
from domain.jobs.model import Work
from domain.metric_files import asking, carrying
from tests.api.door import Door, door
from tests.api.test_uploads import announced
from tests.world import ROOT, World

FILE = """id state name source dryRun rows done added changed same setAside held
  problems { line reason cure } columns { name holds how near samples }
  trouble { code message } imported { number ended confirmed added } endedAt"""
ERRORS = "errors { __typename ... on UserError { code message path } }"
IMPORT = f"""mutation($input: ImportMetricsInput!) {{
  done: importMetrics(input: $input) {{ asked {{ {FILE} }} {ERRORS} }} }}"""
CANCEL = f"""mutation($input: CancelMetricsImportInput!) {{
  done: cancelMetricsImport(input: $input) {{ asked {{ {FILE} }} {ERRORS} }} }}"""
LOOK = f"query($id: ID!) {{ metricsImport(id: $id) {{ {FILE} }} }}"
LIST = """query(
  $first: Int, $after: String, $last: Int, $before: String, $where: MetricImportWhere
) {
  metricImportsConnection(
    first: $first, after: $after, last: $last, before: $before, where: $where
  ) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { node {
      number source name door byId byName added setAside ended held confirmed } } } }"""


@dataclass
class Office:
    """Somebody who brings files in, and a show that they are about."""

    world: World
    front: Door
    show: str

    async def uploads(self, content: str | bytes, name: str = "one.csv") -> str:
        """Upload a file; return its id."""
        body = content.encode() if isinstance(content, str) else content
        made = await announced(self.front, self.world, len(body), kind="DOCUMENT", name=name)
        await self.front.client.put(made["uploadUrl"], content=body)
        asset: str = made["asset"]["id"]
        return asset

    async def asks(self, content: str | bytes, name: str = "one.csv", **said: Any) -> Any:
        """Upload a file and ask that it is brought in; return the answer."""
        given = {"assetId": await self.uploads(content, name), "source": "spotify-creators"}
        return (await self.front.data(IMPORT, input=given | {"subject": self.show} | said))["done"]

    async def brings(self, content: str | bytes, name: str = "one.csv", **said: Any) -> Any:
        """Have a file brought in; return what came of it."""
        done = await self.asks(content, name, **said)
        assert done["errors"] == [], done
        await self.works()
        return await self.looks(done["asked"]["id"])

    async def looks(self, wanted: str) -> Any:
        """Ask how far a file is."""
        return (await self.front.data(LOOK, id=wanted))["metricsImport"]

    async def works(self, seconds: float = 0) -> None:
        """Let a worker do what is due."""
        hub = self.world.hub
        assert isinstance(hub.clock, SteppingClock)
        hub.clock.advance(timedelta(seconds=seconds))
        handlers = {asking.KIND: partial(carrying.carry_out, hub, Files())}
        while await jobs.run_next(Work(hub.clock, hub.wake, handlers)):
            pass


async def office(world: World, who: str = "manager") -> Office:
    show = await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")
    return Office(world, await door(world, who), show.id)


def counts(found: Any) -> tuple[int, int, int, int]:
    """Return how many figures are new, corrected, the same, and set aside."""
    return found["added"], found["changed"], found["same"], found["setAside"]


def days(*values: str, month: int = 11) -> str:
    """Return a table of plays a day, from the 10th of November or the 1st of another month."""
    first = 10 if month == 11 else 1
    lines = [f"2026-{month}-{first + at:02},{value}" for at, value in enumerate(values)]
    return "\n".join(["Date,Plays", *lines])
