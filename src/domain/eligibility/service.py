"""Judging a site, keeping how it stands, telling operations, and opening renewals in time."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.actor import SCHEDULE
from domain.audit import service as audit
from domain.catalog import eligible_records, site_records
from domain.catalog.eligible import Eligibility
from domain.catalog.premises import Site
from domain.catalog.sites import JUDGE, ask_judgement
from domain.database import transaction
from domain.decisions import in_force
from domain.decisions import records as decisions
from domain.decisions.model import Judgement
from domain.eligibility import records, renewing, rules, telling
from domain.eligibility.model import Use
from domain.executors import service as executors
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.requests import records as requests

#: The table that says whether a site may play music.
TABLE = "site_eligibility"


async def licence_moved(hub: Hub, job: Job) -> None:
    """Have the site of a request for music judged, since that request moved."""
    request = await requests.get(job.details["request_id"])
    if request is not None:
        async with transaction():
            await ask_judgement(hub, request.payload["site_id"])


async def judge(hub: Hub, job: Job) -> None:
    """Judge a site as it stands today, and ask for the next look at its next midnight."""
    site = (await site_records.sites_by_id([job.details["site_id"]])).get(job.details["site_id"])
    if site is None:
        return
    now = hub.clock.now()
    zone = ZoneInfo(await records.zone(site))
    today = now.astimezone(zone).date()
    uses = (await records.uses_of([site]))[site.id]
    judgement, found = await look(hub, site, uses, today)
    async with transaction():
        await _keep(hub, site, found, judgement)
        await renewing.ask(hub, site, uses, today)
        await _ask_again(hub, site, today, zone)


async def look(hub: Hub, site: Site, uses: list[Use], day: date) -> tuple[Judgement, Eligibility]:
    """Return what today's rules say of a site on `day`; not in a transaction.

    Where a decision service does not answer, people look.
    """
    now = hub.clock.now()
    table = (await in_force.tables([TABLE], now))[TABLE]
    (judgement,) = await executors.judge_all(hub, [(table, rules.facts(site, uses, day))])
    return judgement, rules.eligibility(site, uses, day, judgement, now)


async def _keep(hub: Hub, site: Site, found: Eligibility, judgement: Judgement) -> None:
    """Write how a site stands; a decision is kept, and recorded, where it says something else."""
    before = (await eligible_records.of_sites([site.id])).get(site.id)
    told = rules.concern(found)
    if before is None or before.judgement != found.judgement:
        await decisions.add_of_site(site.id, judgement, found.judged_at)
    if before is None or _standing(before) != _standing(found):
        details = {
            "before": _standing(before) if before else {},
            "after": _standing(found),
            "reasons": list(found.reasons),
        }
        await audit.record(found.judged_at, SCHEDULE, "site.judged", site.id, details)
    if told and (before is None or before.told != told):
        await telling.tell(hub, site, found)
    await eligible_records.put(replace(found, told=told))


def _standing(found: Eligibility) -> dict[str, object]:
    return {
        "eligible": found.verdict.value,
        "contract": found.contract.value,
        "escalation": found.escalation.value,
        "priority": found.priority,
    }


async def _ask_again(hub: Hub, site: Site, today: date, zone: ZoneInfo) -> None:
    midnight = datetime.combine(today + timedelta(days=1), time.min, zone)
    now = hub.clock.now()
    await jobs.ask(
        hub.wake,
        now,
        key=f"{JUDGE}:{site.id}:{today + timedelta(days=1)}",
        kind=JUDGE,
        lane=f"{JUDGE}:{site.id}",
        details={"site_id": site.id},
        after=midnight - now,
    )
