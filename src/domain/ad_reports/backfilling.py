"""Bringing in a campaign's whole flight anew, from files that the platform makes.

A file is asked for, looked at until it is ready, and read. Each step writes down what it is about
to do, or what came of it: after a crash it goes on where it stood. At worst a file is made twice,
which changes nothing but a list in the ad account.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta

from domain import ids
from domain.actor import CONNECTOR, Actor
from domain.ad_reports import asking, records, rules
from domain.ad_reports.fetching import begins_on, bring, ends_on
from domain.ad_reports.model import AdReports, Backfill, BackfillState, FileState
from domain.ad_reports.pacing import paced
from domain.audit import service as audit
from domain.campaigns import records as campaigns
from domain.campaigns.model import NotAccepted
from domain.database import transaction
from domain.errors import Invalid
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job, RetryLater
from domain.metrics import columns
from domain.metrics.model import Line, Problem
from domain.metrics.rules import KEPT_DAYS
from domain.requests.model import Request

#: The job that carries one back-fill on.
KIND = "ad_reports.backfill"

ASKED, ENDED = "campaign.backfill_asked", "campaign.backfill_ended"

#: How long between two looks at a file that is being made, and how long it may take.
LOOK_EVERY = timedelta(seconds=30)
READY_WITHIN = timedelta(hours=24)
LATE = "Spotify did not make it in a day."

#: How often a file is asked for in all: it may fail, or expire before it was read.
TRIES_MAX = 3

#: The longest problem that is kept, in characters.
PROBLEM_MAX = 500

_UNDER_WAY = (BackfillState.ASKED, BackfillState.MAKING)

#: What columns hold that no catalogue names: a file is of one campaign.
_SAID = {"campaign_name": "ignore"}


async def begin(hub: Hub, actor: Actor, request_id: str) -> str:
    """Ask for a campaign's whole flight anew, as far as points are kept; return the campaign's id.

    Where that is under way it is not asked for again, for a day. Raises as `asking.fetch_now` does.
    """
    request, campaign = await asking.campaign_of(actor, request_id)
    now = hub.clock.now()
    yesterday = now.astimezone(UTC).date() - timedelta(days=1)
    first = max(begins_on(request), yesterday - timedelta(days=KEPT_DAYS - 1))
    last = min(await ends_on(request, campaign), yesterday)
    if last < first:
        said = f"The first day of #{request.number} is not over, so there is nothing to bring in."
        raise Invalid("not_begun", said, ("request_id",))
    for one in await records.under_way(request.id):
        if now - one.asked_at > READY_WITHIN:
            await _end(hub, one, BackfillState.FAILED, problem=LATE)  # Its job was given up.
    async with transaction():
        for start, end in rules.spans(first, last, rules.FILE_DAYS_MAX):
            await _ask(hub, actor, request, (start, end))
    return request.id


async def _ask(hub: Hub, actor: Actor, request: Request, span: tuple[date, date]) -> None:
    now, (first, last) = hub.clock.now(), span
    key = ids.new(ids.Prefix.BACKFILL)
    asked = Backfill(key, request.id, first, last, BackfillState.ASKED, now)
    if not await records.add_backfill(asked, actor.user_id):
        return
    details = {"backfill": key, "first": first.isoformat(), "last": last.isoformat()}
    await audit.record(now, actor, ASKED, request.id, details)
    hub.announce(request.id)
    await jobs.ask(
        hub.wake, now, key=f"{KIND}:{key}", kind=KIND, lane=KIND, details={"backfill_id": key}
    )


async def carry_on(hub: Hub, actor: Actor, reports: AdReports, job: Job) -> None:
    """Carry a back-fill on by as many steps as can be done now, as `actor`. For the job."""
    found = await records.backfill(job.details["backfill_id"])
    if found is None or found.state not in _UNDER_WAY:
        return
    if hub.clock.now() - found.asked_at > READY_WITHIN:
        await _end(hub, found, BackfillState.FAILED, problem=LATE)
        return
    try:
        if found.report_id is None:
            found = await _make(hub, reports, found)
        await _read(hub, actor, reports, found)
    except NotAccepted as refusal:
        await _end(hub, found, BackfillState.FAILED, problem="; ".join(refusal.problems))


async def _make(hub: Hub, reports: AdReports, found: Backfill) -> Backfill:
    """Ask for the file, and return the back-fill with its id."""
    draft = await campaigns.get(found.request_id)
    if draft is None or "campaign" not in draft.outside:
        raise NotAccepted(("The campaign does not stand at Spotify any more.",))
    meant = await _moved(found, replace(found, state=BackfillState.MAKING))
    name, campaign = f"{meant.id}-{meant.tries + 1}", draft.outside["campaign"]
    report_id = await paced(hub, lambda: reports.begin(name, campaign, meant.first, meant.last))
    return await _moved(meant, replace(meant, report_id=report_id))


async def _read(hub: Hub, actor: Actor, reports: AdReports, found: Backfill) -> None:
    """Read the file if it is ready; else come back, or have it made again."""
    report_id = found.report_id or ""
    made = await paced(hub, lambda: reports.look(report_id))
    if made.state is FileState.PROCESSING or (made.state is FileState.READY and not made.address):
        raise RetryLater(LOOK_EVERY.total_seconds(), "Spotify still makes the file")
    if made.state is not FileState.READY:
        await _again(found)
        raise RetryLater(LOOK_EVERY.total_seconds(), f"the file is {made.state}; asked for again")
    try:
        table = await reports.fetch(made.address or "")
        number = await _bring(hub, actor, found, table)
    except Invalid as error:  # The file is not what it was: nothing of it goes in.
        await _end(hub, found, BackfillState.FAILED, problem=error.message)
        return
    await _end(hub, found, BackfillState.BROUGHT, number=number)


async def _again(found: Backfill) -> None:
    """Let go of a file that failed or expired, so that another is asked for."""
    tries = found.tries + 1
    if tries >= TRIES_MAX:
        raise NotAccepted((f"Spotify did not make the file in {TRIES_MAX} tries.",))
    await _moved(found, replace(found, report_id=None, tries=tries))


async def _bring(
    hub: Hub, actor: Actor, found: Backfill, table: Sequence[Sequence[str]]
) -> int | None:
    """Bring a file in; `Invalid` if no figure can be told from its columns."""
    head, *rows = table or [[]]
    said = {name: holds for name, holds in _SAID.items() if name in map(str.lower, head)}
    held = columns.preview(head, rules.SOURCE, said, {})
    problems = columns.check(held, found.request_id)
    lines: list[Line] = []
    for number, cells in enumerate(rows, 2):
        if len(cells) == len(head):
            lines += columns.lines_of(held, number, cells, found.request_id, "")
        else:
            cure = "Bring in what it says by hand; ask Spotify why its file is broken."
            problems.append(Problem(number, "The line has not as many cells as the first", cure))
    if (odd := rules.odd_spend(lines)) is not None:
        lines, more = rules.without_spend(lines, odd)
        problems += more
    name = f"{found.first}..{found.last}, {found.id}"
    return await bring(hub, actor, name, lines, problems, left_out=True)


async def _moved(before: Backfill, after: Backfill) -> Backfill:
    if not await records.move(before, after):
        raise RetryLater(LOOK_EVERY.total_seconds(), "somebody else carries it on")
    return after


async def _end(
    hub: Hub,
    found: Backfill,
    state: BackfillState,
    *,
    number: int | None = None,
    problem: str | None = None,
) -> None:
    """Write how a back-fill ended; nothing happens if somebody else did."""
    async with transaction():
        said = problem[:PROBLEM_MAX] if problem else None
        present = await records.backfill(found.id)
        if present is None or present.state not in _UNDER_WAY:
            return
        after = replace(present, state=state, import_number=number, problem=said)
        if await records.move(present, after):
            details = {"backfill": found.id, "state": state.value, "number": number}
            details |= {"problem": said} if said else {}
            await audit.record(hub.clock.now(), CONNECTOR, ENDED, found.request_id, details)
            hub.announce(found.request_id)
