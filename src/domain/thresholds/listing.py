"""Reading alerts, silences and thresholds by page: what somebody may see of what they ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from domain.actor import Actor
from domain.errors import Invalid
from domain.hub import Hub
from domain.metrics import subjects
from domain.metrics.model import Subject
from domain.pages import PAGE_MAX, Direction, Page, PageRequest
from domain.people.model import Act
from domain.people.rules import grants_for, require, sight_of
from domain.thresholds import list_records, records, seeing
from domain.thresholds.list_records import Where, Which
from domain.thresholds.model import Alert, Silence, Threshold
from domain.thresholds.records import Version

#: How many versions of a threshold are shown at most.
VERSIONS_MAX = 100


class Order(StrEnum):
    """What a list of alerts is sorted by; the last downwards is the worst."""

    OPENED = "id"
    DAY = "opened_day"
    SEVERITY = "severity"


def which(actor: Actor, where: Where, now: datetime | None = None) -> Which:
    """Return what of `where` an actor may see; `Forbidden` if they see no figures at all."""
    require(actor, Act.SEE_METRICS)
    brands = {grant.brand_id for grant in grants_for(actor, Act.SEE_METRICS)}
    return Which(
        where,
        brands=None if None in brands else {one for one in brands if one},
        sight=sight_of(actor),
        now=now,
    )


async def listed(
    actor: Actor,
    *,
    subject_id: str | None = None,
    still_open: bool | None = None,
    before: str | None = None,
    first: int = PAGE_MAX,
) -> list[Alert]:
    """Return alerts the actor may see, the newest first; those older than `before` if given."""
    if not 0 < first <= PAGE_MAX:
        raise Invalid("bad_page", f"Ask for 1 to {PAGE_MAX}.", ("first",))
    where = Where(subject_id=subject_id, still_open=still_open)
    return await list_records.alerts(which(actor, where), first, before)


async def alerts(
    hub: Hub,
    actor: Actor,
    where: Where,
    wanted: PageRequest,
    order: Order = Order.OPENED,
    direction: Direction = Direction.DESC,
) -> Page[Alert]:
    """Return a page of alerts the actor may see."""
    if order is Order.SEVERITY:  # By name `critical` comes before `warning`.
        direction = Direction.ASC if direction is Direction.DESC else Direction.DESC
    listing = list_records.alerts_listed(which(actor, where, hub.clock.now()))
    return await listing.page(order.value, direction, wanted)


async def alert_count(hub: Hub, actor: Actor, where: Where) -> int:
    """Return how many there are on all pages together."""
    return await list_records.alerts_listed(which(actor, where, hub.clock.now())).count()


async def silences(hub: Hub, actor: Actor, wanted: PageRequest) -> Page[Silence]:
    """Return a page of what is silenced now and about which the actor may see alerts."""
    listing = list_records.silences_listed(which(actor, Where(), hub.clock.now()))
    return await listing.page("id", Direction.DESC, wanted)


async def silence_count(hub: Hub, actor: Actor) -> int:
    """Return how many there are on all pages together."""
    return await list_records.silences_listed(which(actor, Where(), hub.clock.now())).count()


async def thresholds(
    actor: Actor, where: Where, wanted: PageRequest, *, active: bool | None
) -> Page[Threshold]:
    """Return a page of thresholds the actor may see, the oldest first."""
    listing = list_records.thresholds_listed(which(actor, where), active=active)
    return await listing.page("id", Direction.ASC, wanted)


async def threshold_count(actor: Actor, where: Where, *, active: bool | None) -> int:
    """Return how many there are on all pages together."""
    return await list_records.thresholds_listed(which(actor, where), active=active).count()


async def versions(actor: Actor, threshold_ids: Sequence[str]) -> dict[str, list[Version]]:
    """Return what each threshold said, the newest first, as far as the actor may see that.

    One that was about another thing before may have been about one they do not see. Thresholds
    that they do not see are left out.
    """
    held = await seeing.known(actor, [*(await records.get_many(threshold_ids)).values()])
    kept = await records.versions([one.id for one in held], VERSIONS_MAX)
    named = {one.terms.subject_id for some in kept.values() for one in some}
    about = await subjects.found({one for one in named if one})
    as_it_was = [
        replace(found, version=one.number, terms=one.terms, brand_id=_brand(one, about))
        for found in held
        for one in kept[found.id]
    ]
    seen = {(one.id, one.version) for one in await seeing.known(actor, as_it_was)}
    return {
        found.id: [one for one in kept[found.id] if (found.id, one.number) in seen]
        for found in held
    }


def _brand(version: Version, about: Mapping[str, Subject]) -> str | None:
    """Return whose thing a version is about, as that stands now."""
    thing = about.get(version.terms.subject_id or "")
    return version.terms.brand_id if thing is None else thing.brand_id
