"""Telling people of what a target, or somebody at it, did to what the hub published there."""

from collections.abc import Sequence

from domain.actor import CONNECTOR, SCHEDULE
from domain.audit import service as audit
from domain.cases import open_case
from domain.cases.model import CaseKind, Given, Priority, Report, Severity, Source, Subject
from domain.cases.model import SubjectKind as About
from domain.cases.open_case import Place
from domain.cases.rules import MANAGERS, TITLE_MAX
from domain.catalog.model import Show
from domain.database import transaction
from domain.eligibility.telling import MINUTES
from domain.hub import Hub
from domain.jobs.model import Job
from domain.placements.acknowledging import RECEIPT_MAX
from domain.requests import ledger, outcomes
from domain.requests.model import Request
from domain.targets import rules
from domain.targets.model import NotLetIn, Published, Undecided

#: Whose queue a removal comes into, and whose what a target says nothing of, or nobody can find.
RIGHTS, PUBLISHING = "rights", "publishing"

#: How what was changed behind the hub's back is told, before what it is.
_CHANGED = "Somebody changed it at {target}: {what}. Have it published again to mend that."

#: How it is told that a target does not let the hub in, before its words.
_NOT_LET_IN = "It waits for {target}: "
_NOT_LET_IN_YET = _NOT_LET_IN + "{why} It is tried again by itself."

#: How it is told that nobody can look how it stands at a target, before why.
_UNSEEN = "Nobody sees how it stands at {target}: "
_UNSEEN_YET = _UNSEEN + "{why}. It is looked at again by itself."
_UNFOUND = (
    "Nobody can tell whether it stands at {target} still: {why}. Look there, and take it down by"
    " hand if it does; it is looked for again every hour."
)


_WAITS = (
    "It waits: #{number} {title} brings the same, and was begun later. It is published in its place"
    " only once that is withdrawn; withdraw this one if it is not wanted any more."
)
_SILENT = (
    "{target} took it and has not said since {since} what became of it. Look there: if it stands,"
    " acknowledge it with where; if it does not, have it published again."
)


async def drift(hub: Hub, request: Request, before: Published, after: Published, job: Job) -> None:
    """Say once what somebody changed at a target, and that it is as approved again."""
    if after.drift == before.drift:
        return
    if not after.drift:
        await outcomes.tell(hub, request.id, "request.as_approved_again", None, job.key)
        return
    target, what = rules.called(after.target), rules.listed(after.drift)
    said = _CHANGED.format(target=target, what=what)
    await outcomes.tell(hub, request.id, "request.drifted", said, job.key)


async def removal(hub: Hub, request: Request, after: Published, job: Job) -> None:
    """Open a case for rights with the target's own words, and say so on the request.

    Of a feed that was removed there is one case, which names them all: `feed_removed`. What people
    were asked before stands first: it is to be answered still.
    """
    target, why = rules.called(after.target), rules.listed(after.problems)
    said = f"It is live by {target} no more: {target} took it down: {why}."
    text = (
        f"#{request.number} {request.title}: {why}.\n"
        "Find out why, and have it mended and published again, or withdraw it."
    )
    title = f"#{request.number} was taken down by {target}"
    if after.problems != (rules.FEED_REMOVED,):
        report = _report(request, CaseKind.TAKEDOWN_NOTICE, title, text)
        place = Place(Priority.P2, RIGHTS, *MINUTES[Priority.P2], (said,))
        await open_case.notice(hub, SCHEDULE, report, place)
    asked = f"{request.trouble} " if after.undecided and request.trouble else ""
    await outcomes.tell(hub, request.id, "request.removed_by_publisher", asked + said, job.key)


async def feed_removed(hub: Hub, show: Show, stood: Sequence[Request]) -> None:
    """Open one case for rights about all that stood in a feed; in the running transaction."""
    named = rules.listed(f"#{one.number} {one.title}" for one in stood)
    said = f"The feed of {show.title} was removed, so this is live in it no more: {named}."
    report = Report(
        kind=CaseKind.TAKEDOWN_NOTICE,
        source=Source.WATCH,
        title=f"The feed of {show.title} was removed"[:TITLE_MAX],
        text=f"{said}\nFind out why, and have the feed set again, or withdraw them.",
        given=Given(severity=Severity.HIGH),
        brand_id=show.brand_id,
        market=None,
        subjects=(Subject(About.SHOW, show.id),),
    )
    place = Place(Priority.P2, RIGHTS, *MINUTES[Priority.P2], (said,))
    await open_case.notice(hub, SCHEDULE, report, place)


