"""API tokens: made and shown once, and ended."""

import secrets
from datetime import datetime

from domain import ids
from domain.actor import Actor, Scope
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.people import records
from domain.people.entering import TOKEN_PREFIX, digest
from domain.people.model import Act, Token
from domain.people.names import clean_name
from domain.people.rules import check_expiry, may, require
from domain.people.service import get_user


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
    take the right to change people. A token that only reads makes none, or it would outlive its
    end. Every token may read: whoever changes something is shown what became of it.
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
    value = Token(ids.new(ids.Prefix.TOKEN), owner, clean_name(name), scopes, now, expires_at, None)
    await _keep(hub, actor, value, secret)
    return value, secret


async def _keep(hub: Hub, actor: Actor, token: Token, secret: str) -> None:
    scopes = sorted(token.scopes)
    row = {
        "id": token.id,
        "user_id": token.user_id,
        "name": token.name,
        "digest": digest(secret),
        "scopes": scopes,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
    }
    async with transaction():
        await sql.insert(records.TokenRecord, row)
        details = {"token": token.id, "scopes": scopes}
        await audit.record(hub.clock.now(), actor, "token.issued", token.user_id, details)


async def revoke_token(hub: Hub, actor: Actor, token_id: str) -> None:
    """End a token at once; a repetition changes nothing."""
    require(actor, Act.HOLD_TOKENS)
    row = await sql.fetch_one("SELECT user_id FROM tokens WHERE id = $1", token_id)
    if row is None or (row["user_id"] != actor.user_id and not may(actor, Act.CHANGE_PEOPLE)):
        raise Missing("no_such_token", f"There is no token `{token_id[:40]}` of yours.")
    now = hub.clock.now()
    async with transaction():
        ended = await sql.execute(
            "UPDATE tokens SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL", now, token_id
        )
        if ended:
            await audit.record(now, actor, "token.revoked", row["user_id"], {"token": token_id})
