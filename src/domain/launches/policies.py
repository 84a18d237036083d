"""Saying whose titles are launched for which brand, and by whom."""

from dataclasses import replace

from domain import ids, text
from domain.actor import Actor, Door
from domain.audit import service as audit
from domain.catalog import service as catalog
from domain.catalog.works.asking import CHANGED
from domain.database import transaction
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.launches import drafting, records
from domain.launches.model import Policy
from domain.people import entering
from domain.people.model import Act
from domain.people.rules import brands_for, may, require
from domain.requests.kinds import parts
from domain.requests.kinds.kind import joined
from domain.territories import TERRITORIES

#: Asked for when policies changed: every work is looked at again, some at a time.
AGAIN = "launches.again"

#: How many works are looked at by one job.
_BATCH = 100

#: The most days that are counted back or on, and the most markets of a policy.
DAYS_MAX, _MARKETS_MAX = 3_650, 30

#: The longest name of an advertiser, address, sender and imprint, in characters.
_ADVERTISER_MAX, _URL_MAX, _NAME_MAX = 25, 2_000, 200

#: Where the record keeps what was done to policies: there is one list of them.
SUBJECT = "launch_policies"

_WORLD = tuple(sorted(TERRITORIES))


async def put(hub: Hub, actor: Actor, given: Policy) -> Policy:
    """Keep a policy, in place of the one for the same sender and imprint; it counts at once.

    For managers and admins of its brand in every market. Raises `Invalid` with what is wrong.
    """
    _require(actor, given)
    if problems := [*_problems(given), *await _owner_problems(hub, given)]:
        raise joined(problems)
    await catalog.require_known(given.brand_id, None, given.markets)
    kept = replace(given, id=ids.new(ids.Prefix.POLICY))
    async with transaction():
        await records.put_policy(kept)
        await _changed(hub, actor, "launch.policy_set", kept)
    return kept


async def remove(hub: Hub, actor: Actor, policy_id: str) -> Policy:
    """Remove a policy; launches that it opened stay as they are. `Missing` if there is none."""
    require(actor, Act.CHANGE_RULES)
    async with transaction():
        found = next((one for one in await every(actor) if one.id == policy_id), None)
        if found is None:
            said = f"There is no policy `{policy_id[:40]}`; it may have been replaced."
            raise Missing("no_such_policy", said, ("policy_id",))
        _require(actor, found)
        await records.remove_policy(policy_id)
        await _changed(hub, actor, "launch.policy_removed", found)
    return found


async def every(actor: Actor) -> list[Policy]:
    """Return the policies of the brands that the actor may see, oldest first."""
    require(actor, Act.SEE_RULES)
    return await records.policies(brands_for(actor, Act.SEE_RULES))


async def again(hub: Hub, job: Job) -> None:
    """Have some works looked at, and the next ones after them. For the job."""
    found = await records.works_after(job.details["after"], _BATCH)
    if not found:
        return
    now, change = hub.clock.now(), job.details["change"]
    async with transaction():
        await jobs.ask(
            hub.wake,
            now,
            key=f"{CHANGED}:{change}:{found[0]}",
            kind=CHANGED,
            lane=CHANGED,
            details={"works": found},
        )
        await _ask_again(hub, change, found[-1])


def _require(actor: Actor, value: Policy) -> None:
    require(actor, Act.CHANGE_RULES, brand_id=value.brand_id, markets=_WORLD)


def _problems(given: Policy) -> list[Invalid]:
    problems = parts.market_problems(given.markets)
    if not 0 < len(given.markets) <= _MARKETS_MAX:
        said = f"Name 1 to {_MARKETS_MAX} markets."
        problems.append(Invalid("bad_markets", said, ("markets",)))
    lines = (
        ("advertiser", given.advertiser, _ADVERTISER_MAX),
        ("click_url", given.click_url, _URL_MAX),
        ("sender", given.sender, _NAME_MAX),
        ("imprint", given.imprint, _NAME_MAX),
    )
    for name, said_, longest in lines:
        if len(said_) > longest:
            problems.append(Invalid("too_long", f"At most {longest} characters.", (name,)))
        elif problem := text.one_line(said_, (name,)) if said_ else None:
            problems.append(problem)
    if given.click_url:
        problems += parts.address_problems(given.click_url, "click_url")
    for name, days in (
        ("pre_order_days", given.pre_order_days),
        ("backlist_days", given.backlist_days),
    ):
        if days is not None and not 0 < days <= DAYS_MAX:
            problems.append(Invalid("bad_days", f"Give 1 to {DAYS_MAX} days.", (name,)))
    named = {name for one in problems for name in one.path}
    return problems + [one for one in _unfit(given) if not named.intersection(one.path)]


def _unfit(given: Policy) -> list[Invalid]:
    """Return what a draft ad would not take of a policy: nothing of its titles could be planned."""
    held = {"advertiser": given.advertiser, "click_url": given.click_url}
    try:
        drafting.normal(drafting.CAMPAIGN, held)
    except Invalid as wrong:
        return [wrong, *wrong.others]
    return []


async def _owner_problems(hub: Hub, given: Policy) -> list[Invalid]:
    """Return whether its owner could not submit what they are to own."""
    owner = await entering.person(hub, given.owner_id, Door.SCHEDULE)
    if owner is not None and _may_own(owner, given):
        return []
    said = (
        "The owner has to be somebody of the house who may ask for things of this brand and these"
        " markets."
    )
    return [Invalid("cannot_own", said, ("owner_id",))]


def _may_own(owner: Actor, given: Policy) -> bool:
    return owner.agency_id is None and may(
        owner, Act.PLAN_LAUNCHES, brand_id=given.brand_id, markets=given.markets
    )


async def _changed(hub: Hub, actor: Actor, act: str, value: Policy) -> None:
    details = {
        "policy": value.id,
        "brand": value.brand_id,
        "owner": value.owner_id,
        "sender": value.sender,
        "imprint": value.imprint,
        "markets": list(value.markets),
        "pre_order_days": value.pre_order_days,
        "backlist_days": value.backlist_days,
    }
    await audit.record(hub.clock.now(), actor, act, SUBJECT, details)
    await _ask_again(hub, ids.new(ids.Prefix.JOB), "")


async def _ask_again(hub: Hub, change: str, after: str) -> None:
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{AGAIN}:{change}:{after}",
        kind=AGAIN,
        lane=AGAIN,
        details={"change": change, "after": after},
    )
