"""People: added, given roles, barred, forgotten."""

from tortoise.exceptions import IntegrityError

from domain import ids
from domain.actor import Actor, Role, RoleGrant
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.notices import records as notices
from domain.people import records
from domain.people.model import Act, User
from domain.people.names import clean_email, clean_name
from domain.people.privacy import forget_key, veil
from domain.people.rules import require
from domain.tellings import records as tellings

#: What is kept of somebody for their sake alone, and goes with them.
_THEIRS = ("sign_ins", "snoozes", "digest_settings", "chat_homes", "mails", "connection_attempts")


async def add_user(
    hub: Hub, actor: Actor, *, name: str, email: str, agency_id: str | None = None
) -> User:
    """Add a person. An agency's people see only what is their agency's."""
    require(actor, Act.CHANGE_PEOPLE)
    if agency_id is not None and not await records.agency_exists(agency_id):
        raise Missing("no_such_agency", "There is no such agency.", ("agency_id",))
    value = User(
        ids.new(ids.Prefix.USER),
        clean_name(name),
        clean_email(email),
        agency_id,
        "en",
        "UTC",
        active=True,
    )
    row = {
        "id": value.id,
        "name": value.name,
        "email": value.email,
        "agency_id": agency_id,
        "locale": value.locale,
        "time_zone": value.time_zone,
        "active": True,
        "created_at": hub.clock.now(),
    }
    try:
        async with transaction():
            await sql.insert(records.UserRecord, row)
            details = {
                "name": await veil(hub, value.id, value.name),
                "email": await veil(hub, value.id, value.email),
                "agency": agency_id,
            }
            await audit.record(hub.clock.now(), actor, "user.added", value.id, details)
    except IntegrityError as error:
        raise Conflict("exists_already", "There is somebody with this address already.") from error
    return value


async def grant_role(
    hub: Hub,
    actor: Actor,
    user_id: str,
    role: Role,
    *,
    brand_id: str | None = None,
    market: str | None = None,
) -> None:
    """Give a person a role, perhaps for one brand or market only; a repetition changes nothing."""
    require(actor, Act.CHANGE_PEOPLE)
    user = await get_user(user_id)
    if (role is Role.AGENCY) != (user.agency_id is not None):
        raise Invalid(
            "role_does_not_fit",
            "The role agency is for people of an agency, and they have no other.",
            ("role",),
        )
    await _require_place(brand_id, market)
    row = {
        "id": ids.new(ids.Prefix.ROLE),
        "user_id": user_id,
        "role": role,
        "brand_id": brand_id,
        "market": market,
    }
    async with transaction():
        if RoleGrant(role, brand_id, market) in await records.grants_of(user_id):
            return
        await sql.insert(records.RoleRecord, row)
        details = {"role": role, "brand": brand_id, "market": market}
        await audit.record(hub.clock.now(), actor, "user.role_granted", user_id, details)


async def revoke_role(
    hub: Hub,
    actor: Actor,
    user_id: str,
    role: Role,
    *,
    brand_id: str | None = None,
    market: str | None = None,
) -> None:
    """Take a role away as it was given; nothing changes if they do not hold it so.

    Raises `Conflict` if nobody were left to give it back.
    """
    require(actor, Act.CHANGE_PEOPLE)
    await get_user(user_id)
    async with transaction():
        grant = RoleGrant(role, brand_id, market)
        if grant not in await records.grants_of(user_id):
            return
        if role is Role.ADMIN and grant.everywhere:
            await _require_another_admin(user_id)
        await sql.execute(
            "DELETE FROM roles WHERE user_id = $1 AND role = $2"
            " AND COALESCE(brand_id, '') = $3 AND COALESCE(market, '') = $4",
            user_id,
            role,
            brand_id or "",
            market or "",
        )
        details = {"role": role, "brand": brand_id, "market": market}
        await audit.record(hub.clock.now(), actor, "user.role_revoked", user_id, details)


async def deactivate(hub: Hub, actor: Actor, user_id: str) -> None:
    """Bar a person: no door opens to them any more. What they did stays; a repetition changes none.

    Raises `Conflict` if no admin were left.
    """
    require(actor, Act.CHANGE_PEOPLE)
    await get_user(user_id)
    async with transaction():
        await _require_another_admin(user_id)
        barred = "UPDATE users SET active = $1 WHERE id = $2 AND active"
        if await sql.execute(barred, False, user_id):
            await audit.record(hub.clock.now(), actor, "user.deactivated", user_id, {})


async def forget(hub: Hub, actor: Actor, user_id: str) -> None:
    """Forget who a person was: the name goes, the key goes, the acts stay without a name.

    Raises `Conflict` if no admin were left.
    """
    require(actor, Act.CHANGE_PEOPLE)
    await get_user(user_id)
    async with transaction():
        await _require_another_admin(user_id)
        await sql.execute(
            "UPDATE users SET active = $1, name = $2, email = $3 WHERE id = $4",
            False,
            "(forgotten)",
            f"{user_id}@forgotten.invalid",
            user_id,
        )
        await notices.forget(user_id)
        await tellings.forget(user_id)
        await sql.execute("DELETE FROM chat_identities WHERE user_id = $1", user_id)
        for table in _THEIRS:
            await sql.execute(f"DELETE FROM {table} WHERE user_id = $1", user_id)
        await forget_key(user_id)
        await audit.record(hub.clock.now(), actor, "user.forgotten", user_id, {})


async def _require_another_admin(user_id: str) -> None:
    if not await records.another_admin(user_id):
        raise Conflict(
            "last_admin", "Nobody else is an admin who may enter; make somebody one first."
        )


async def get_user(user_id: str) -> User:
    """Return a person; `Missing` if there is none."""
    row = await sql.fetch_one("SELECT * FROM users WHERE id = $1", user_id)
    if row is None:
        raise Missing("no_such_user", f"There is nobody with the id `{user_id[:40]}`.")
    return records.user(row)


async def _require_place(brand_id: str | None, market: str | None) -> None:
    if brand_id is not None and not await records.brand_exists(brand_id):
        raise Missing("no_such_brand", f"There is no brand `{brand_id[:40]}`.", ("brand_id",))
    if market is not None and not await records.market_exists(market):
        raise Invalid(
            "no_such_market",
            f"`{market[:10]}` is no market of this hub; use the code of one, such as DE.",
            ("market",),
        )
