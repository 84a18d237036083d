"""Adding sites and accounts, and saying more of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tortoise.exceptions import IntegrityError
from tortoise.models import Model

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog import records, site_records, words
from domain.catalog.premises import (
    Account,
    Hours,
    Provider,
    Site,
    SiteKind,
    Tier,
    check_pseudonym,
    check_site,
    in_order,
    written,
)
from domain.catalog.service import clean_name, require_brand
from domain.catalog.words import FoundKind
from domain.database import sql, transaction
from domain.errors import Conflict, Invalid
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.people.model import Act
from domain.people.rules import require

#: Asked for when a site has to be judged: whether music may be played there.
JUDGE = "site.judge"


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What may be said anew of a site; None where nothing is."""

    area_m2: int | None = None
    capacity: int | None = None
    hours: Sequence[Hours] | None = None
    provider: Provider | None = None


async def add_site(  # noqa: PLR0913  A site is all of this.
    hub: Hub,
    actor: Actor,
    *,
    name: str,
    brand_id: str,
    market: str,
    kind: SiteKind,
    area_m2: int,
    capacity: int,
    hours: Sequence[Hours],
    provider: Provider,
) -> Site:
    """Add a site of a brand; `Invalid` if there can be none like that."""
    require(actor, Act.CHANGE_CATALOG)
    await require_brand(brand_id)
    if not await records.known_markets([market]):
        raise Invalid("no_such_market", f"`{market[:10]}` is no market of this hub.", ("market",))
    require(actor, Act.CHANGE_CATALOG, brand_id=brand_id, markets=(market,))
    check_site(area_m2, capacity, hours)
    value = Site(
        id=ids.new(ids.Prefix.SITE),
        name=clean_name(name),
        brand_id=brand_id,
        market=market,
        kind=kind,
        area_m2=area_m2,
        capacity=capacity,
        hours=in_order(hours),
        provider=provider,
    )
    await _add(hub, actor, site_records.SiteRecord, "site", _site_row(value))
    return value


async def ask_judgement(hub: Hub, site_id: str) -> None:
    """Ask that a site is judged, since something that matters changed; in the transaction."""
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{JUDGE}:{site_id}:{ids.new(ids.Prefix.JOB)}",
        kind=JUDGE,
        lane=f"{JUDGE}:{site_id}",
        details={"site_id": site_id},
    )


async def update_site(hub: Hub, actor: Actor, site_id: str, facts: SiteFacts) -> Site:
    """Say more of a site; what is None stays as it is."""
    require(actor, Act.CHANGE_CATALOG)
    async with transaction():
        row = await records.row_of("sites", site_id, locked=True)
        if row is None:
            raise Invalid("no_such_site", f"There is no site `{site_id[:40]}`.", ("site_id",))
        before = site_records.site(row)
        require(actor, Act.CHANGE_CATALOG, brand_id=before.brand_id, markets=(before.market,))
        after = replace(
            before,
            area_m2=before.area_m2 if facts.area_m2 is None else facts.area_m2,
            capacity=before.capacity if facts.capacity is None else facts.capacity,
            hours=before.hours if facts.hours is None else in_order(facts.hours),
            provider=facts.provider or before.provider,
        )
        check_site(after.area_m2, after.capacity, after.hours)
        await site_records.change_site(after)
        details = {"before": _site_row(before), "after": _site_row(after)}
        await audit.record(hub.clock.now(), actor, "site.changed", site_id, details)
        await ask_judgement(hub, site_id)
    return after


async def add_account(
    hub: Hub, actor: Actor, *, pseudonym: str, brand_id: str | None, tier: Tier
) -> Account:
    """Add a customer's account under a name that names nobody."""
    require(actor, Act.CHANGE_CATALOG)
    check_pseudonym(pseudonym)
    if brand_id is not None:
        await require_brand(brand_id)
        require(actor, Act.CHANGE_CATALOG, brand_id=brand_id)
    value = Account(ids.new(ids.Prefix.ACCOUNT), pseudonym, brand_id, tier)
    row = {"id": value.id, "pseudonym": pseudonym, "brand_id": brand_id, "tier": tier.value}
    await _add(hub, actor, site_records.AccountRecord, "account", row)
    return value


async def update_account(hub: Hub, actor: Actor, account_id: str, tier: Tier) -> Account:
    """Say anew how much a customer is worth."""
    require(actor, Act.CHANGE_CATALOG)
    async with transaction():
        row = await records.row_of("accounts", account_id, locked=True)
        if row is None:
            said = f"There is no account `{account_id[:40]}`."
            raise Invalid("no_such_account", said, ("account_id",))
        before = site_records.account(row)
        require(actor, Act.CHANGE_CATALOG, brand_id=before.brand_id)
        after = replace(before, tier=tier)
        await site_records.change_account(after)
        details = {"before": {"tier": before.tier}, "after": {"tier": tier}}
        await audit.record(hub.clock.now(), actor, "account.changed", account_id, details)
    return after


def _site_row(value: Site) -> dict[str, Any]:
    return {
        "id": value.id,
        "name": value.name,
        "brand_id": value.brand_id,
        "market": value.market,
        "kind": value.kind.value,
        "area_m2": value.area_m2,
        "capacity": value.capacity,
        "hours": written(value.hours),
        "provider": value.provider.value,
    }


async def _add(hub: Hub, actor: Actor, model: type[Model], what: str, row: dict[str, Any]) -> None:
    try:
        async with transaction():
            await sql.insert(model, row)
            if what == FoundKind.SITE:
                await words.put(FoundKind.SITE, row["id"], row["name"])
            await audit.record(hub.clock.now(), actor, f"{what}.added", row["id"], {"after": row})
            if model is site_records.SiteRecord:
                await ask_judgement(hub, row["id"])
    except IntegrityError as error:
        raise Conflict("exists_already", f"There is such a {what} already.") from error
