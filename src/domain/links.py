"""What a link leads to: one of ours, or one of a message in chat that shows a card of ours."""

import re
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from urllib.parse import parse_qs, urlsplit

from domain.actor import Actor
from domain.cases import reading as cases
from domain.errors import Invalid
from domain.hub import Hub
from domain.notices import records as notices
from domain.requests import reading as requests

#: The longest link that is read, in characters.
LINK_MAX = 2_000

#: Our own: of a request or a case by its number, or of those and a title by its id.
_NUMBERED = re.compile(r"/(requests|cases)/([0-9]{1,9})/?")
_NAMED = re.compile(r"/(?:requests/(req)|cases/(cas)|titles/(ttl))_([0-9a-z]{26})/?")

#: A message in chat: its channel, and its instant in microseconds.
_MESSAGE = re.compile(r"/archives/([A-Z0-9]{2,32})/p([0-9]{10,20})/?")
_MICROSECONDS = 6

_INSTANT = re.compile(r"[0-9]{1,14}\.[0-9]{6}")


async def _request(actor: Actor, number: int) -> str:
    return (await requests.get_by_number(actor, number)).id


async def _case(actor: Actor, number: int) -> str:
    return (await cases.get_by_number(actor, number)).id


_BY_NUMBER: Mapping[str, Callable[[Actor, int], Awaitable[str]]] = MappingProxyType(
    {"requests": _request, "cases": _case}
)


async def led_to(hub: Hub, actor: Actor, url: str) -> str | None:
    """Return the id of what a link leads to, whether `actor` may see that or not; None for others.

    Raises `Invalid` for what is no link, `Missing` for a number of nothing the actor may see.
    """
    if len(url) > LINK_MAX or "://" not in url:
        said = (
            f"A link is copied whole, with its `https://`, and has up to {LINK_MAX:,} characters."
        )
        raise Invalid("not_a_link", said, ("url",))
    path = own_path(hub.public_url, url) if hub.public_url else None
    return await _of_message(url) if path is None else await _of_ours(actor, path)


async def _of_ours(actor: Actor, path: str) -> str | None:
    if numbered := _NUMBERED.fullmatch(path):
        kind, number = numbered.groups()
        return await _BY_NUMBER[kind](actor, int(number))
    if named := _NAMED.fullmatch(path):
        *kinds, rest = named.groups()
        return f"{next(one for one in kinds if one)}_{rest}"
    return None


async def _of_message(url: str) -> str | None:
    """Return what a message shows, or what the message shows that it was said under."""
    try:
        given = urlsplit(url)
    except ValueError:
        return None
    found = _MESSAGE.search(given.path)
    if found is None:
        return None
    channel, digits = found.groups()
    under = parse_qs(given.query).get("thread_ts", [])
    instants = [f"{digits[:-_MICROSECONDS]}.{digits[-_MICROSECONDS:]}"]
    # One address may say it a hundred times, and each would be looked up.
    instants += [one for one in under[:1] if _INSTANT.fullmatch(one)]
    for instant in instants:
        copy = await notices.posted_as(f"{channel}:{instant}")
        address = await notices.address_of(copy.workspace_id) if copy else ""
        if copy and address and url.startswith(f"{address.rstrip('/')}/archives/"):
            return copy.subject_id
    return None


def own_path(public_url: str, url: str) -> str | None:
    """Return the path of an address on our own host; None for any other address."""
    try:
        ours, given = urlsplit(public_url), urlsplit(url)
        same = (ours.scheme, ours.hostname, ours.port) == (given.scheme, given.hostname, given.port)
    except ValueError:
        return None
    if not same or given.username is not None or given.password is not None:
        return None
    prefix = ours.path.rstrip("/")
    return given.path.removeprefix(prefix) if given.path.startswith(f"{prefix}/") else None
