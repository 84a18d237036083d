"""Handing a group back to campaigns: its targeting, proposed as a request that people approve."""

from dataclasses import dataclass
from datetime import date

from domain.actor import Actor
from domain.audience.segments import judging, records, rules
from domain.audience.segments.anonymity import SAID, Withheld
from domain.audience.segments.model import Cut, Run
from domain.audit import service as audit
from domain.consents import records as ledgers
from domain.consents import rules as consents
from domain.consents.model import Channel, Purpose
from domain.database import transaction
from domain.errors import Conflict, Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import may, require
from domain.requests import submit
from domain.requests.kinds.targeting import ACCOUNTS_MAX, Means
from domain.requests.model import Request
from domain.requests.submit import Considered


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to become of a group: by what it is reached, and for which campaign.

    `targets` is what is set, as its receiver writes it; `special_category` whether health, belief
    or the like can be told from the group, which nobody but a person can say.
    """

    cut_id: str
    name: str
    markets: tuple[str, ...]
    means: Means
    targets: str
    special_category: bool
    subject_id: str | None = None
    reached_by: Channel | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal that may be made, and the group that it is of."""

    cut: Cut
    considered: Considered


async def consider(hub: Hub, actor: Actor, wish: Wish) -> Proposed:
    """Make a targeting of a group, and ask the rules about it; not in a transaction.

    Left out are those who do not agree by now to being sorted, or to the way they are reached.
    `Conflict` where the group is not counted, or too few are left of it.
    """
    cut, run = await _counted(actor, wish.cut_id)
    held = await ledgers.of_subjects(sorted(cut.account_ids))
    channel = Channel.AD_AUDIENCE if wish.means is Means.AD_SET else wish.reached_by
    left = {
        account_id: entries
        for account_id, entries in held.items()
        if consents.given(entries, Purpose.PROFILING, Channel.EVERY)
        and channel is not None
        and rules.agreed(entries, channel)
    }
    if len(left) < hub.audience_least:
        said = f"Of this group too few agree to that. {SAID[Withheld.TOO_FEW]}"
        raise Conflict("too_few_agree", said, ("means",))
    listed = sorted(left) if len(left) <= ACCOUNTS_MAX else []
    # Where nobody is listed, only what was told already is told: not how many do not agree.
    size = len(listed) if listed else cut.size
    payload = {
        "name": wish.name,
        "brand_id": cut.brand_id,
        "markets": wish.markets,
        "means": wish.means,
        "subject_id": wish.subject_id,
        "segment": _words(cut, run),
        "audience_size": size,
        "youngest_age": rules.youngest(left.values()),
        "special_category": wish.special_category,
        "targets": wish.targets,
        "account_ids": listed,
        "reached_by": wish.reached_by,
        "until": wish.until,
    }
    return Proposed(cut, await submit.consider(hub, actor, "targeting", payload))


async def keep(hub: Hub, actor: Actor, proposed: Proposed) -> Request:
    """Submit a proposal that was considered."""
    async with transaction():
        request = await submit.keep(hub, actor, proposed.considered)
        await records.add_proposal(request.id, proposed.cut.id)
        details = {"cut": proposed.cut.id, "request": request.id}
        brand_id = proposed.cut.brand_id
        await audit.record(request.created_at, actor, "audience.proposed", brand_id, details)
    return request


async def _counted(actor: Actor, cut_id: str) -> tuple[Cut, Run]:
    """Return a group that is counted, and the judgement it was cut of, which is the last one."""
    require(actor, Act.CHANGE_AUDIENCE)
    cut = await records.cut(cut_id)
    if cut is None or not may(actor, Act.SEE_AUDIENCE, brand_id=cut.brand_id):
        raise Missing("no_such_cut", f"There is no cut `{cut_id[:40]}`.", ("cut_id",))
    require(actor, Act.CHANGE_AUDIENCE, brand_id=cut.brand_id)
    run = await records.last_run(cut.brand_id)
    if run is None or run.id != cut.run_id:
        said = "The accounts were judged anew since; cut the group again."
        raise Conflict("judged_anew", said, ("cut_id",))
    if cut.withheld is not None:
        raise Conflict("withheld", judging.shown(cut), ("cut_id",))
    return cut, run


def _words(cut: Cut, run: Run) -> str:
    """Return who they are, by which signals."""
    where = cut.where
    named = [
        f"{what} {', '.join(values)}"
        for what, values in (
            ("Segments", where.segments),
            ("regions", where.regions),
            ("customer values", where.tiers),
        )
        if values
    ]
    who = "; ".join(named)[:700] or "Every account"
    window = run.window
    return (
        f"{who}: by listens, skips, follows and adds from {window.first} to {window.until}, value,"
        f" region and products owned. Cut {cut.id}, rules {run.version[:12]}."
    )
