"""Who comes in: behind a token, behind an account in chat, or named by their id.

Every door takes its actors from here, so that all of them know for whom somebody stands in.
Nobody else reads `actor_records`; a test looks after that.
"""

import hashlib
from dataclasses import dataclass

from domain.absences import records as absences
from domain.absences.seated import seated, seated_as
from domain.actor import Actor, Door
from domain.database import sql
from domain.errors import Forbidden
from domain.hub import Hub
from domain.people import actor_records, languages, sign_ins
from domain.people.languages import Reader
from domain.remembered import Moment

#: What a token of ours begins with, so that scanners can find one that leaked.
TOKEN_PREFIX = "glt_"  # noqa: S105  It is the public part.


@dataclass(frozen=True, slots=True)
class Guest:
    """Whose an account in chat is, None if nobody's who may enter; and what it reads."""

    actor: Actor | None
    reader: Reader


async def authenticate(hub: Hub, secret: str) -> Actor:
    """Return whom a token stands for now.

    `Forbidden` says why it stands for nobody; `Upstream` that its issuer could not be asked.
    """
    if hub.identities is None or secret.startswith(TOKEN_PREFIX):
        return await _by_our_own(hub, digest(secret))
    found = await sign_ins.enter(hub, await hub.identities.vouched(secret))
    return await seated(found, hub.clock.now())


async def person(hub: Hub, user_id: str, door: Door) -> Actor | None:
    """Return somebody who comes by `door`, with the seats they fill; None if they may not enter."""
    found = await actor_records.by_id(user_id, door)
    return None if found is None else await seated(found, hub.clock.now())


async def greet(hub: Hub, workspace_id: str, chat_user_id: str) -> Guest:
    """Return whose an account in chat is, with the seats they fill, and what it reads.

    All that has to be known of a click is asked in one go.
    """
    now, account = hub.clock.now(), (workspace_id, chat_user_id)
    who, seats, reads = await sql.fetch_all(
        actor_records.asked_by_chat(*account),
        absences.asked_named(actor_records.BEHIND, account, now),
        languages.asked_in_chat(*account),
    )
    found = actor_records.in_chat(who)
    return Guest(
        actor=None if found is None else await seated_as(found, seats, now),
        reader=await languages.reader_in_chat(reads, workspace_id),
    )


async def by_chat(hub: Hub, workspace_id: str, chat_user_id: str) -> Actor | None:
    """Return the person linked to an account in chat, with the seats they fill.

    None if there is none, or none who may enter.
    """
    return (await greet(hub, workspace_id, chat_user_id)).actor


async def may_enter(user_id: str) -> bool:
    """Whether somebody may enter."""
    # The plain read: standing in for somebody neither lets anybody in nor keeps them out.
    return await actor_records.by_id(user_id, Door.CHAT) is not None


async def behind(workspace_id: str, chat_user_id: str) -> str | None:
    """Return the id of the person linked to an account in chat; None if none may enter."""
    # The plain read: whose an account is does not change with whom they stand in for.
    found = await actor_records.by_chat(workspace_id, chat_user_id)
    return None if found is None else found.user_id


async def _by_our_own(hub: Hub, kept: str) -> Actor:
    now = hub.clock.now()
    moment = Moment.of(now, hub.feed)
    remembered = hub.remembered.find(kept, moment)
    if remembered is not None:
        return remembered
    found = await actor_records.by_digest(kept, now)
    if found is None:
        raise Forbidden("unauthenticated", "This token is unknown, expired or revoked.")
    actor = await seated(found, now)
    hub.remembered.keep(kept, moment, actor)
    return actor


def digest(secret: str) -> str:
    """Return what is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
