"""Figures that stories bring, thresholds over them, and what alerts started."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.people import membership
from domain.thresholds import desk
from tests.stories.house import House
from tests.stories.sponsors import ERRORS
from tests.world import ROOT

#: Where alerts are told.
PLACE = "CPERFORMANCE"

INGEST = """mutation($input: IngestMetricsInput!) {
  done: ingestMetrics(input: $input) { done { added changed } errors { __typename } } }"""
SAVE = f"""mutation($input: SaveThresholdInput!) {{ done: saveThreshold(input: $input) {{
  threshold {{ id version terms {{ starts work }} }} {ERRORS} }} }}"""
TRY = """query($terms: ThresholdTermsInput!) { tryThreshold(terms: $terms) { alerts started } }"""
ALERTS = """{ alerts { id condition reason started { trouble known { alertId endedAt evidence }
  request { id number kind state note title requesterName } case { id number queue title } }
  auditTrail { act } } }"""
ASKED = """query($id: ID!) { request(id: $id) { state note startedBy { alertId evidence endedAt }
  revisionDraft { requestId subjectId nextId open }
  brief { ... on RepurposeBrief { evidence channels subjectId }
          ... on RevisionBrief { evidence subjectId }
          ... on RetirementBrief { evidence subjectId ending } }
  auditTrail { act } } }"""


@dataclass
class Figures:
    """What is measured of one thing, and who looks after its thresholds: the manager."""

    house: House
    subject: str
    metric: str = "plays"

    async def come(self, values: dict[int, int]) -> None:
        """Bring values by how many days ago they are of, and have them judged."""
        today = self.house.world.hub.clock.now().date()
        figures = [
            {"day": str(today - timedelta(days=ago)), "value": str(value)}
            | {"subject": self.subject, "metric": self.metric}
            for ago, value in values.items()
        ]
        front = await self.house.desk.front("manager")
        done = await front.data(INGEST, input={"source": "other", "figures": figures})
        assert done["done"]["errors"] == [], done
        await self.house.desk.work()

    async def watched(self, side: str, bound: int, who: str = "manager", **said: Any) -> Any:
        """Keep a threshold over it that starts something."""
        terms = self.terms(side, bound, **said)
        done = (await (await self.house.desk.front(who)).data(SAVE, input={"terms": terms}))["done"]
        assert done["errors"] == [], done
        await self.house.desk.work()
        return done["threshold"]

    def terms(self, side: str, bound: int, **said: Any) -> dict[str, Any]:
        """Return what a threshold says that every one of three days be beyond a bound."""
        terms = {"name": f"Plays {side.lower()}", "metric": self.metric, "kind": "TARGET"}
        terms |= {"side": side, "warning": str(bound), "subjectId": self.subject}
        return terms | {"starts": "REQUEST"} | said

    async def alerts(self) -> list[dict[str, Any]]:
        """Return every alert, the newest first."""
        data = await (await self.house.desk.front("manager")).data(ALERTS)
        found: list[dict[str, Any]] = data["alerts"]
        return found

    async def asked(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return what a request asks for, and by which alerts."""
        data = await (await self.house.desk.front("manager")).data(ASKED, id=request["id"])
        found: dict[str, Any] = data["request"]
        return found


async def told_in_chat(house: House) -> None:
    """Set up the team that is told of alerts, with its channel: reviewers of brand and campaign."""
    world = house.world
    team = await membership.add_team(
        world.hub, ROOT, desk.TEAM, "Performance", workspace_id="T0001", place=PLACE
    )
    world.teams[desk.TEAM] = team.id
    for who in ("brand_one", "marketer"):
        await membership.add_member(world.hub, ROOT, team.id, world.people[who])


async def released(house: House) -> dict[str, Any]:
    """Ask for the release of the episode, have everybody say yes, and have it stand in the feed."""
    request: dict[str, Any] = (await house.asks("episode_release", await house.release()))[
        "request"
    ]
    for who, stage in (("editor", "script"), ("legal_one", "legal"), ("brand_one", "brand")):
        await house.desk.says(who, request, stage)
    await house.desk.work(seconds=31)
    done = await house.acknowledges("publisher", request, "Stands in the feed.")
    assert done["errors"] == [], done
    return request


async def running(house: House) -> dict[str, Any]:
    """Ask for a campaign, have it go live, and let ten days of it pass."""
    desk = house.desk
    request: dict[str, Any] = (await (await desk.front("requester")).submit(desk.world))["request"]
    await desk.work()
    for who, stage in (("brand_one", "brand"), ("finance_one", "finance")):
        await desk.says(who, request, stage)
    await desk.work(seconds=31)
    (campaign,) = desk.account.live["campaigns"]
    desk.account.moderate(campaign, approve=True)
    await desk.work(seconds=40)
    await desk.work(seconds=20 * 86_400)
    return request
