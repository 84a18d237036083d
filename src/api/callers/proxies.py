"""Whose address a request comes from, where proxies stand in front that are trusted.

Each of them writes whom it was reached by at the end of `X-Forwarded-For`. So with two of them the
second from the right was written by the outermost, and what stands left of it by anybody.
"""

from collections.abc import Sequence
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

#: The most entries that are looked at; there are no more proxies than that.
ENTRIES_MAX = 20


class Behind:
    """Puts the caller's address where everything looks for it: `request.client`, the log."""

    def __init__(self, app: ASGIApp, proxies: int = 0) -> None:
        self._app = app
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with the address of whoever reached the outermost trusted proxy."""
        if self._proxies and scope["type"] in {"http", "websocket"}:
            said = Headers(scope=scope).getlist("x-forwarded-for")
            found = caller(said, self._proxies)
            if found is not None:
                scope["client"] = (found, 0)
        await self._app(scope, receive, send)


def caller(said: Sequence[str], proxies: int) -> str | None:
    """Return the address that the outermost of so many proxies wrote down.

    `said` are the headers `X-Forwarded-For`, in their order, which are one list. None where that
    list is too short, or holds no address there: then nobody trusted wrote it.
    """
    entries = ",".join(said).rsplit(",", ENTRIES_MAX)
    if len(entries) < proxies:
        return None
    return _address(entries[-proxies].strip())


def _address(entry: str) -> str | None:
    """Return an address, perhaps with its port or in brackets, as it is written alone."""
    bare = entry
    if entry.startswith("["):
        bare = entry[1:].partition("]")[0]
    elif entry.count(":") == 1:
        bare = entry.partition(":")[0]
    try:
        return str(ip_address(bare))
    except ValueError:
        return None
