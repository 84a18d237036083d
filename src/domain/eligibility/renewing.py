"""Opening renewals by themselves: before notice is due, and before the use ends, once each."""

from datetime import date, timedelta
from typing import Any

from domain.actor import SCHEDULE, Actor, Door
from domain.audit import service as audit
from domain.catalog import site_records
from domain.catalog.premises import Site
from domain.database import transaction
from domain.eligibility import records, rules, telling
from domain.eligibility.model import Use
from domain.errors import Busy, HubError, Upstream
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.people import entering
from domain.requests import submit
from domain.requests.kinds import music_licence

#: Asked for when a licence has to be renewed.
RENEW = "licence.renew"

#: What a renewal says to those who look at it.
NOTE = (
    "Opened by Greenlight, for #{number} ends on {last}. Licences and cost are those of the time"
    " before: revise it with the ones that are to come."
)


async def ask(hub: Hub, site: Site, uses: list[Use], today: date) -> None:
    """Ask for the renewals that are due of the uses that hold today; in the transaction."""
    now = hub.clock.now()
    for use in (one for one in uses if one.holds(today)):
        for at in (day for day in rules.renewal_days(use) if day <= today):
            await jobs.ask(
                hub.wake,
                now,
                key=f"{RENEW}:{use.request_id}:{at}",
                kind=RENEW,
                lane=f"{RENEW}:{use.request_id}",
                details={"site_id": site.id, "licence_id": use.request_id},
            )


async def renew(hub: Hub, job: Job) -> None:
    """Open the renewal of a licence for who asked for it, unless one is under way.

    Where they cannot ask for it any more, or the rules refuse it, operations are told.
    """
    site = (await site_records.sites_by_id([job.details["site_id"]])).get(job.details["site_id"])
    if site is None or await records.renewal_of(site, job.details["licence_id"]) is not None:
        return
    uses = (await records.uses_of([site]))[site.id]
    use = next((one for one in uses if one.request_id == job.details["licence_id"]), None)
    if use is None:
        return  # It was withdrawn meanwhile.
    actor = await entering.person(hub, use.requester_id, Door.SCHEDULE)
    try:
        if actor is None:
            raise _Gone
        considered = await submit.consider(hub, actor, music_licence.NAME, _brief(use, site))
        await _keep(hub, actor, site, use, considered)
    except (Upstream, Busy):
        raise  # To be tried again.
    except (HubError, _Gone) as error:
        why = error.message if isinstance(error, HubError) else "who asked for it left."
        async with transaction():
            await telling.tell_of_renewal(hub, site, use.number, why)


async def _keep(
    hub: Hub, actor: Actor, site: Site, use: Use, considered: submit.Considered
) -> None:
    async with transaction():
        request = await submit.keep(hub, actor, considered)
        details = {"renews": use.request_id, "request": request.id}
        await audit.record(hub.clock.now(), SCHEDULE, "licence.renewal_opened", site.id, details)


def _brief(use: Use, site: Site) -> dict[str, Any]:
    """Return the same again, for as long, from the day after it ends; in the site's market alone.

    A licence of before may name others, in which nothing is played by it.
    """
    before = use.brief
    first = before.ends_on + timedelta(days=1)
    note = NOTE.format(number=use.number, last=before.ends_on.isoformat())
    return before.model_dump(mode="json") | {
        "starts_on": first.isoformat(),
        "ends_on": (first + (before.ends_on - before.starts_on)).isoformat(),
        "markets": [site.market],
        "renews": use.request_id,
        "note": note,
    }


class _Gone(Exception):
    """Who asked for the licence is not there any more."""
