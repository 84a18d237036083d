"""Saying what is done where something live is not cleared."""

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import transaction
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.people import records as people
from domain.people.model import Act
from domain.people.rules import brands_for, require
from domain.rights.live import judged_records, policy_records, standing
from domain.rights.live.model import Exposure, Policy
from domain.territories import TERRITORIES

#: Asked for when policies changed: what is not cleared is looked at again.
AGAIN = "exposures.again"

#: What a policy is about has no bounds of its own.
_WORLD = tuple(sorted(TERRITORIES))

#: How many are looked at in one transaction.
_BATCH = 200

#: Where the record keeps what was done to policies: there is one list of them.
SUBJECT = "enforcement"


async def put(hub: Hub, actor: Actor, value: Policy) -> Policy:
    """Keep a policy, in place of the one for the same; counts at once, for what is live too.

    For managers and admins of its brand in every market; of the whole organisation where it
    names none.
    """
    _require(actor, value)
    if value.brand_id is not None and not await people.brand_exists(value.brand_id):
        said = f"There is no brand `{value.brand_id[:40]}`."
        raise Invalid("no_such_brand", said, ("brand_id",))
    kept = Policy(ids.new(ids.Prefix.POLICY), value.mode, value.brand_id, value.layer, value.reason)
    async with transaction():
        await policy_records.put(kept)
        await _changed(hub, actor, "enforcement.policy_set", kept)
    return kept


async def remove(hub: Hub, actor: Actor, policy_id: str) -> Policy:
    """Remove a policy: the next one that fits counts, or what is done without any."""
    require(actor, Act.CHANGE_RULES)
    async with transaction():
        found = next((one for one in await every(actor) if one.id == policy_id), None)
        if found is None:
            said = f"There is no policy `{policy_id[:40]}`; it may have been replaced."
            raise Missing("no_such_policy", said, ("policy_id",))
        _require(actor, found)
        await policy_records.remove(policy_id)
        await _changed(hub, actor, "enforcement.policy_removed", found)
    return found


async def every(actor: Actor) -> list[Policy]:
    """Return every policy of all brands, and of those the actor may see, oldest first."""
    require(actor, Act.SEE_RULES)
    return await policy_records.listed(brands_for(actor, Act.SEE_RULES))


async def again(hub: Hub, job: Job) -> None:
    """Look again what has to be done about all that is not cleared. For the job."""
    after: tuple[int, str] | None = None
    found: list[Exposure] = []
    while after is None or len(found) == _BATCH:
        async with transaction():
            found = await judged_records.at_odds(None, after, _BATCH)
            for one in found:
                key = f"{one.version}:{job.details['change']}"
                await standing.ask_enforce(hub, one.id, key, hub.clock.now())
        if not found:
            return
        last = found[-1]
        after = (judged_records.rank_of(last), last.id)


def _require(actor: Actor, value: Policy) -> None:
    nowhere_else = value.brand_id is None
    require(
        actor, Act.CHANGE_RULES, brand_id=value.brand_id, markets=_WORLD, everywhere=nowhere_else
    )


async def _changed(hub: Hub, actor: Actor, act: str, value: Policy) -> None:
    now, change = hub.clock.now(), ids.new(ids.Prefix.JOB)
    details = {
        "policy": value.id,
        "mode": value.mode,
        "brand": value.brand_id,
        "layer": value.layer,
        "reason": value.reason,
    }
    await audit.record(now, actor, act, SUBJECT, details)
    await jobs.ask(
        hub.wake, now, key=f"{AGAIN}:{change}", kind=AGAIN, lane=AGAIN, details={"change": change}
    )
