"""Adding people, giving them roles, teams, tokens and chat identities."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tortoise.exceptions import IntegrityError

from domain import ids
from domain.actor import Actor, Role, RoleGrant, Scope
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.notices import records as notices
from domain.people import records
from domain.people.entering import TOKEN_PREFIX, digest
from domain.people.model import Act, ChatIdentity, Team, Token, User
from domain.people.privacy import forget_key, veil
from domain.people.rules import check_expiry, require, spelled

#: The longest name of a person or team, and the longest key of a team, in characters.
NAME_LENGTH_MAX = 120
KEY_LENGTH_MAX = 40

#: The longest id a chat system gives a workspace, place or account, in characters.
OUTSIDE_ID_LENGTH_MAX = 32

#: The longest address. Source: RFC 5321.
EMAIL_LENGTH_MAX = 254


async def add_user(
    hub: Hub, actor: Actor, *, name: str, email: str, agency_id: str | None = None
) -> User:
    """Add a person. An agency's people see only what is their agency's."""
    require(actor, Act.CHANGE_PEOPLE)
    if agency_id is not None and not await records.agency_exists(agency_id):
        raise Missing("no_such_agency", "There is no such agency.", ("agency_id",))
    value = User(
        ids.new(ids.Prefix.USER), _name(name), _email(email), agency_id, "en", "UTC", active=True
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
            await _record(hub, actor, "user.added", value.id, details)
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
        await _record(hub, actor, "user.role_granted", user_id, details)


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
        await _record(hub, actor, "user.role_revoked", user_id, details)


async def deactivate(hub: Hub, actor: Actor, user_id: str) -> None:
    """Bar a person: no door opens to them any more. What they did stays.

    Raises `Conflict` if no admin were left.
    """
    require(actor, Act.CHANGE_PEOPLE)
    await get_user(user_id)
    async with transaction():
        await _require_another_admin(user_id)
        await sql.execute("UPDATE users SET active = $1 WHERE id = $2", False, user_id)
        await _record(hub, actor, "user.deactivated", user_id, {})


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
        await sql.execute("DELETE FROM chat_identities WHERE user_id = $1", user_id)
        await forget_key(user_id)
        await _record(hub, actor, "user.forgotten", user_id, {})


async def add_team(
    hub: Hub,
    actor: Actor,
    key: str,
    name: str,
    *,
    workspace_id: str | None = None,
    place: str | None = None,
) -> Team:
    """Add a team; decision tables name it by `key`, its cards go to `place` in chat."""
    require(actor, Act.CHANGE_PEOPLE)
    if not key.isidentifier() or not key.islower() or len(key) > KEY_LENGTH_MAX:
        raise Invalid(
            "bad_key",
            f"A team's key is one lower-case word, such as `legal`, of up to {KEY_LENGTH_MAX}"
            " characters.",
            ("key",),
        )
    _outside_id(workspace_id, "workspace_id")
    _outside_id(place, "place")
    value = Team(ids.new(ids.Prefix.TEAM), key, _name(name), workspace_id, place)
    row = {
        "id": value.id,
        "key": key,
        "name": value.name,
        "workspace_id": workspace_id,
        "place": place,
    }
    try:
        async with transaction():
            await sql.insert(records.TeamRecord, row)
            await _record(hub, actor, "team.added", value.id, row)
    except IntegrityError as error:
        raise Conflict("exists_already", f"There is a team `{key}` already.") from error
    return value


async def change_place(
    hub: Hub, actor: Actor, team_id: str, workspace_id: str | None, place: str | None
) -> None:
    """Send a team's cards to another channel, or nowhere; those that were sent stay."""
    require(actor, Act.CHANGE_PEOPLE)
    _outside_id(workspace_id, "workspace_id")
    _outside_id(place, "place")
    if (workspace_id is None) != (place is None):
        raise Invalid("half_a_place", "Name both, the workspace and its channel.", ("place",))
    await _require_team(team_id)
    async with transaction():
        await sql.execute(
            "UPDATE teams SET workspace_id = $1, place = $2 WHERE id = $3",
            workspace_id,
            place,
            team_id,
        )
        details = {"workspace": workspace_id, "place": place}
        await _record(hub, actor, "team.place_changed", team_id, details)


async def add_member(hub: Hub, actor: Actor, team_id: str, user_id: str) -> None:
    """Put a person into a team; a repetition changes nothing."""
    require(actor, Act.CHANGE_PEOPLE)
    await _require_team(team_id)
    await get_user(user_id)
    async with transaction():
        row = {"team_id": team_id, "user_id": user_id}
        if await sql.insert_if_new(records.MembershipRecord, row, ("team_id", "user_id")):
            await _record(hub, actor, "team.member_added", team_id, {"user": user_id})


async def remove_member(hub: Hub, actor: Actor, team_id: str, user_id: str) -> None:
    """Take a person out of a team; nothing changes if they are not in it."""
    require(actor, Act.CHANGE_PEOPLE)
    await _require_team(team_id)
    async with transaction():
        gone = await sql.execute(
            "DELETE FROM memberships WHERE team_id = $1 AND user_id = $2", team_id, user_id
        )
        if gone:
            await _record(hub, actor, "team.member_removed", team_id, {"user": user_id})


