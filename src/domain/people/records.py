"""Tables of people; how those who act are found stands in `actor_records`."""

from collections.abc import Sequence

from tortoise import fields
from tortoise.models import Model

from domain.actor import Role, RoleGrant, Scope
from domain.database import sql
from domain.database.turns import Turn
from domain.people.model import ChatIdentity, Team, Token, User
from domain.people.rules import spelled


class UserRecord(Model):
    """A person."""

    id = fields.CharField(40, primary_key=True)
    name = fields.CharField(120)
    email = fields.CharField(254, unique=True)
    agency = fields.ForeignKeyField(
        "hub.AgencyRecord", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    locale = fields.CharField(16, default="en")
    time_zone = fields.CharField(64, default="UTC")
    active = fields.BooleanField(default=True)
    created_at = fields.DatetimeField()
    quiet_from = fields.CharField(5, default="20:00", db_default="20:00")
    quiet_to = fields.CharField(5, default="08:00", db_default="08:00")
    quiet_weekends = fields.BooleanField(default=True, db_default=True)

    class Meta:
        """Where it is kept."""

        table = "users"


class RoleRecord(Model):
    """A role of a person, perhaps for one brand or market only."""

    id = fields.CharField(40, primary_key=True)
    user = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT, db_index=True)
    role = fields.CharField(16)
    brand = fields.ForeignKeyField("hub.BrandRecord", null=True, on_delete=fields.RESTRICT)
    market = fields.CharField(2, null=True)

    class Meta:
        """Where it is kept."""

        table = "roles"


class TeamRecord(Model):
    """A team of reviewers."""

    id = fields.CharField(40, primary_key=True)
    key = fields.CharField(40, unique=True)
    name = fields.CharField(120)
    workspace_id = fields.CharField(32, null=True)
    place = fields.CharField(32, null=True)
    escalation = fields.ForeignKeyField(
        "hub.TeamRecord", null=True, on_delete=fields.RESTRICT, related_name=False
    )

    class Meta:
        """Where it is kept."""

        table = "teams"


class MembershipRecord(Model):
    """Somebody's place in a team."""

    id = fields.IntField(primary_key=True)
    team = fields.ForeignKeyField("hub.TeamRecord", on_delete=fields.RESTRICT)
    user = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT, db_index=True)
    lead = fields.BooleanField(default=False, db_default=False)

    class Meta:
        """Where it is kept."""

        table = "memberships"
        unique_together = (("team", "user"),)


class TokenRecord(Model):
    """An API token: the digest of its secret, never the secret."""

    id = fields.CharField(40, primary_key=True)
    user = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT, db_index=True)
    name = fields.CharField(80)
    digest = fields.CharField(64, unique=True)
    scopes = fields.JSONField[list[str]]()
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "tokens"


class ChatIdentityRecord(Model):
    """An account in a chat workspace that belongs to a person."""

    id = fields.CharField(40, primary_key=True)
    workspace_id = fields.CharField(32)
    chat_user_id = fields.CharField(32)
    user = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT, db_index=True)
    how = fields.CharField(32)
    linked_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "chat_identities"
        unique_together = (("workspace_id", "chat_user_id"),)


async def agency_exists(agency_id: str) -> bool:
    """Whether there is an agency with this id."""
    return await sql.fetch_one("SELECT 1 FROM agencies WHERE id = $1", agency_id) is not None


async def brand_exists(brand_id: str) -> bool:
    """Whether there is a brand with this id."""
    return await sql.fetch_one("SELECT 1 FROM brands WHERE id = $1", brand_id) is not None


async def market_exists(code: str) -> bool:
    """Whether there is a market with this code."""
    return await sql.fetch_one("SELECT 1 FROM markets WHERE code = $1", code) is not None


async def team_exists(team_id: str) -> bool:
    """Whether there is a team with this id."""
    return await sql.fetch_one("SELECT 1 FROM teams WHERE id = $1", team_id) is not None


async def grants_of(user_id: str) -> set[RoleGrant]:
    """Return the roles of a person, who is locked until the commit."""
    await sql.fetch_one(sql.locking("SELECT id FROM users WHERE id = $1"), user_id)
    rows = await sql.fetch("SELECT role, brand_id, market FROM roles WHERE user_id = $1", user_id)
    return {RoleGrant(Role(row["role"]), row["brand_id"], row["market"]) for row in rows}


async def grants_of_all(user_ids: Sequence[str]) -> dict[str, list[RoleGrant]]:
    """Return the roles of people by user id, in a steady order."""
    found: dict[str, list[RoleGrant]] = {user_id: [] for user_id in user_ids}
    if user_ids:
        rows = await sql.fetch(
            "SELECT user_id, role, brand_id, market FROM roles WHERE user_id IN"
            f" ({sql.placeholders(1, len(user_ids))}) ORDER BY id",
            *user_ids,
        )
        for row in rows:
            grant = RoleGrant(Role(row["role"]), row["brand_id"], row["market"])
            found[row["user_id"]].append(grant)
    return found


async def grants_of_active(user_ids: Sequence[str]) -> dict[str, list[RoleGrant]]:
    """Return the roles of those of `user_ids` who may enter, by user id."""
    if not user_ids:
        return {}
    rows = await sql.fetch(
        f"SELECT id FROM users WHERE active AND id IN ({sql.placeholders(1, len(user_ids))})",
        *user_ids,
    )
    return await grants_of_all([row["id"] for row in rows])


