"""Bringing matching keys in, of those who agree to be on a list for advertising, and reading them.

A key names somebody to whoever knows their address, so it is kept as names are: encrypted under a
key of their own, which goes when they are forgotten. What is recorded counts keys, and has none.
"""

from collections.abc import Mapping, Sequence

from domain.actor import Actor
from domain.audience import hashed
from domain.audience.accounts import records as accounts
from domain.audience.accounts import service, sheet
from domain.audience.accounts.model import Import, Keyed, SetAside, Sheet
from domain.audience.keys import records
from domain.catalog import service as catalog
from domain.consents import records as ledgers
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.people.model import Act
from domain.people.privacy import FORGOTTEN, unveil, veil
from domain.people.rules import require

#: The job that looks on which lists accounts are whose keys were brought.
CAME = "audience.keys_came"

_NO_YES = "They do not agree to be on a list for advertising."
_ASK_FIRST = "Record their consent first: direct marketing, by ad audience."

Rows = tuple[Sequence[Keyed], Sequence[SetAside]]


async def import_keys(hub: Hub, actor: Actor, brand_id: str, table: str) -> Import:
    """Bring in a table of keys of a brand's accounts, as `bring` does."""
    require(actor, Act.CHANGE_CONSENTS, brand_id=brand_id)
    return await _written(hub, actor, brand_id, sheet.keys(table))


async def bring(
    hub: Hub, actor: Actor, brand_id: str, given: Sequence[Mapping[str, str]]
) -> Import:
    """Keep the keys of a brand's accounts, each entry with `account` and `key`.

    `Invalid` for all of it where an address stands in it that is not hashed. Set aside are entries
    of accounts that are not the brand's, and of those who do not agree to be on such a list.
    """
    require(actor, Act.CHANGE_CONSENTS, brand_id=brand_id)
    return await _written(hub, actor, brand_id, sheet.given_keys(given))


async def readable(hub: Hub, account_ids: Sequence[str]) -> dict[str, str]:
    """Return the keys of those accounts that have one, in clear; for the upload alone."""
    held = await records.of_accounts(account_ids)
    found = {account_id: await unveil(hub, veiled) for account_id, veiled in held.items()}
    return {account_id: key for account_id, key in found.items() if key != FORGOTTEN}


async def _written(hub: Hub, actor: Actor, brand_id: str, read: Rows) -> Import:
    await catalog.require_brand(brand_id)
    rows, aside = read[0], list(read[1])
    async with transaction():
        await sql.take_turns(Turn.CONSENTS)
        named = [row.pseudonym for row in rows]
        held = {
            name: one.id
            for name, one in (await accounts.by_pseudonym(named)).items()
            if one.brand_id == brand_id
        }
        said = await ledgers.of_subjects(list(held.values()))
        before = await readable(hub, list(held.values()))
        fresh: dict[str, str] = {}
        known = 0
        for row in rows:
            account_id = held.get(row.pseudonym)
            if account_id is None:
                aside.append(SetAside(row.line, service.NOT_HERE, service.BRING_IT))
            elif not hashed.agrees(said[account_id]):
                aside.append(SetAside(row.line, _NO_YES, _ASK_FIRST))
            elif before.get(account_id) == row.key:
                known += 1
            else:
                fresh[account_id] = row.key
        now = hub.clock.now()
        for account_id, key in fresh.items():
            await records.put(account_id, await veil(hub, account_id, key), now)
        changed = sum(account_id in before for account_id in fresh)
        counts = (len(fresh) - changed, changed, known)
        value = await service.kept(hub, actor, brand_id, Sheet.KEYS, counts, aside)
        await jobs.ask(
            hub.wake,
            now,
            key=f"{CAME}:{value.id}",
            kind=CAME,
            lane=f"{CAME}:{brand_id}",
            details={"account_ids": list(fresh), "import_id": value.id},
        )
    return value