async def link_identity(
    hub: Hub, actor: Actor, workspace_id: str, chat_user_id: str, user_id: str, how: str
) -> ChatIdentity:
    """Link an account in a chat workspace to a person; `how` says what proved it."""
    require(actor, Act.CHANGE_PEOPLE)
    _outside_id(workspace_id, "workspace_id")
    _outside_id(chat_user_id, "chat_user_id")
    await get_user(user_id)
    now = hub.clock.now()
    value = ChatIdentity(
        ids.new(ids.Prefix.IDENTITY), workspace_id, chat_user_id, user_id, how, now
    )
    row = {
        "id": value.id,
        "workspace_id": workspace_id,
        "chat_user_id": chat_user_id,
        "user_id": user_id,
        "how": how,
        "linked_at": now,
    }
    async with transaction():
        unique = ("workspace_id", "chat_user_id")
        if not await sql.insert_if_new(records.ChatIdentityRecord, row, unique):
            raise Conflict("linked_already", "This chat account belongs to somebody already.")
        await _record(hub, actor, "user.identity_linked", user_id, {"how": how})
    return value


async def unlink_identity(
    hub: Hub, actor: Actor, user_id: str, workspace_id: str, chat_user_id: str
) -> None:
    """Part a person from a chat account; nothing changes if it is not theirs."""
    require(actor, Act.CHANGE_PEOPLE)
    await get_user(user_id)
    async with transaction():
        gone = await sql.execute(
            "DELETE FROM chat_identities WHERE user_id = $1 AND workspace_id = $2"
            " AND chat_user_id = $3",
            user_id,
            workspace_id,
            chat_user_id,
        )
        if gone:
            details = {"workspace": workspace_id}
            await _record(hub, actor, "user.identity_unlinked", user_id, details)


async def issue_token(
    hub: Hub,
    actor: Actor,
    name: str,
    scopes: frozenset[Scope],
    expires_at: datetime,
    *,
    for_user_id: str | None = None,
) -> tuple[Token, str]:
    """Make a token; returns it with its secret, which is never to be had again.

    Everybody may have tokens of their own, within the scopes they come with; tokens for others
    take the right to change people. Every token may read: whoever changes something is shown
    what became of it.
    """
    owner = for_user_id or actor.user_id
    if owner is None:
        raise Invalid("nobody", "A token belongs to somebody.", ("userId",))
    require(actor, Act.HOLD_TOKENS if owner == actor.user_id else Act.CHANGE_PEOPLE)
    if for_user_id is not None:
        await get_user(for_user_id)
    if not scopes or not scopes <= actor.scopes:
        raise Invalid("bad_scopes", "Choose scopes among those you hold yourself.", ("scopes",))
    scopes |= {Scope.READ}
    now = hub.clock.now()
    check_expiry(now, expires_at)
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    value = Token(
        ids.new(ids.Prefix.TOKEN), owner, _name(name), scopes, now, expires_at, None, None
    )
    row = {
        "id": value.id,
        "user_id": owner,
        "name": value.name,
        "digest": digest(secret),
        "scopes": sorted(scopes),
        "created_at": now,
        "expires_at": expires_at,
    }
    async with transaction():
        await sql.insert(records.TokenRecord, row)
        await _record(
            hub, actor, "token.issued", owner, {"token": value.id, "scopes": sorted(scopes)}
        )
    return value, secret


async def revoke_token(hub: Hub, actor: Actor, token_id: str) -> None:
    """End a token at once."""
    row = await sql.fetch_one("SELECT user_id FROM tokens WHERE id = $1", token_id)
    if row is None or (row["user_id"] != actor.user_id and Scope.ADMIN not in actor.scopes):
        raise Missing("no_such_token", "There is no such token of yours.")
    require(actor, Act.HOLD_TOKENS if row["user_id"] == actor.user_id else Act.CHANGE_PEOPLE)
    async with transaction():
        await sql.execute(
            "UPDATE tokens SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL",
            hub.clock.now(),
            token_id,
        )
        await _record(hub, actor, "token.revoked", row["user_id"], {"token": token_id})


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


async def _require_team(team_id: str) -> None:
    if not await records.team_exists(team_id):
        raise Missing("no_such_team", f"There is no team `{team_id[:40]}`.", ("team_id",))


async def _record(
    hub: Hub, actor: Actor, act: str, subject: str, details: Mapping[str, Any]
) -> None:
    await audit.record(hub.clock.now(), actor, act, subject, details)


def _name(text: str) -> str:
    cleaned = " ".join(text.split())
    if not 0 < len(cleaned) <= NAME_LENGTH_MAX or not cleaned.isprintable():
        raise Invalid(
            "bad_name",
            f"A name has 1 to {NAME_LENGTH_MAX} characters, all of them visible.",
            ("name",),
        )
    return cleaned


def _outside_id(value: str | None, field: str) -> None:
    if value is None:
        return
    if not (0 < len(value) <= OUTSIDE_ID_LENGTH_MAX and value.isascii() and value.isalnum()):
        raise Invalid(
            "bad_outside_id",
            f"`{value[:OUTSIDE_ID_LENGTH_MAX]}` is no id of the chat system; copy it from there,"
            " such as T0123456789.",
            (field,),
        )


def _email(text: str) -> str:
    cleaned = spelled(text)
    name, at, host = cleaned.partition("@")
    shaped = name and at and "." in host and " " not in cleaned
    if not shaped or not cleaned.isprintable() or len(cleaned) > EMAIL_LENGTH_MAX:
        raise Invalid("bad_email", "This is no e-mail address.", ("email",))
    return cleaned
