"""Which language people read, and at which times they live; and which a workspace's channels read.

The hub takes any language. What a door cannot say in it, it says in English.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.names import clean_locale
from domain.people.rules import require
from domain.zones import zones

#: What holds of everybody of whom nothing else is known.
LOCALE, ZONE = "en", "UTC"


@dataclass(frozen=True, slots=True)
class Reader:
    """The language somebody reads, such as de-AT, and their IANA time zone."""

    locale: str = LOCALE
    time_zone: str = ZONE


async def of_person(user_id: str) -> Reader:
    """Return what a person reads."""
    row = await sql.fetch_one("SELECT locale, time_zone FROM users WHERE id = $1", user_id)
    return Reader(row["locale"], row["time_zone"]) if row else Reader()


async def of_workspace(workspace_id: str) -> Reader:
    """Return what is read in the channels of a chat workspace."""
    row = await sql.fetch_one("SELECT locale FROM workspaces WHERE id = $1", workspace_id)
    return Reader(row["locale"]) if row else Reader()


async def reading(user_id: str | None, workspace_id: str) -> Reader:
    """Return what a person reads, or what is read in the channels of a workspace if it is none."""
    return await (of_person(user_id) if user_id else of_workspace(workspace_id))


def asked_in_chat(workspace_id: str, chat_user_id: str) -> sql.Question:
    """Return what asks for the language of an account in chat; `reader_in_chat` reads the rows."""
    text = (
        "SELECT u.locale, u.time_zone FROM chat_identities c JOIN users u ON u.id = c.user_id"
        " WHERE c.workspace_id = $1 AND c.chat_user_id = $2"
    )
    return text, (workspace_id, chat_user_id)


async def reader_in_chat(rows: Sequence[sql.Row], workspace_id: str) -> Reader:
    """Return what the account reads that `asked_in_chat` found, else what its workspace does."""
    if not rows:
        return await of_workspace(workspace_id)
    return Reader(rows[0]["locale"], rows[0]["time_zone"])


async def learn(hub: Hub, actor: Actor, user_id: str, locale: str, time_zone: str) -> Reader:
    """Take from elsewhere, such as a chat profile, what is not known of a person yet.

    What is known stays; what is no language or no zone is left alone. Returns what they read now.
    """
    known = await of_person(user_id)
    told = Reader(
        _language(locale) or known.locale if known.locale == LOCALE else known.locale,
        time_zone if known.time_zone == ZONE and time_zone in zones() else known.time_zone,
    )
    if told != known:
        async with transaction():
            learned = await sql.execute(
                "UPDATE users SET locale = $1, time_zone = $2"
                " WHERE id = $3 AND locale = $4 AND time_zone = $5",
                *(told.locale, told.time_zone, user_id, known.locale, known.time_zone),
            )
            if not learned:  # They said so themselves since, which counts.
                return await of_person(user_id)
            details = {"locale": told.locale, "time_zone": told.time_zone}
            await audit.record(hub.clock.now(), actor, "user.language_learned", user_id, details)
    return told


def _language(said: str) -> str | None:
    """Return the language that somebody's profile says; None for what is none."""
    try:
        return clean_locale(said)
    except Invalid:
        return None


async def set_of_workspace(hub: Hub, actor: Actor, workspace_id: str, locale: str) -> Reader:
    """Have cards drawn in another language in a workspace's channels, from their next change on.

    Raises `Missing` where the hub is not installed, `Invalid` for what is no language.
    """
    require(actor, Act.CHANGE_PEOPLE)
    told = clean_locale(locale)
    async with transaction():
        changed = await sql.execute(
            "UPDATE workspaces SET locale = $1 WHERE id = $2 AND removed_at IS NULL",
            told,
            workspace_id,
        )
        if not changed:
            raise Missing(
                "no_such_workspace",
                f"The hub is not installed in a workspace `{workspace_id[:40]}`; join it with"
                " `greenlight workspace`.",
                ("workspace_id",),
            )
        details = {"locale": told}
        await audit.record(hub.clock.now(), actor, "workspace.language_set", workspace_id, details)
    return Reader(told)
