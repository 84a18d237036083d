"""What no row alone makes: a hub that draws charts and writes feeds, a rule that is changed, what
the house of a title was told, a release that its title's day holds, and a team that is silent."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import httpx2

from connectors.feeds.writing import Feeds
from connectors.podcasts.fetching import FeedFetcher
from connectors.spotify.web.authorizing import SpotifyAuthoriser, WebApp
from connectors.webhooks.sender import WebhookSender
from domain.audit import service as audit
from domain.charted.source import KeptCharts
from domain.database import sql, transaction
from domain.hub import Hub
from domain.masters import waiver_records
from domain.masters.embargoes import Waiver
from domain.thresholds import team_silence_records
from domain.thresholds.model import TeamSilence
from domain.title_house import reporting
from tests.api.rules import PROPOSE, done, drafted
from tests.domain.rulebook.rules import EXECUTIVE, TABLE, cases, dmn
from tests.stories.desk import Desk
from tests.world import ROOT, World


def equipped(world: World) -> World:
    """Return a world whose hub has all that needs nobody outside until a job runs."""
    clock, app = world.hub.clock, WebApp("hub", "", "http://hub/back", "http://there", "")
    hub = replace(
        world.hub,
        feed_writer=Feeds(),
        public_url="http://hub",
        authoriser=SpotifyAuthoriser(httpx2.AsyncClient(), clock, app),
        journeys=WebhookSender(clock),
        podcasts=FeedFetcher(),
    )
    return replace(world, hub=replace(hub, charts=KeptCharts(hub)))


async def proposes(desk: Desk) -> str:
    """Draft a version of a table whose cases do not hold, and ask for one whose do; return that."""
    front = await desk.front("manager")
    await drafted(front, "Executives later", dmn=dmn(TABLE, EXECUTIVE), cases=cases(TABLE))
    version: str = (await drafted(front))["ruleVersion"]["id"]
    asked = await done(front, PROPOSE, versionId=version)
    assert asked["errors"] == [], asked
    await desk.work()
    return version


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


async def holds(hub: Hub, rows: Mapping[str, str]) -> None:
    """Have a release tell its title, of a day to come, and let it out before that day."""
    query = "SELECT id, payload FROM requests WHERE kind = 'episode_release' AND brand_id = $1"
    release = await sql.fetch_one(query, rows["brand"])
    assert release
    told = sql.document(release["payload"]) | {"title_id": rows["titles"]}
    await sql.execute("UPDATE requests SET payload = $1 WHERE id = $2", told, release["id"])
    days = date.fromisoformat(told["releases_on"]), date(2027, 1, 1)
    why, now = "BBB embargo_waivers reason", hub.clock.now()
    await waiver_records.put(Waiver(release["id"], *days, why, rows["manager"], now))


async def silences(hub: Hub, rows: Mapping[str, str]) -> None:
    """Have a team hear of none of its alerts for a day."""
    now, note = hub.clock.now(), "BBB alert_team_silences note"
    ends = now + timedelta(days=1)
    await team_silence_records.put(TeamSilence(rows["team"], ends, note, rows["manager"], now))
