"""A command as its words take it, and whom it names."""

import re
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from domain.actor import Actor
from domain.hub import Hub
from domain.people import entering

#: How a person is named in a command that is escaped, as ours are.
_PERSON = re.compile(r"<@([A-Z0-9]{1,40})(?:\|[^>]*)?>")


#: The longest number of a request or case, in digits: what fits the database.
DIGITS_MAX = 9


@dataclass(frozen=True, slots=True)
class Given:
    """A command: by whom, from which place, where to open forms, what was said after the word."""

    hub: Hub
    client: AsyncWebClient
    actor: Actor
    workspace_id: str
    trigger: str
    rest: str
    place: str


def numbered(said: str) -> int | None:
    """Return the number of a request or case, `12` or `#12`; None where that is no number."""
    digits = said.strip().removeprefix("#")
    known = digits.isascii() and digits.isdecimal() and len(digits) <= DIGITS_MAX
    return int(digits) if known else None


async def named(hub: Hub, workspace_id: str, said: str) -> Actor | None:
    """Return whom a command names by `@`; None where nobody whom the hub knows is behind it."""
    match = _PERSON.fullmatch(said)
    return await entering.by_chat(hub, workspace_id, match[1]) if match else None
