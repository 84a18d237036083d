"""Campaigns that run, what Spotify reports of them, and what a front end shows of that."""

from datetime import timedelta
from typing import Any

from domain.jobs import records as jobs
from domain.jobs.model import Job, JobState
from tests.stories.desk import Desk
from tests.stories.test_w2_campaign import approved

FETCH = """mutation($input: FetchReportsInput!) { done: fetchCampaignReports(input: $input) {
  reports { through settledAt spendProblem lastImport { setAside problems { reason } } }
  errors { __typename ... on UserError { code message } } } }"""
BACKFILL = """mutation($input: BackfillReportsInput!) {
  done: backfillCampaignReports(input: $input) {
    reports { backfills { state } } errors { __typename ... on UserError { code message } } } }"""
REPORTS = """query($id: ID!) { campaignReports(requestId: $id) {
  through settledAt spendProblem lastImport { added changed setAside problems { line reason cure } }
  backfills { first last state problem done { added changed setAside problems { reason } } } } }"""
TOLD_BY = """query($id: ID!) { campaignReports(requestId: $id) {
  insights { insight state asOf parts } } }"""
READ = """query($id: ID!, $metric: String!, $from: Date!, $to: Date!, $dimension: String! = "") {
  metrics(subject: $id, metric: $metric, from: $from, to: $to, dimension: $dimension) {
    currency points { day value state restatedFrom revision } } }"""

#: How long after it was asked for a flight of the world's briefs begins, in days.
BEGINS = 7


async def live(desk: Desk, days: float = BEGINS + 3) -> tuple[dict[str, str], str]:
    """Have a campaign go live; return it and Spotify's id of it, so many days later."""
    request = await approved(desk)
    await desk.work(seconds=31)
    (campaign,) = desk.account.live["campaigns"]
    desk.account.moderate(campaign, approve=True)
    await desk.work(seconds=40)
    desk.clock.advance(timedelta(days=days))
    return request, campaign


def day(desk: Desk, ago: int) -> str:
    """Return the day so many days before today, as Spotify and the schema write it."""
    return (desk.clock.now() - timedelta(days=ago)).date().isoformat()


async def fetched(desk: Desk, request: dict[str, str]) -> None:
    """Have the figures of a campaign fetched by hand, through a door, and let the worker work."""
    front = await desk.front("manager")
    done = (await front.data(FETCH, input={"requestId": request["id"]}))["done"]
    assert done["errors"] == [], done
    await desk.work(seconds=61, rounds=2)


async def points(
    desk: Desk, request: dict[str, str], metric: str, ago: int, dimension: str = ""
) -> list[tuple[str | None, str, str | None]]:
    """Return value, state and what was said first of a metric, from so many days ago on."""
    given = {"id": request["id"], "metric": metric, "dimension": dimension}
    span = {"from": day(desk, ago), "to": day(desk, 1)}
    found = (await (await desk.front("manager")).data(READ, **given, **span))["metrics"]
    return [(p["value"], p["state"], p["restatedFrom"]) for one in found for p in one["points"]]


async def reported(desk: Desk, request: dict[str, str]) -> dict[str, Any]:
    """Return how far the reports of a campaign are."""
    front = await desk.front("manager")
    found: dict[str, Any] = (await front.data(REPORTS, id=request["id"]))["campaignReports"]
    return found


async def told_by(desk: Desk, request: dict[str, str]) -> dict[str, tuple[str, str | None, int]]:
    """Return state, last day and number of parts of a campaign's insights, by their names."""
    found = await (await desk.front("manager")).data(TOLD_BY, id=request["id"])
    return {
        one["insight"]: (one["state"], one["asOf"], len(one["parts"]))
        for one in found["campaignReports"]["insights"]
    }


async def the_job(kind: str) -> Job:
    """Return the one open job of a kind."""
    (found,) = [one for one in await jobs.with_state(JobState.OPEN, 50) if one.kind == kind]
    return found