async def silence(hub: Hub, request: Request, published: Published, job: Job) -> None:
    """Open a case for the team, once, of what a target took and says nothing of, and say so."""
    target = rules.called(published.target)
    since = max(published.since or published.handed_at, published.opens_at).date()
    said = _SILENT.format(target=target, since=since.isoformat())
    async with transaction():
        if (await ledger.load(request.id)).request.trouble == said:
            return
        title = f"#{request.number}: {target} does not say what became of it"
        report = _report(request, CaseKind.CONTENT_ISSUE, title, said)
        place = Place(Priority.P3, PUBLISHING, *MINUTES[Priority.P3], (said,))
        await open_case.notice(hub, SCHEDULE, report, place)
        await outcomes.tell(hub, request.id, "request.unheard_of", said, job.key)


async def waiting(hub: Hub, earlier: Published, later: Published, job: Job) -> None:
    """Say once on the earlier of two requests for the same what it waits for, and on the later."""
    async with transaction():
        one = (await ledger.load(earlier.request_id)).request
        other = (await ledger.load(later.request_id)).request
        said = _WAITS.format(number=other.number, title=other.title)
        if one.trouble == said:
            return
        await outcomes.tell(hub, one.id, "request.waits_for_later", said, job.key)
        now, details = hub.clock.now(), {"number": one.number, "request": one.id}
        await audit.record(now, CONNECTOR, "request.waited_for", other.id, details)
        await ledger.follow(hub, other, now, unchanged=True)


async def unfound(hub: Hub, published: Published, unknown: Undecided, job: Job) -> None:
    """Say once, on the request and by a case, that people have to look whether it is gone."""
    target, why = rules.called(published.target), str(unknown).rstrip(".")
    said = _UNFOUND.format(target=target, why=why)
    async with transaction():
        request = (await ledger.load(published.request_id)).request
        if request.trouble == said:
            return
        title = f"#{request.number}: nobody can tell whether {target} has it still"
        report = _report(request, CaseKind.CONTENT_ISSUE, title, said)
        place = Place(Priority.P2, PUBLISHING, *MINUTES[Priority.P2], (said,))
        await open_case.notice(hub, SCHEDULE, report, place)
        await outcomes.tell(hub, request.id, "request.not_gone", said, job.key)


async def not_let_in(hub: Hub, published: Published, no: NotLetIn, job: Job) -> None:
    """Say once that a target does not let the hub in, in its words, and that it is tried again."""
    said = _NOT_LET_IN_YET.format(target=rules.called(published.target), why=no.message)
    async with transaction():
        request = (await ledger.load(published.request_id)).request
        if request.trouble is None:
            await outcomes.tell(hub, request.id, "request.not_let_in", said, job.key)


async def unseen(hub: Hub, published: Published, why: str, job: Job) -> None:
    """Say once why nobody can look how something stands, and that it is looked at again."""
    said = _UNSEEN_YET.format(target=rules.called(published.target), why=why.rstrip("."))
    async with transaction():
        request = (await ledger.load(published.request_id)).request
        ours = (_not_let_in(published), _unseen(published))
        if request.trouble is None or (
            request.trouble != said and request.trouble.startswith(ours)
        ):
            await outcomes.tell(hub, request.id, "request.unseen", said, job.key)


async def left_standing(hub: Hub, published: Published, why: str) -> None:
    """Open the case by which the brand's managers hear what stands where that was to go.

    In the running transaction.
    """
    request, target = (
        (await ledger.load(published.request_id)).request,
        rules.called(published.target),
    )
    stands = rules.receipt(published, RECEIPT_MAX)
    said = f"It was to be taken down at {target}, and the hub cannot: {why.rstrip('.')}."
    text = (
        f"#{request.number} {request.title}: {stands}\n{said}\nTake it down there by hand, or have"
        " what keeps the hub out mended: then it takes it down by itself."
    )
    title = f"#{request.number} stands at {target} after its time"
    report = _report(request, CaseKind.CONTENT_ISSUE, title, text)
    place = Place(Priority.P2, MANAGERS, *MINUTES[Priority.P2], (said,))
    await open_case.notice(hub, SCHEDULE, report, place)


async def let_in(hub: Hub, published: Published, job: Job) -> None:
    """Say that a target lets the hub in again, if it was said that it does not."""
    request = (await ledger.load(published.request_id)).request
    if (request.trouble or "").startswith((_not_let_in(published), _unseen(published))):
        await outcomes.tell(hub, request.id, "request.let_in_again", None, job.key)


def _not_let_in(published: Published) -> str:
    return _NOT_LET_IN.format(target=rules.called(published.target))


def _unseen(published: Published) -> str:
    return _UNSEEN.format(target=rules.called(published.target))


def _report(request: Request, kind: CaseKind, title: str, text: str) -> Report:
    return Report(
        kind=kind,
        source=Source.WATCH,
        title=title,
        text=text,
        given=Given(severity=Severity.HIGH),
        brand_id=request.brand_id,
        market=None,
        subjects=(Subject(About.REQUEST, request.id),),
    )
