"""Judging where a lead goes, telling whom that concerns, and forgetting who took it back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from domain.actor import SCHEDULE
from domain.audience import lead_records, rules
from domain.audience.model import Lead, LeadRoute, Score, Signal
from domain.audience.signals import JUDGE, ask_judgement
from domain.audit import service as audit
from domain.cases import open_case
from domain.cases.model import CaseKind, Given, Priority, Report, Severity, Source, Subject
from domain.cases.model import SubjectKind as About
from domain.cases.open_case import Place
from domain.catalog import site_records
from domain.consents import records as consents
from domain.consents import service as ledger
from domain.consents.model import Entry
from domain.consents.model import Subject as Person
from domain.consents.model import SubjectKind as PersonKind
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.decisions import in_force
from domain.decisions import records as decisions
from domain.decisions.model import Judgement
from domain.executors import service as executors
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job, RetryLater

#: The table that says where a lead goes.
TABLE = "lead_routing"

#: Asked for every hour: what judges leads that no job looks at, and the most of them at once.
MISSING, UNJUDGED_MAX = "lead.judge_missing", 1_000

#: How long after a look the next one comes, while a lead has points that become fewer.
AGAIN = timedelta(days=1)

#: Whose queue it comes into, and minutes of business time until somebody answers and is done.
SALES, PEOPLE = ("sales", 240, 960), ("marketing", 480, 2_400)


async def consent_changed(hub: Hub, job: Job) -> None:
    """Have the leads of an account judged, since it said something; the handler of `CHANGED`."""
    async with transaction():
        for lead in await lead_records.of_account(job.details["account_id"]):
            await ask_judgement(hub, lead.id)


async def judge_missing(hub: Hub, _: Job | None = None) -> None:
    """Have leads judged that no job looks at, since theirs died; the handler of `MISSING`."""
    async with transaction():
        for lead_id in await lead_records.unjudged(JUDGE, UNJUDGED_MAX):
            await ask_judgement(hub, lead_id)


async def judge(hub: Hub, job: Job) -> None:
    """Judge a lead as it stands now; the handler of `JUDGE`.

    Where a decision service does not answer, people look. What somebody says while they are judged
    counts: then they are judged again, at once.
    """
    lead = await lead_records.get(job.details["lead_id"])
    if lead is None:
        return
    now = hub.clock.now()
    signals = (await lead_records.signals_of([lead.id]))[lead.id]
    profile = (await lead_records.profiles_of([lead.brand_id])).get(lead.brand_id)
    entries = await _said(lead)
    score = rules.score(lead, signals, profile, entries, now)
    facts = rules.facts(score, entries)
    table = (await in_force.tables([TABLE], now))[TABLE]
    (judgement,) = await executors.judge_all(hub, [(table, facts)])
    async with transaction():
        await sql.take_turns(Turn.LEADS)
        await sql.take_turns(Turn.CONSENTS)
        if await _said(lead) != entries:
            raise RetryLater(0.0, "the ledger moved on while this lead was judged")
        await _keep(hub, lead, judgement, str(facts["consent"]))
        await lead_records.forget_signals(lead.id, now - rules.KEPT)
        await _ask_again(hub, lead, signals, score)


async def _said(lead: Lead) -> Sequence[Entry]:
    return (await consents.of_subjects([lead.account_id]))[lead.account_id]


async def _keep(hub: Hub, lead: Lead, judgement: Judgement, consent: str) -> None:
    """Write where a lead goes; a decision is kept, and recorded, where it says something else."""
    now, route = hub.clock.now(), rules.route_of(judgement)
    tell = rules.to_tell(lead, route, consent)
    told = route if tell else lead.told
    after = replace(lead, route=route, reasons=judgement.reasons, routed_at=now, told=told)
    if (lead.route, lead.reasons) != (route, judgement.reasons):
        await decisions.add_of_lead(lead.id, judgement, now)
        details = {
            "before": lead.route.value if lead.route else None,
            "after": route.value,
            "reasons": list(judgement.reasons),
        }
        await audit.record(now, SCHEDULE, "lead.routed", lead.id, details)
    if tell:
        await _tell(hub, lead, route, judgement)
    await lead_records.route(after)
    if rules.to_forget(lead, consent, now):
        await _forget(hub, lead)


async def _forget(hub: Hub, lead: Lead) -> None:
    """Remove what a lead did and said, and what names whoever came by a form of ours.

    An account that was there before keeps its key: other consents than those of a lead hang on it.
    """
    now = hub.clock.now()
    await lead_records.forget(lead.id, now)
    if lead.captured:
        await ledger.erase(hub, SCHEDULE, Person(PersonKind.ACCOUNT, lead.account_id))
    await audit.record(now, SCHEDULE, "lead.forgotten", lead.id, {"account": lead.account_id})


async def _tell(hub: Hub, lead: Lead, route: LeadRoute, judgement: Judgement) -> None:
    """Open a case for whoever a lead concerns now; it holds no points and no name.

    Both stand in the lead itself, and are gone from there once somebody takes their consent back.
    """
    account = (await site_records.accounts_by_id([lead.account_id])).get(lead.account_id)
    name = account.pseudonym if account else lead.account_id
    title, todo = {
        LeadRoute.SALES: (f"A lead for sales: {name}", "Get in touch by e-mail, as they agreed"),
        LeadRoute.SUPPRESS: (
            f"Do not get in touch with {name} any more",
            "End what was begun, take them off your lists",
        ),
    }.get(
        route, (f"Look at the lead {name}", "Say what the rules could not, or mend what is missing")
    )
    why = judgement.reasons or ("The rules could not decide.",)
    queue, answer, done = PEOPLE if route is LeadRoute.REVIEW else SALES
    report = Report(
        kind=CaseKind.INQUIRY,
        source=Source.WATCH,
        title=title,
        text=f"{' '.join(why)}\n{todo}, and write here what was done. The points stand in the lead"
        f" `{lead.id}`, line by line.",
        given=Given(severity=Severity.LOW),
        brand_id=lead.brand_id,
        market=lead.market,
        subjects=(Subject(About.ACCOUNT, lead.account_id),),
    )
    await open_case.notice(
        hub, SCHEDULE, report, Place(Priority.P3, queue, answer, done, tuple(why))
    )


async def _ask_again(hub: Hub, lead: Lead, signals: Sequence[Signal], score: Score) -> None:
    """Ask for the next look: in a day while there are points, else when a signal is removed."""
    now = hub.clock.now()
    ends = [one.at + rules.KEPT - now for one in signals if one.at + rules.KEPT > now]
    if not ends:
        return
    after = AGAIN if score.behaviour_points > 0 else min(ends)
    await jobs.ask(
        hub.wake,
        now,
        key=f"{JUDGE}:{lead.id}:{(now + after).date()}",
        kind=JUDGE,
        lane=f"{JUDGE}:{lead.id}",
        details={"lead_id": lead.id},
        after=after,
    )
