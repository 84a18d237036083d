"""Having owners told what changed in their launches: one notice for all that one look changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.actor import Role
from domain.catalog.works import records as works
from domain.catalog.works.asking import CHANGED
from domain.catalog.works.rules import name_of
from domain.database import transaction
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job, RetryLater
from domain.launches import records
from domain.launches.model import Change, Plan
from domain.people import entering
from domain.people import records as people
from domain.people.preferences import quiet_hours_of
from domain.people.resting import quiet_until
from domain.people.rules import covers

#: Asked for when an owner is to be told, and when it is to be found out which owners are.
TELL, ASK = "launches.tell", "launches.ask"

#: The most changes one notice is about; the rest is told by another one.
CHANGES_MAX = 10


@dataclass(frozen=True, slots=True)
class News:
    """A launch, what its title is called, and what changed in it."""

    plan: Plan
    name: str
    change: Change


async def once_over(hub: Hub, look: str) -> None:
    """Ask, in the running transaction, for owners to be told as soon as `look` is over; once.

    In the lane of the looks, a job waits until the one that changed something has ended, however it
    does: what it kept is told of, and in one notice.
    """
    await jobs.ask(
        hub.wake, hub.clock.now(), key=f"{ASK}:{look}", kind=ASK, lane=CHANGED, details={}
    )


async def ask(hub: Hub, _: Job) -> None:
    """Ask that owners are told of whatever nobody was asked to tell them of. For the job."""
    async with transaction():
        found: dict[str, list[str]] = defaultdict(list)
        for change in await records.untold():
            found[change.owner_id].append(change.id)
        now = hub.clock.now()
        for owner_id, changes in found.items():
            for start in range(0, len(changes), CHANGES_MAX):
                some = changes[start : start + CHANGES_MAX]
                await jobs.ask(
                    hub.wake,
                    now,
                    key=f"{TELL}:{some[0]}",
                    kind=TELL,
                    lane=f"{TELL}:{owner_id}",
                    details={"owner_id": owner_id, "changes": some},
                )
                await records.asked(some, now)


async def to_tell(hub: Hub, details: Mapping[str, Any]) -> Sequence[News]:
    """Return what a job is to tell; nothing where its reader may not enter any more.

    What an owner can not be told goes to the managers of its brand. Raises `RetryLater` until the
    reader's quiet hours are over.
    """
    owner_id, now = details["owner_id"], hub.clock.now()
    if not await entering.may_enter(owner_id):
        if not details.get("instead"):
            await _pass_on(hub, owner_id, details["changes"])
        return ()
    until = quiet_until(await quiet_hours_of(owner_id), now)
    if until is not None:
        raise RetryLater((until - now).total_seconds(), "they are not to be disturbed now")
    found = []
    for change in await records.changes_by_id(details["changes"]):
        plan = await records.plan(change.plan_id)
        if plan is None:
            continue
        title = (await works.titles_by_id([plan.title_id]))[plan.title_id]
        found.append(News(plan, name_of(title.product)[0], change))
    return found


async def _pass_on(hub: Hub, owner_id: str, changes: Sequence[str]) -> None:
    """Have the managers of each launch's brand told in place of an owner, once."""
    async with transaction():
        found: dict[str, list[str]] = defaultdict(list)
        for change in await records.changes_by_id(changes):
            plan = await records.plan(change.plan_id)
            for manager_id in await _managers(plan.brand_id) if plan else ():
                found[manager_id].append(change.id)
        for manager_id, some in found.items():
            await jobs.ask(
                hub.wake,
                hub.clock.now(),
                key=f"{TELL}:{some[0]}:{manager_id}",
                kind=TELL,
                lane=f"{TELL}:{manager_id}",
                details={"owner_id": manager_id, "changes": some, "instead": owner_id},
            )


async def _managers(brand_id: str) -> list[str]:
    """Return the managers of a brand who may enter, in a steady order."""
    grants = await people.grants_of_active(await people.holders_of(Role.MANAGER))
    return sorted(
        user_id
        for user_id, held in grants.items()
        if covers([one for one in held if one.role is Role.MANAGER], brand_id)
    )