async def holders_of(role: Role) -> list[str]:
    """Return who holds a role, wherever; those who may not enter among them."""
    rows = await sql.fetch("SELECT DISTINCT user_id FROM roles WHERE role = $1", role)
    return [row["user_id"] for row in rows]


async def another_admin(user_id: str) -> bool:
    """Whether somebody else who may enter is an admin; until the commit nobody else asks."""
    await sql.take_turns(Turn.ADMINS)
    row = await sql.fetch_one(
        "SELECT 1 FROM roles r JOIN users u ON u.id = r.user_id AND u.active"
        " WHERE r.role = 'admin' AND r.brand_id IS NULL AND r.market IS NULL AND u.id <> $1",
        user_id,
    )
    return row is not None


async def members(team_id: str) -> list[str]:
    """Return the ids of the people of a team who may enter."""
    rows = await sql.fetch(
        "SELECT u.id FROM users u JOIN memberships m ON m.user_id = u.id"
        " WHERE m.team_id = $1 AND u.active ORDER BY u.id",
        team_id,
    )
    return [row["id"] for row in rows]


async def names(user_ids: Sequence[str]) -> dict[str, str]:
    """Return the names of people by id."""
    if not user_ids:
        return {}
    rows = await sql.fetch(
        f"SELECT id, name FROM users WHERE id IN ({sql.placeholders(1, len(user_ids))})",
        *user_ids,
    )
    return {row["id"]: row["name"] for row in rows}


async def team_names(team_ids: Sequence[str]) -> dict[str, str]:
    """Return the names of teams by id."""
    if not team_ids:
        return {}
    rows = await sql.fetch(
        f"SELECT id, name FROM teams WHERE id IN ({sql.placeholders(1, len(team_ids))})",
        *team_ids,
    )
    return {row["id"]: row["name"] for row in rows}


async def user_by_email(email: str) -> User | None:
    """Return the active person with an address."""
    row = await sql.fetch_one("SELECT * FROM users WHERE email = $1 AND active", spelled(email))
    return None if row is None else user(row)


async def barred(email: str) -> bool:
    """Whether an address is that of somebody who may do nothing any more."""
    question = "SELECT active FROM users WHERE email = $1"
    rows = await sql.fetch(question, spelled(email))
    return bool(rows) and not any(row["active"] for row in rows)


async def identities_of(user_id: str) -> list[ChatIdentity]:
    """Return a person's accounts in chat, oldest first."""
    rows = await sql.fetch("SELECT * FROM chat_identities WHERE user_id = $1 ORDER BY id", user_id)
    return [identity(row) for row in rows]


async def teams() -> list[Team]:
    """Return every team by key."""
    return [team(row) for row in await sql.fetch("SELECT * FROM teams ORDER BY key")]


async def get_team(team_id: str) -> Team | None:
    """Return a team."""
    row = await sql.fetch_one("SELECT * FROM teams WHERE id = $1", team_id)
    return team(row) if row else None


async def places_of(team_ids: Sequence[str]) -> set[str]:
    """Return the places that the cards of these teams go to."""
    if not team_ids:
        return set()
    rows = await sql.fetch(
        "SELECT place FROM teams WHERE place IS NOT NULL AND id IN"
        f" ({sql.placeholders(1, len(team_ids))})",
        *team_ids,
    )
    return {row["place"] for row in rows}


async def users() -> list[User]:
    """Return everybody by name."""
    return [user(row) for row in await sql.fetch("SELECT * FROM users ORDER BY name, id")]


async def tokens_of(user_id: str) -> list[Token]:
    """Return a person's tokens, newest first."""
    rows = await sql.fetch("SELECT * FROM tokens WHERE user_id = $1 ORDER BY id DESC", user_id)
    return [token(row) for row in rows]


async def teams_by_key(keys: Sequence[str]) -> dict[str, Team]:
    """Return teams by key."""
    if not keys:
        return {}
    rows = await sql.fetch(
        f"SELECT * FROM teams WHERE key IN ({sql.placeholders(1, len(keys))})",
        *keys,
    )
    return {row["key"]: team(row) for row in rows}


def user(row: sql.Row) -> User:
    """Return a person from a row of `users`."""
    return User(
        id=row["id"],
        name=row["name"],
        email=row["email"],
        agency_id=row["agency_id"],
        locale=row["locale"],
        time_zone=row["time_zone"],
        active=bool(row["active"]),
    )


def team(row: sql.Row) -> Team:
    """Return a team from a row of `teams`."""
    return Team(
        row["id"],
        row["key"],
        row["name"],
        row["workspace_id"],
        row["place"],
        row["escalation_id"],
    )


def token(row: sql.Row) -> Token:
    """Return a token from a row of `tokens`."""
    return Token(
        id=row["id"],
        user_id=row["user_id"],
        name=row["name"],
        scopes=frozenset(Scope(scope) for scope in sql.document(row["scopes"])),
        created_at=sql.instant(row["created_at"]),
        expires_at=sql.instant(row["expires_at"]),
        revoked_at=sql.instant_or_none(row["revoked_at"]),
    )


def identity(row: sql.Row) -> ChatIdentity:
    """Return a chat identity from a row of `chat_identities`."""
    return ChatIdentity(
        id=row["id"],
        workspace_id=row["workspace_id"],
        chat_user_id=row["chat_user_id"],
        user_id=row["user_id"],
        how=row["how"],
        linked_at=sql.instant(row["linked_at"]),
    )
