"""Tickets: a few words with an end, signed, so that whoever holds one may do one thing.

A ticket is a secret as long as it lives, and goes to one person only. Its words are in the open.
"""

from datetime import UTC, datetime, timedelta

from domain.errors import Forbidden
from domain.hub import Hub

#: The longest ticket that is looked at, in characters.
LENGTH_MAX = 400


def make(hub: Hub, use: str, words: tuple[str, ...], life: timedelta) -> str:
    """Return a ticket for `use` that holds `words`, in which there is no point."""
    ends = int((hub.clock.now() + life).timestamp())
    held = ".".join([*words, str(ends)])
    return f"{held}.{hub.secrets.sign(use, held)}"


def read(hub: Hub, use: str, ticket: str, count: int) -> tuple[str, ...]:
    """Return the `count` words of a ticket; `Forbidden` if it is not good, or not any more."""
    held, _, signature = ticket[:LENGTH_MAX].rpartition(".")
    words = held.split(".")
    if not hub.secrets.signed(use, held, signature) or len(words) != count + 1:
        raise Forbidden("bad_ticket", "This link is not one of Greenlight's; ask for a new one.")
    if datetime.fromtimestamp(int(words[-1]), UTC) <= hub.clock.now():
        raise Forbidden("ticket_over", "This link is too old; ask for a new one.")
    return tuple(words[:-1])
