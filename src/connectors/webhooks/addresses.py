"""Which addresses may be connected to: those of the public internet, and no other.

It is the one place that says so. A name is looked up for every connection, every address that it
has must be public, and the connection is made to the very address that was looked at: whoever owns
the name can say something else a moment later.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from domain.audience.guarding import TARGET_MAX, host_of
from domain.errors import Invalid

#: Looks up a name; returns its addresses as text. Raises `OSError` where it has none.
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

#: What is no public address though Python may say so. Sources: IANA's special-purpose registries;
#: 168.63.129.16 is the inner service of one cloud, at an address that looks like any other.
_CLOSED_4 = tuple(
    ipaddress.IPv4Network(one)
    for one in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "100.64.0.0/10")
)

#: What of version 6 is open at all; the rest is local, mapped, or for nobody. Source: RFC 4291.
_OPEN_6 = ipaddress.IPv6Network("2000::/3")

#: What holds another address (6to4, Teredo), or is for documents and tests.
_CLOSED_6 = tuple(
    ipaddress.IPv6Network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)


@dataclass(frozen=True, slots=True)
class Target:
    """An address that was looked at: what to connect to, and under which name it is asked."""

    url: str
    host: str
    name: str


def require(address: str, *, loopback: bool, most: int = TARGET_MAX) -> None:
    """Raise `Invalid` for an address that nothing is ever sent to, as far as it shows itself.

    `loopback` lets plain addresses of this machine pass, for a demo; `most` is how many characters
    it may have.
    """
    if len(address) > most:
        raise Invalid("too_long", f"An address has at most {most} characters.", ("address",))
    if host_of(address) is None and not (loopback and _here(address)):
        said = (
            "Write the address as https://hooks.example.com/journeys: with https, a host by its"
            " name, no port, no name before the host, and no blanks or signs beyond ASCII."
        )
        raise Invalid("bad_address", said, ("address",))


async def checked(
    address: str, resolve: Resolve, *, loopback: bool, most: int = TARGET_MAX
) -> Target:
    """Return what to connect to for an address, looked up now.

    Raises `Invalid` where that is inside the house, `OSError` where the name has no address.
    """
    require(address, loopback=loopback, most=most)
    parts = urlsplit(address)
    name, port = parts.hostname or "", parts.port
    found = await resolve(name, port or 443)
    local = loopback and parts.scheme == "http"
    closed = [one for one in found if not (_is_loopback(one) if local else is_public(one))]
    if closed or not found:
        said = f"`{name}` leads to an address that is not public; nothing is sent there."
        raise Invalid("address_not_public", said, ("address",))
    literal = f"[{found[0]}]" if ":" in found[0] else found[0]
    place = literal if port is None else f"{literal}:{port}"
    return Target(parts._replace(netloc=place).geturl(), parts.netloc, name)


def is_public(text: str) -> bool:
    """Whether an address is one of the public internet, and holds no other address in it."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        closed: bool = any(found in one for one in _CLOSED_4)
    else:
        closed = found not in _OPEN_6 or any(found in one for one in _CLOSED_6)
    return found.is_global and not found.is_multicast and not found.is_reserved and not closed


async def looked_up(name: str, port: int) -> Sequence[str]:
    """Return every address that a name has."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _here(address: str) -> bool:
    """Whether an address says by itself that it is this machine's."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = all("!" <= sign <= "~" for sign in address) and "\\" not in address
    return plain and parts.scheme == "http" and parts.username is None and _is_loopback(host)


def _is_loopback(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False
