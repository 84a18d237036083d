"""How those who act are found, with roles and teams; only the way in may ask: `entering`."""

from collections.abc import Sequence
from datetime import datetime

from domain.actor import Actor, Door, Role, RoleGrant, Scope
from domain.database import sql

#: The person behind an account in chat: the values `$1` and `$2` are its workspace and itself.
BEHIND = "(SELECT user_id FROM chat_identities WHERE workspace_id = $1 AND chat_user_id = $2)"

_ACTOR = """
    SELECT u.id, u.name, u.agency_id, r.role, r.brand_id, r.market, m.team_id
    FROM users u
    LEFT JOIN roles r ON r.user_id = u.id
    LEFT JOIN memberships m ON m.user_id = u.id
    WHERE u.active AND u.id = {user}
"""


async def by_id(user_id: str, door: Door) -> Actor | None:
    """Return the active person `user_id` as an actor who came by `door`."""
    return _actor(await sql.fetch(_ACTOR.format(user="$1"), user_id), door, frozenset(Scope))


async def by_chat(workspace_id: str, chat_user_id: str) -> Actor | None:
    """Return the active person linked to a chat account as an actor."""
    (rows,) = await sql.fetch_all(asked_by_chat(workspace_id, chat_user_id))
    return in_chat(rows)


def asked_by_chat(workspace_id: str, chat_user_id: str) -> sql.Question:
    """Return what asks for the person linked to a chat account; `in_chat` reads the rows."""
    return _ACTOR.format(user=BEHIND), (workspace_id, chat_user_id)


def in_chat(rows: Sequence[sql.Row]) -> Actor | None:
    """Return the active person whom `asked_by_chat` found as an actor."""
    return _actor(rows, Door.CHAT, frozenset(Scope))


async def by_digest(digest: str, now: datetime) -> Actor | None:
    """Return the owner of a live token of ours as an actor."""
    token = await sql.fetch_one(
        "SELECT user_id, scopes FROM tokens"
        " WHERE digest = $1 AND revoked_at IS NULL AND expires_at > $2",
        digest,
        now,
    )
    if token is None:
        return None
    scopes = frozenset({Scope.READ, *map(Scope, sql.document(token["scopes"]))})
    rows = await sql.fetch(_ACTOR.format(user="$1"), token["user_id"])
    return _actor(rows, Door.API, scopes)


async def by_sign_in(issuer: str, subject: str, scopes: frozenset[Scope]) -> Actor | None:
    """Return the active person linked to an account at an issuer of sign-ins as an actor."""
    linked = "(SELECT user_id FROM sign_ins WHERE issuer = $1 AND subject = $2)"
    rows = await sql.fetch(_ACTOR.format(user=linked), issuer, subject)
    return _actor(rows, Door.API, scopes)


def _actor(rows: Sequence[sql.Row], door: Door, scopes: frozenset[Scope]) -> Actor | None:
    if not rows:
        return None
    grants = {
        RoleGrant(Role(row["role"]), row["brand_id"], row["market"])
        for row in rows
        if row["role"] is not None
    }
    teams = {row["team_id"] for row in rows if row["team_id"] is not None}
    first = rows[0]
    order = sorted(grants, key=lambda g: (g.role, g.brand_id or "", g.market or ""))
    return Actor(
        user_id=first["id"],
        name=first["name"],
        door=door,
        roles=tuple(order),
        agency_id=first["agency_id"],
        team_ids=frozenset(teams),
        scopes=scopes,
    )
