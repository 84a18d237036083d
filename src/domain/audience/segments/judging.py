"""Judging the accounts of a brand, and cutting groups of them that may be counted."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain import ids
from domain.actor import Actor
from domain.audience.accounts import records as accounts
from domain.audience.segments import records, rules
from domain.audience.segments.anonymity import SAID, Group, Withheld, withheld
from domain.audience.segments.model import Audience, Cut, Member, Run, Where, Window
from domain.audit import service as audit
from domain.catalog import service as catalog
from domain.consents import records as ledgers
from domain.consents.model import Entry
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.decisions import in_force
from domain.decisions.model import Judgement
from domain.errors import Conflict, Invalid, Missing
from domain.executors import service as executors
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.people.model import Act
from domain.people.rules import require

#: The most accounts of a brand that are judged.
ACCOUNTS_MAX = 5_000

#: The job that looks at the lists that were made of groups of a brand.
JUDGED = "audience.judged"

#: How many are judged before others get their turn.
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Judged:
    """The accounts of a brand, judged and not kept yet, with what each had agreed to by then."""

    brand_id: str
    window: Window
    members: tuple[Member, ...]
    agreed: Mapping[str, Sequence[Entry]]


async def consider(hub: Hub, actor: Actor, brand_id: str, window: Window) -> Judged:
    """Judge the accounts of a brand by what they did in a window; not in a transaction.

    Where a decision service does not answer, people look, and nobody is reached.
    """
    require(actor, Act.CHANGE_AUDIENCE, brand_id=brand_id)
    rules.check_window(window, hub.clock.now().date())
    await catalog.require_brand(brand_id)
    found = await accounts.of_brand(brand_id, ACCOUNTS_MAX + 1)
    if len(found) > ACCOUNTS_MAX:
        said = f"There are more than {ACCOUNTS_MAX:,} accounts of this brand; split it up."
        raise Invalid("too_many", said, ("brand_id",))
    account_ids = [one.id for one in found]
    known = await accounts.profiles(account_ids)
    entries = await ledgers.of_subjects(account_ids)
    done = await accounts.sums(account_ids, window.first, window.until)
    asked = [
        rules.facts(one, known.get(one.id), done.get(one.id, {}), entries[one.id]) for one in found
    ]
    judgements = await _judged(hub, asked)
    members = [
        rules.member(one, known.get(one.id), judgement)
        for one, judgement in zip(found, judgements, strict=True)
    ]
    return Judged(brand_id, window, tuple(members), entries)


async def keep(hub: Hub, actor: Actor, judged: Judged) -> Run:
    """Keep how accounts were judged, and count every segment that may be counted.

    `Conflict` where they were judged by later days: what was counted then tells of these.
    """
    brand_id, window, now = judged.brand_id, judged.window, hub.clock.now()
    version = judged.members[0].judgement.version if judged.members else ""
    async with transaction():
        await sql.take_turns(Turn.AUDIENCE)
        before = await records.last_run(brand_id)
        if before is not None and before.window.until > window.until:
            said = f"These accounts were judged by the days until {before.window.until} already."
            raise Conflict("judged_later", said, ("until",))
        run = Run(ids.new(ids.Prefix.RUN), brand_id, window, version, now)
        members = await _as_judged(judged)
        await records.replace_members(run, members)
        told = await _counted(run)
        for where, group, why in rules.split(members, told, hub.audience_least):
            await records.add_cut(_cut(run, where, group, why, now))
        await jobs.ask(
            hub.wake,
            now,
            key=f"{JUDGED}:{run.id}",
            kind=JUDGED,
            lane=f"{JUDGED}:{brand_id}",
            details={"brand_id": brand_id, "run_id": run.id},
        )
        details = {"run": run.id, "until": window.until.isoformat(), "days": window.days}
        await audit.record(now, actor, "audience.judged", brand_id, details | {"version": version})
    return run


async def _as_judged(judged: Judged) -> list[Member]:
    """Return those who agree to as much as when they were judged; others are judged next time.

    Who was forgotten meanwhile is written nowhere again.
    """
    by_now = await ledgers.of_subjects([one.account_id for one in judged.members])
    return [
        one for one in judged.members if by_now[one.account_id] == judged.agreed[one.account_id]
    ]


async def cut(hub: Hub, actor: Actor, brand_id: str, where: Where) -> Cut:
    """Cut a group of a brand's accounts as they were judged last, counted if it may be.

    The same group again is the same cut. For those who judge accounts.
    """
    require(actor, Act.CHANGE_AUDIENCE, brand_id=brand_id)
    rules.check_where(where)
    where = rules.ordered(where)
    async with transaction():
        await sql.take_turns(Turn.AUDIENCE)
        run = await records.last_run(brand_id)
        if run is None:
            raise Missing("not_judged", "Judge the accounts of this brand first.", ("brand_id",))
        group = rules.group(await records.members(brand_id), where)
        for one in await records.cuts(brand_id, run.window.until):
            if (one.run_id, one.where, one.account_ids) == (run.id, where, group):
                return one
        why = withheld(group, await _counted(run), hub.audience_least)
        value = _cut(run, where, group, why, hub.clock.now())
        await records.add_cut(value)
        # What the record tells must not count what is withheld.
        details = {"cut": value.id, "where": records.written(where), "withheld": why}
        await audit.record(value.at, actor, "audience.cut", brand_id, details)
    return value


async def audience(actor: Actor, brand_id: str) -> Audience | None:
    """Return the last judgement of a brand's accounts, with what was cut of it; None if none."""
    require(actor, Act.SEE_AUDIENCE, brand_id=brand_id)
    run = await records.last_run(brand_id)
    if run is None:
        return None
    found = await records.cuts(brand_id, run.window.until)
    return Audience(run, [one for one in found if one.run_id == run.id])


