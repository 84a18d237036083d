"""Bringing in accounts and what they did, under names that name nobody; twice changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain import ids
from domain.actor import Actor
from domain.audience.accounts import records, sheet
from domain.audience.accounts.model import (
    Described,
    Engaged,
    Import,
    Profile,
    SetAside,
    Sheet,
)
from domain.audit import service as audit
from domain.catalog import service as catalog
from domain.catalog import site_records
from domain.catalog.premises import Account, Tier
from domain.consents import service as consents
from domain.consents.model import Purpose
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require

NOT_HERE = "No account of this brand is called so."
BRING_IT = "Bring the account in first, or mend its pseudonym."
_REFUSED = "They took back their consent to being sorted by what they do."
_LEAVE_OUT = "Leave the account out of what you send."
_OTHERS = "An account outside of this brand is called so."
_RENAME = "Use the pseudonym that this brand's own system has."


async def import_accounts(hub: Hub, actor: Actor, brand_id: str, table: str) -> Import:
    """Bring in a table of accounts of a brand: new ones are added, others said anew."""
    await _require(actor, brand_id)
    rows, aside = sheet.accounts(table)
    async with transaction():
        await sql.take_turns(Turn.AUDIENCE)
        held = await records.by_pseudonym([row.pseudonym for row in rows])
        known = await records.profiles([one.id for one in held.values()])
        new = changed = 0
        for row in rows:
            account = held.get(row.pseudonym)
            if account is not None and account.brand_id != brand_id:
                aside.append(SetAside(row.line, _OTHERS, _RENAME))
            elif account is None:
                await _added(brand_id, row)
                new += 1
            else:
                changed += await _said_anew(account, row, known.get(account.id))
        same = len(rows) - new - changed - sum(one.reason == _OTHERS for one in aside)
        counts = (new, changed, same)
        return await kept(hub, actor, brand_id, Sheet.ACCOUNTS, counts, aside)


async def import_engagement(hub: Hub, actor: Actor, brand_id: str, table: str) -> Import:
    """Bring in a table of what accounts of a brand did, as `record_engagement` does."""
    await _require(actor, brand_id)
    return await _written(hub, actor, brand_id, sheet.engagement(table, hub.clock.now().date()))


async def record_engagement(
    hub: Hub, actor: Actor, brand_id: str, given: Sequence[Mapping[str, str]]
) -> Import:
    """Write down what accounts of a brand did; each entry is a day's total, the last one counts.

    Set aside are entries of accounts that are not the brand's, and of those who took back their
    consent: what they do is not written down.
    """
    await _require(actor, brand_id)
    return await _written(hub, actor, brand_id, sheet.events(given, hub.clock.now().date()))


async def _written(
    hub: Hub, actor: Actor, brand_id: str, read: tuple[Sequence[Engaged], Sequence[SetAside]]
) -> Import:
    rows, apart = read[0], list(read[1])
    async with transaction():
        await sql.take_turns(Turn.AUDIENCE)
        named = sorted({row.pseudonym for row in rows})
        held = {
            name: one.id
            for name, one in (await records.by_pseudonym(named)).items()
            if one.brand_id == brand_id
        }
        refused = await consents.refusing(list(held.values()), Purpose.PROFILING)
        given: dict[records.Key, int] = {}
        for row in rows:
            account_id = held.get(row.pseudonym)
            if account_id is None:
                apart.append(SetAside(row.line, NOT_HERE, BRING_IT))
            elif account_id in refused:
                apart.append(SetAside(row.line, _REFUSED, _LEAVE_OUT))
            else:
                given[account_id, row.day, row.signal, row.subject] = row.times
        before = await records.totals(list(held.values()), *_span(rows))
        fresh = {key: times for key, times in given.items() if before.get(key) != times}
        await records.put_totals(fresh, before)
        changed = sum(key in before for key in fresh)
        counts = (len(fresh) - changed, changed, len(given) - len(fresh))
        return await kept(hub, actor, brand_id, Sheet.ENGAGEMENT, counts, apart)


def _span(rows: Sequence[Engaged]) -> tuple[date, date]:
    days = [row.day for row in rows]
    return min(days, default=date.min), max(days, default=date.min)


async def _require(actor: Actor, brand_id: str) -> None:
    require(actor, Act.CHANGE_AUDIENCE, brand_id=brand_id)
    await catalog.require_brand(brand_id)


async def _added(brand_id: str, row: Described) -> None:
    account_id = ids.new(ids.Prefix.ACCOUNT)
    tier = row.tier or Tier.STANDARD
    await records.add_account(Account(account_id, row.pseudonym, brand_id, tier))
    if row.region or row.products:
        await records.put_profile(Profile(account_id, row.region, row.products or ()))


async def _said_anew(account: Account, row: Described, before: Profile | None) -> bool:
    """Write what a line says of an account that is known; say whether that is anything new."""
    old = before or Profile(account.id, None, ())
    products = old.products if row.products is None else row.products
    new = Profile(account.id, row.region or old.region, products)
    tier = row.tier or account.tier
    if new != old:
        await records.put_profile(new)
    if tier is not account.tier:
        await site_records.change_account(replace(account, tier=tier))
    return new != old or tier is not account.tier


async def kept(
    hub: Hub,
    actor: Actor,
    brand_id: str,
    what: Sheet,
    counts: tuple[int, int, int],
    aside: Sequence[SetAside],
) -> Import:
    """Write down what came of a table; the record counts lines, and names nobody."""
    new, changed, known = counts
    in_order = tuple(sorted(aside, key=lambda one: one.line))
    now, import_id = hub.clock.now(), ids.new(ids.Prefix.IMPORT)
    value = Import(import_id, brand_id, what, new, changed, known, in_order, now)
    await records.add_import(value)
    details = {"import": import_id, "sheet": what, "new": new, "changed": changed, "known": known}
    details |= {"set_aside": len(in_order)}
    await audit.record(now, actor, "audience.imported", brand_id, details)
    return value
