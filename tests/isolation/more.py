"""What no row alone makes: a hub that draws charts and writes feeds, a rule that is changed, and
what the house of a title was told."""

from collections.abc import Mapping
from dataclasses import replace

from connectors.feeds.writing import Feeds
from domain.audit import service as audit
from domain.charted.source import KeptCharts
from domain.database import transaction
from domain.hub import Hub
from domain.title_house import reporting
from tests.api.rules import PROPOSE, done, drafted
from tests.domain.rulebook.rules import EXECUTIVE, TABLE, cases, dmn
from tests.stories.desk import Desk
from tests.world import ROOT, World


def equipped(world: World) -> World:
    """Return a world whose hub has all that needs nobody outside."""
    hub = replace(world.hub, feed_writer=Feeds(), public_url="http://hub")
    return replace(world, hub=replace(hub, charts=KeptCharts(hub)))


async def proposes(desk: Desk) -> None:
    """Draft a version of a table whose cases do not hold, and ask for one whose do."""
    front = await desk.front("manager")
    await drafted(front, "Executives later", dmn=dmn(TABLE, EXECUTIVE), cases=cases(TABLE))
    asked = await done(front, PROPOSE, versionId=(await drafted(front))["ruleVersion"]["id"])
    assert asked["errors"] == [], asked
    await desk.work()


async def tells(hub: Hub, rows: Mapping[str, str]) -> None:
    """Put down what the house of a title would be told of it."""
    told = {
        "deed": "created",
        "channel": "stream",
        "state": "live",
        "url": "https://hub.example.com/BBB",
        "note": "BBB titles note",
    }
    async with transaction():
        await audit.record(hub.clock.now(), ROOT, reporting.WOULD_TELL, rows["titles"], told)
