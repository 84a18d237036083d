"""Fetching a campaign's figures: by day, as long as they move, and by part a day at a time.

What may have been corrected is asked for again each time, so a job that failed, or was done twice,
is made good by the next.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, timedelta

from domain.actor import Actor
from domain.ad_reports import records, rules
from domain.ad_reports.apart import by_part
from domain.ad_reports.asking import FETCH
from domain.ad_reports.insights import Flight, looked
from domain.ad_reports.model import AdReports, Level, Looked, Odd, Page, Question, Row, Standing
from domain.ad_reports.pacing import paced
from domain.campaigns import records as campaigns
from domain.database import transaction
from domain.errors import Upstream
from domain.hub import Hub
from domain.insights import Insight
from domain.jobs.model import Job
from domain.metrics import bringing
from domain.metrics.bringing import Given
from domain.metrics.model import Line, Problem
from domain.metrics.rules import day_number
from domain.placements import records as placements
from domain.placements.model import PlacementState
from domain.requests import outcomes
from domain.requests import records as requests
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.model import Request

#: What is recorded where spend cannot be, or can again.
ODD = "campaign.spend_set_aside"
ODD_SAID = (
    "What Spotify says was spent cannot be right, so it is not stored. A manager finds out why by"
    " `campaignReports`, and holds it against the ad account."
)


async def fetch(hub: Hub, actor: Actor, reports: AdReports, job: Job) -> None:
    """Fetch the figures of a campaign, as `actor`. For the job, which names campaign and day."""
    request = await requests.get(job.details["request_id"])
    draft = await campaigns.get(job.details["request_id"])
    if request is None or draft is None or "campaign" not in draft.outside:
        return
    yesterday = hub.clock.now().astimezone(UTC).date() - timedelta(days=1)
    before = await records.standing(request.id)
    late = job.details["day"] != (yesterday + timedelta(days=1)).isoformat()
    if late and before.through is not None and before.through >= day_number(yesterday):
        return  # The platform was away for long, and another job asked for all of it already.
    begins, ends = begins_on(request), await ends_on(request, draft.outside["campaign"])
    reading = _Reading(hub, actor, reports, request, draft.outside)
    flight = Flight(request.id, draft.outside["campaign"], begins, ends)
    apart, refused = await looked(hub, reports, flight, yesterday)
    first = rules.first_day(before, begins, yesterday)
    for span in rules.spans(first, yesterday, rules.ANSWER_DAYS_MAX):
        before = await reading.days(before, *span, apart=apart if span[1] == yesterday else ())
    if refused is not None:
        raise refused
    if rules.settled(ends, yesterday):
        await records.settle(request.id, hub.clock.now())


def begins_on(request: Request) -> date:
    """Return the first day of a campaign's flight, in UTC."""
    return _brief(request).starts_at.astimezone(UTC).date()


async def ends_on(request: Request, campaign: str) -> date:
    """Return the last day on which what Spotify knows as `campaign` ran or is to run, in UTC."""
    ends = _brief(request).ends_at
    for one in (await placements.of_requests([request.id])).get(request.id, ()):
        if one.outside_id == campaign and one.state is not PlacementState.LIVE:
            ends = min(ends, one.since)
    return ends.astimezone(UTC).date()


class _Reading:
    """Reads the reports of one campaign, of which `outside` names the parts."""

    def __init__(
        self,
        hub: Hub,
        actor: Actor,
        reports: AdReports,
        request: Request,
        outside: Mapping[str, str],
    ) -> None:
        self._hub = hub
        self._actor = actor
        self._reports = reports
        self._request = request
        self._campaign = outside["campaign"]
        self._ad_sets = {
            part: name.replace(":", "=", 1)
            for name, part in outside.items()
            if name.startswith("ad_set:")
        }

    async def days(
        self, before: Standing, first: date, last: date, *, apart: Sequence[Looked]
    ) -> Standing:
        """Bring in some days of the campaign and of its ad sets; return how far that is.

        An ad set has one ad here, whose figures are the same. `apart` is what the last day came
        to by part, and goes in with it.
        """
        currency = await paced(self._hub, self._reports.currency) or ""
        parts = {self._campaign: "", **self._ad_sets}
        rows = await self._rows(Question(Level.CAMPAIGN, (self._campaign,), first, last))
        if self._ad_sets:
            ids = tuple(sorted(self._ad_sets))
            rows += await self._rows(Question(Level.AD_SET, ids, first, last))
        lines = rules.lines_of(rows, self._request.id, parts, currency)
        odd = rules.odd_spend(lines)
        problems: list[Problem] = []
        markets = _brief(self._request).markets
        for one in apart:
            expected = markets if one.insight is Insight.COUNTRY else ()
            more, back = by_part(self._request.id, one, expected, first=len(lines) + 1)
            lines += more
            problems += back
        if odd is not None:
            lines, spend = rules.without_spend(lines, odd)
            problems += spend
        number = await bring(self._hub, self._actor, f"{first}..{last}", lines, problems)
        async with transaction():
            through = day_number(last)
            after = rules.odd_after(before.odd, day_number(first), through, odd)
            await records.reached(self._request.id, through, number, after, self._hub.clock.now())
            await self._tell(before.odd, after)
        return await records.standing(self._request.id)

    async def _rows(self, question: Question) -> list[Row]:
        found: list[Row] = []
        more: str | None = None
        for _ in range(rules.rows_max(question) + 1):  # Only the last page may have no row.
            page = await paced(self._hub, _asked(self._reports, question, more))
            found += page.rows
            more = page.more
            if more is None:
                return found
        raise Upstream("endless_report", "Spotify: the report has no end.")

    async def _tell(self, before: Odd | None, odd: Odd | None) -> None:
        """Tell those who look after the campaign that spend cannot be, or can again.

        Without figures: who may see the request may not always see those.
        """
        job = f"{FETCH}:{self._request.id}"
        if before is None and odd is not None:
            await outcomes.tell(self._hub, self._request.id, ODD, ODD_SAID, job)
        elif before is not None and odd is None:
            request = await requests.get(self._request.id)
            if request is not None and request.trouble == ODD_SAID:
                await outcomes.tell(self._hub, request.id, ODD, None, job)


async def bring(
    hub: Hub,
    actor: Actor,
    name: str,
    lines: Sequence[Line],
    problems: Sequence[Problem],
    *,
    left_out: bool = False,
) -> int | None:
    """Bring figures of a report in, and return the import's number; None if it says nothing."""
    if not lines and not problems:
        return None
    digest = hashlib.sha256(repr(list(lines)).encode()).hexdigest()
    named = f"Spotify Ads report, {name}"
    # Nobody is there to be asked; the record says how much it changes of what stood still.
    given = Given(rules.SOURCE, named, digest, lines, problems, left_out, confirmed=True)
    return (await bringing.bring(hub, actor, given)).number


def _asked(
    reports: AdReports, question: Question, more: str | None
) -> Callable[[], Awaitable[Page]]:
    return lambda: reports.page(question, more)


def _brief(request: Request) -> CampaignBrief:
    return CampaignBrief.model_validate(request.payload)
