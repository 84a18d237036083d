"""Registering where journeys and publications go, pausing that, and renewing what signs."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from domain import ids, text
from domain.activation.journeys import records, rules
from domain.activation.journeys.model import Endpoint, EndpointPurpose, EndpointState
from domain.activation.journeys.sending import PAUSED
from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog.service import require_brand
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.people.model import Act
from domain.people.rules import require
from domain.territories import TERRITORIES

#: The longest name of an endpoint, in characters, and the most of them in one hub.
NAME_MAX, ENDPOINTS_MAX = 120, 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """An endpoint to be registered; see `Endpoint`."""

    name: str
    address: str
    brand_ids: Sequence[str] = ()
    markets: Sequence[str] = ()
    purpose: EndpointPurpose = EndpointPurpose.JOURNEYS


async def register(hub: Hub, actor: Actor, wanted: Wanted) -> tuple[Endpoint, str]:
    """Register an endpoint; return it, and its secret, which is shown nowhere else.

    For admins. Raises `Invalid` for an address that nothing is ever sent to.
    """
    require(actor, Act.CHANGE_JOURNEYS, everywhere=True)
    if hub.journeys is None:
        raise Conflict("not_connected", "Nothing here sends webhooks.")
    name = " ".join(wanted.name.split())
    if not 0 < len(name) <= NAME_MAX:
        raise Invalid("bad_length", f"A name has 1 to {NAME_MAX} characters.", ("name",))
    text.require_honest(name, ("name",))
    address = wanted.address.strip()
    hub.journeys.require(address)
    brands, markets = await _reach(wanted)
    secret, now = rules.new_secret(secrets.token_bytes(rules.SECRET_BYTES)), hub.clock.now()
    made = Endpoint(
        id=ids.new(ids.Prefix.ENDPOINT),
        name=name,
        address=address,
        brand_ids=brands,
        markets=markets,
        state=EndpointState.ACTIVE,
        made_at=now,
        sealed=hub.secrets.seal(rules.SEALED_FOR, secret),
        purpose=wanted.purpose,
    )
    async with transaction():
        await sql.take_turns(Turn.ENDPOINTS)
        if len(await records.endpoints()) >= ENDPOINTS_MAX:
            said = f"There are {ENDPOINTS_MAX} endpoints, the most there may be."
            raise Conflict("too_many_endpoints", said)
        await records.add_endpoint(made)
        details = {"name": name, "address": address, "brands": list(brands)}
        details |= {"markets": list(markets), "purpose": made.purpose.value}
        await audit.record(now, actor, "journey.endpoint_registered", made.id, details)
        hub.announce(made.id)
    return made, secret


async def set_active(hub: Hub, actor: Actor, endpoint_id: str, *, active: bool) -> Endpoint:
    """Have an endpoint sent to, or have what is for it wait; for admins.

    What waited is sent at once. One that said it was gone is asked again if it is made active.
    """
    require(actor, Act.CHANGE_JOURNEYS, everywhere=True)
    state, now = EndpointState.ACTIVE if active else EndpointState.PAUSED, hub.clock.now()
    async with transaction():
        before = await _locked(endpoint_id)
        if before.state is not state:
            await records.set_state(endpoint_id, state)
            details = {"before": before.state.value, "after": state.value}
            await audit.record(now, actor, "journey.endpoint_changed", endpoint_id, details)
            hub.announce(endpoint_id)
        if active:
            await jobs.hurry(hub.wake, now, PAUSED)
    return await _known(endpoint_id)


async def rotate(hub: Hub, actor: Actor, endpoint_id: str) -> tuple[Endpoint, str]:
    """Give an endpoint a new secret; return both. The one before signs beside it for a day.

    For admins. A third ends the first at once: two sign, and no more.
    """
    require(actor, Act.CHANGE_JOURNEYS, everywhere=True)
    secret, now = rules.new_secret(secrets.token_bytes(rules.SECRET_BYTES)), hub.clock.now()
    until = now + rules.OVERLAP
    async with transaction():
        await _locked(endpoint_id)
        await records.rotate(endpoint_id, hub.secrets.seal(rules.SEALED_FOR, secret), until)
        details = {"before_until": until.isoformat()}
        await audit.record(now, actor, "journey.secret_rotated", endpoint_id, details)
        hub.announce(endpoint_id)
    return await _known(endpoint_id), secret


async def listed(actor: Actor) -> list[Endpoint]:
    """Return every endpoint, the newest first, for those who see where journeys go."""
    require(actor, Act.SEE_JOURNEYS, everywhere=True)
    return await records.endpoints()


async def _reach(wanted: Wanted) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return for which brands and markets an endpoint is; `Invalid` where there is none such."""
    brands, markets = sorted(set(wanted.brand_ids)), sorted(set(wanted.markets))
    for brand_id in brands:
        await require_brand(brand_id, "brand_ids")
    unknown = next((one for one in markets if one not in TERRITORIES), None)
    if unknown is not None:
        said = f"`{unknown[:10]}` is no country of ISO 3166-1."
        raise Invalid("unknown_country", said, ("markets",))
    return tuple(brands), tuple(markets)


async def _locked(endpoint_id: str) -> Endpoint:
    found = await records.endpoint(endpoint_id, locked=True)
    if found is None:
        said = f"There is no endpoint `{endpoint_id[:40]}`; `journeyEndpoints` names them."
        raise Missing("no_such_endpoint", said, ("endpoint_id",))
    return found


async def _known(endpoint_id: str) -> Endpoint:
    found = await records.endpoint(endpoint_id)
    if found is None:
        raise LookupError(endpoint_id)
    return found