async def judgement_of(actor: Actor, account_id: str) -> Judgement | None:
    """Return what the rules said of an account last; None if it was never judged."""
    require(actor, Act.SEE_AUDIENCE)
    brand_id = await _brand_of(account_id)
    if brand_id is None:
        return None
    require(actor, Act.SEE_AUDIENCE, brand_id=brand_id)
    found = await records.member(account_id)
    return found.judgement if found else None


async def _brand_of(account_id: str) -> str | None:
    """Return the brand of an account; None if there is no such account, or it is of no brand."""
    row = await sql.fetch_one("SELECT brand_id FROM accounts WHERE id = $1", account_id)
    return row["brand_id"] if row else None


def shown(value: Cut) -> str:
    """Return why a group is not counted, in words; empty if it is."""
    return SAID[value.withheld] if value.withheld else ""


async def _counted(run: Run) -> list[Group]:
    """Return the groups of the same days whose size was told, under whatever run."""
    found = await records.cuts(run.brand_id, run.window.until)
    return [one.account_ids for one in found if one.withheld is None]


def _cut(run: Run, where: Where, group: Group, why: Withheld | None, at: datetime) -> Cut:
    return Cut(
        id=ids.new(ids.Prefix.CUT),
        run_id=run.id,
        brand_id=run.brand_id,
        until=run.window.until,
        where=where,
        account_ids=group,
        size=None if why else len(group),
        withheld=why,
        at=at,
    )


async def _judged(hub: Hub, asked: Sequence[dict[str, Any]]) -> list[Judgement]:
    """Return what the table says of each; those of whom the same is known are asked about once."""
    table = (await in_force.tables([rules.TABLE], hub.clock.now()))[rules.TABLE]
    distinct = {_key(facts): facts for facts in asked}
    said: dict[object, Judgement] = {}
    for part in _batches(list(distinct.items())):
        found = await executors.judge_all(hub, [(table, facts) for _, facts in part])
        said |= {key: one for (key, _), one in zip(part, found, strict=True)}
        await asyncio.sleep(0)
    return [said[_key(facts)] for facts in asked]


def _key(facts: dict[str, Any]) -> tuple[object, ...]:
    return tuple(sorted(facts.items()))


def _batches(
    items: list[tuple[tuple[object, ...], dict[str, Any]]],
) -> Iterable[list[tuple[tuple[object, ...], dict[str, Any]]]]:
    return (items[at : at + _BATCH] for at in range(0, len(items), _BATCH))
