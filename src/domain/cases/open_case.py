"""Opening a case: checked, triaged by rules, kept with its clocks, told to its queue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from domain import ids, mail_addresses
from domain.actor import Actor
from domain.calendars import records as calendars
from domain.cases import clocks, docket, records, rules, subjects
from domain.cases.model import (
    Case,
    CaseState,
    Contact,
    Priority,
    Report,
    Subject,
    Triaged,
)
from domain.cases.triage import triage
from domain.database import transaction
from domain.decisions import records as decisions
from domain.decisions.model import Judgement, Outcome
from domain.errors import Forbidden, Invalid
from domain.hub import Hub
from domain.people import privacy
from domain.people import records as people
from domain.people.model import Act
from domain.people.rules import require

#: The longest name of somebody outside, in characters.
NAME_MAX = 120

#: The longest address of a message that a case is made of, in characters.
LINK_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Considered:
    """A report that may become a case: checked, and triaged."""

    report: Report
    contact: Contact | None
    triaged: Triaged


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case goes that the hub itself opens: queue, clocks in business minutes, and why."""

    priority: Priority
    queue: str
    response_minutes: int
    resolution_minutes: int
    reasons: tuple[str, ...]


async def consider(
    hub: Hub, actor: Actor, report: Report, contact: Contact | None = None
) -> Considered:
    """Check a report and ask the rules about it; not in a transaction.

    `contact` is somebody outside for whom the hub itself acts. Raises `Invalid` with what is wrong,
    `Forbidden` for those who open no cases. The rules never refuse a case.
    """
    if contact is None:
        require(actor, Act.OPEN_CASE)
    checked = await _checked(actor if contact is None else None, report)
    found = await triage(hub, checked.kind, checked.given, checked.market, checked.subjects)
    return Considered(checked, _checked_contact(contact) if contact else None, found)


async def keep(hub: Hub, actor: Actor, considered: Considered) -> Case:
    """Keep what was considered as a case, in one transaction."""
    if considered.contact is None and actor.user_id is None:
        raise Forbidden("nobody_reports", "Only a person can report something.")
    async with transaction():
        case = await _kept(hub, actor, considered)
        judgement, now = considered.triaged.judgement, hub.clock.now()
        await decisions.add_of_case(case.id, case.round, judgement, now)
    return case


async def notice(hub: Hub, actor: Actor, report: Report, place: Place) -> Case:
    """Open a case about something the hub itself noticed, in the running transaction.

    No table triages it: whatever noticed it decided by a table of its own, and says where it goes.
    """
    nothing = Judgement("", "", Outcome.DECIDED, (), (), (), (), {})
    found = Triaged(
        place.priority,
        place.queue,
        place.response_minutes,
        place.resolution_minutes,
        place.reasons,
        nothing,
    )
    return await _kept(hub, actor, Considered(report, None, found))


async def _kept(hub: Hub, actor: Actor, considered: Considered) -> Case:
    report, queue = considered.report, considered.triaged.queue
    teams = await people.teams_by_key([queue])
    case = await _case(hub, actor, considered, hub.clock.now())
    case = replace(case, team_id=teams[queue].id if queue in teams else None)
    await records.add(case, report.subjects)
    await docket.announce(hub, actor, "case.opened", case, summary(case, report.subjects))
    await docket.watch(hub, case)
    return case


def summary(case: Case, about: Sequence[Subject]) -> dict[str, object]:
    """Return what the record keeps of a case when it is opened; nobody's name is in it."""
    return {
        "number": case.number,
        "kind": case.kind.value,
        "source": case.source.value,
        "priority": case.priority.value,
        "queue": case.queue,
        "reasons": list(case.reasons),
        "subjects": [f"{one.kind}:{one.ref}" for one in about],
        "response_due_at": case.clocks.response_due_at.isoformat(),
        "resolution_due_at": case.clocks.resolution_due_at.isoformat(),
        "after": {"state": case.state.value},
    }


def contact_by(hub: Hub, case: Case, sealed: str | None) -> Contact | None:
    """Return who outside reported a case, by their key as `privacy.sealed_keys` has it.

    None if nobody outside did. Who was forgotten has no key.
    """
    if case.contact is None:
        return None
    said = privacy.opened(hub, case.contact, sealed)
    if said == privacy.FORGOTTEN:
        return Contact(privacy.FORGOTTEN, privacy.FORGOTTEN)
    return Contact(**orjson.loads(said))


async def _case(hub: Hub, actor: Actor, considered: Considered, now: datetime) -> Case:
    report, found = considered.report, considered.triaged
    case_id = ids.new(ids.Prefix.CASE)
    markets = (report.market,) if report.market else ()
    calendar = clocks.calendar_for(found.priority, await calendars.for_markets(markets))
    return Case(
        id=case_id,
        number=await records.next_number(),
        kind=report.kind,
        source=report.source,
        title=report.title,
        text=report.text,
        link=report.link,
        reporter_id=None if considered.contact else actor.user_id,
        contact=await _veiled(hub, case_id, considered.contact),
        agency_id=None if considered.contact else actor.agency_id,
        brand_id=report.brand_id,
        market=report.market,
        given=report.given,
        state=CaseState.NEW,
        priority=found.priority,
        queue=found.queue,
        team_id=None,
        reasons=found.reasons,
        assignee_id=None,
        round=1,
        level=0,
        version=1,
        clocks=clocks.started(calendar, now, found.response_minutes, found.resolution_minutes),
        merged_into_id=None,
        note=None,
        created_at=now,
        updated_at=now,
    )


async def _veiled(hub: Hub, case_id: str, contact: Contact | None) -> Mapping[str, str] | None:
    """Return who outside reports, encrypted with a key of the case's own: it can be forgotten."""
    if contact is None:
        return None
    said = orjson.dumps({"name": contact.name, "email": contact.email}).decode()
    return await privacy.veil(hub, case_id, said)


async def _checked(actor: Actor | None, report: Report) -> Report:
    """Return a report as it is kept; `Invalid` with everything that is wrong with it."""
    problems: list[Invalid] = []
    title = text = ""
    try:
        title = rules.clean(report.title, rules.TITLE_MAX, "title", one_line=True)
    except Invalid as problem:
        problems.append(problem)
    try:
        text = rules.clean(report.text, rules.TEXT_MAX, "text")
    except Invalid as problem:
        problems.append(problem)
    if report.market is not None and not await people.market_exists(report.market):
        said = f"`{report.market[:10]}` is no market of this hub; use the code of one, such as DE."
        problems.append(Invalid("no_such_market", said, ("market",)))
    if report.brand_id is not None and not await people.brand_exists(report.brand_id):
        said = f"There is no brand `{report.brand_id[:40]}`."
        problems.append(Invalid("no_such_brand", said, ("brand_id",)))
    if problems:
        first, *others = problems
        raise Invalid(first.code, first.message, first.path, others)
    about = await subjects.checked(actor, report.subjects)
    brand = report.brand_id or await subjects.brand_of(about)
    return replace(
        report, title=title, text=text, subjects=about, brand_id=brand, link=_link(report.link)
    )


def _link(given: str | None) -> str | None:
    """Return the address of a message, if it is one that may be followed."""
    if given is None or len(given) > LINK_MAX or not given.startswith("https://"):
        return None
    return rules.clean(given, LINK_MAX, "link", one_line=True)


def _checked_contact(contact: Contact) -> Contact:
    name = rules.clean(contact.name, NAME_MAX, "name", one_line=True)
    email = rules.clean(contact.email, mail_addresses.LENGTH_MAX, "email", one_line=True)
    mail_addresses.require(email)
    return Contact(name, email)
