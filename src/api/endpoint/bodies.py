"""What comes with a request to the endpoint: its headers, and a body that is bounded JSON."""

from collections.abc import Iterable
from typing import Any

from cross_web import HTTPException
from starlette.types import Message, Receive

from api.callers.documents import carry
from api.endpoint.accepting import JSON_TYPE

#: How plain questions say that they are JSON.
_PLAIN_TYPES = frozenset({JSON_TYPE, f"{JSON_TYPE}; charset=utf-8"})

#: The largest request body, in bytes.
BODY_BYTES_MAX = 1_000_000


class TooLarge(Exception):
    """The body is larger than the endpoint takes."""


def first_of(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return the first header of each name, all read once; Starlette looks through them each time.

    Headers are Latin-1. Source: the ASGI specification has their names in small letters.
    """
    found: dict[str, str] = {}
    for name, value in headers:
        found.setdefault(name.decode("latin-1"), value.decode("latin-1"))
    return found


def is_plain(said: str) -> bool:
    """Whether a body says that it is JSON in the words that nearly everybody uses."""
    return said in _PLAIN_TYPES


def is_json(said: str) -> bool:
    """Whether a body says that it is JSON in UTF-8, the only text that JSON is exchanged in."""
    kind, _, beside = said.lower().partition(";")
    charset = beside.strip().removeprefix("charset=").strip('"')
    return kind.strip() == JSON_TYPE and (charset == "utf-8" or "charset" not in beside)


def body_of(held: object) -> dict[str, Any]:
    """Return the parts of a request that Strawberry looks at, with what it does not look at."""
    if not isinstance(held, dict):
        raise HTTPException(400, "The body must be one JSON object with a `query`; no list.")
    for name in ("operationName", "documentId"):
        if not isinstance(held.get(name), (str, type(None))):
            raise HTTPException(400, f"`{name}` must be a text.")
    return carry(held)


def capped(receive: Receive) -> Receive:
    """Return `receive` that stops at the largest body, whatever was promised."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > BODY_BYTES_MAX:
            raise TooLarge
        return message

    return counted
