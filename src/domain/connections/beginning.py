"""Beginning to connect an account: who may, and the browser in which they do.

A link of ours stands before the publisher's: the browser that opens it keeps what the answer has
to come back with. So an answer that somebody else is sent, or brings, is not taken.
"""

import secrets
from dataclasses import dataclass

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.authorising import Authoriser
from domain.catalog.service import require_brand
from domain.chat import tickets
from domain.connections import records, rules
from domain.connections.model import Attempt, Purpose
from domain.database import transaction
from domain.errors import Conflict, Forbidden
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require

#: Where a browser begins, behind the hub's own address.
PAGE = "/connect/spotify"

#: What verifiers are sealed for.
VERIFIER = "connection-verifier"

_TICKET = "connection"


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """Where a browser goes on to, and what it keeps until it comes back."""

    address: str
    browser: str


def authoriser_of(hub: Hub) -> Authoriser:
    """Return who is asked for accounts; `Conflict` where the hub is known to nobody."""
    if hub.authoriser is None:
        raise Conflict(
            "not_set_up",
            "No account can be connected here: an administrator sets"
            " GREENLIGHT_SPOTIFY_WEB_CLIENT_ID first.",
        )
    return hub.authoriser


async def begin(hub: Hub, actor: Actor, brand_id: str, *, confirmed: bool = False) -> Attempt:
    """Begin to connect a brand's account for playlists, for its managers.

    What is connected stays so until another answer was taken; one of another account than before
    only where it is `confirmed` that it may be.
    """
    require(actor, Act.CONNECT_ACCOUNTS, brand_id=brand_id)
    authoriser_of(hub)
    if actor.user_id is None:
        raise Forbidden("nobody", "Only a person can connect an account; use a token of theirs.")
    await require_brand(brand_id)
    now = hub.clock.now()
    async with transaction():
        await records.forget_attempts(now)
        new = ids.new(ids.Prefix.CONNECTION)
        connection = await records.intend(new, Purpose.PLAYLISTS, brand_id)
        begun = Attempt(
            id=ids.new(ids.Prefix.ATTEMPT),
            connection_id=connection.id,
            user_id=actor.user_id,
            ends_at=now + rules.LIFE,
            confirmed=confirmed,
        )
        await records.add(begun)
        details = {"brand": brand_id, "confirmed": confirmed}
        await audit.record(now, actor, "connection.begun", connection.id, details)
        hub.announce(connection.id)
    return begun


async def waiting(hub: Hub, attempt_id: str) -> Attempt | None:
    """Return an attempt while it waits for its answer; None once it is over."""
    found = await records.attempt(attempt_id)
    return found if found and rules.is_open(found, hub.clock.now()) else None


def address_of(hub: Hub, attempt: Attempt) -> str:
    """Return where somebody who began goes on, in their browser."""
    life = attempt.ends_at - hub.clock.now()
    return f"{hub.public_url}{PAGE}?ticket={tickets.make(hub, _TICKET, (attempt.id,), life)}"


async def opened(hub: Hub, ticket: str) -> Opened:
    """Lead a browser on to the publisher; the last one that came is the one that counts.

    Raises `Forbidden` for a link that is not good, or not any more.
    """
    authoriser = authoriser_of(hub)
    (attempt_id,) = tickets.read(hub, _TICKET, ticket, 1)
    state, browser = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    verifier = secrets.token_urlsafe(64)
    sealed = hub.secrets.seal(VERIFIER, verifier)
    kept = rules.digest(state), rules.digest(browser), sealed
    if not await records.opened(attempt_id, *kept):
        raise Forbidden("link_used", "This link was used already; begin to connect once more.")
    challenge = rules.challenge_of(verifier)
    return Opened(authoriser.address(f"{attempt_id}.{state}", challenge, rules.ASKED), browser)
