"""Calls outside over HTTP: each is a step that carries how its trace goes on, and is bounded.

Answers are read as far as any should go, and waits are taken from them within bounds.
"""

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx2

from domain import steps

#: The longest part of an address that is a word and no name, in characters.
_WORD_LENGTH_MAX = 24

#: The most bytes of a short answer. Ours: real grants of tokens have up to a few kilobytes.
SHORT_BYTES_MAX = 100_000

#: Services whose addresses people give the hub, secrets and all.
_GIVEN = frozenset({"webhooks", "podcasts"})


class Outgoing(httpx2.AsyncClient):
    """A client of one service, which is named in figures and traces."""

    def __init__(self, service: str, **given: Any) -> None:  # noqa: ANN401  The client's own.
        super().__init__(**given)
        self._service = service

    async def send(self, request: httpx2.Request, **given: Any) -> httpx2.Response:  # noqa: ANN401  The client's own.
        """Send a request; every other method of this class comes here."""
        facts = {"host": request.headers.get("host", "")}
        with steps.calling(
            self._service, f"{request.method} {self._template(request.url.path)}", facts
        ) as step:
            if step.trace:
                request.headers["traceparent"] = step.trace
            answer = await super().send(request, **given)
            step.outcome = str(answer.status_code)
            return answer

    def _template(self, path: str) -> str:
        """Return a path as lines may have it; one that somebody gave the hub may open something."""
        return "/..." if self._service in _GIVEN else template(path)


async def whole(answer: httpx2.Response, bytes_max: int, beyond: Exception) -> bytes:
    """Return the body of an answer that is streamed; raise `beyond` once it is larger."""
    held = bytearray()
    async for piece in answer.aiter_bytes():
        held += piece
        if len(held) > bytes_max:
            raise beyond
    return bytes(held)


async def short(
    http: httpx2.AsyncClient,
    method: str,
    url: str,
    beyond: Exception,
    **given: Any,  # noqa: ANN401  The client's own.
) -> httpx2.Response:
    """Return an answer that has to be short, as the grant of a token is; raise `beyond` if not."""
    async with http.stream(method, url, **given) as answer:
        content = await whole(answer, SHORT_BYTES_MAX, beyond)
        return httpx2.Response(answer.status_code, content=content)


def wait_said(said: str | None, most: float) -> float | None:
    """Return a `Retry-After` in seconds, up to `most`; a date there is nothing this goes by."""
    if said is None or not (said.isascii() and said.isdigit()):
        return None
    return min(float(said), most)


def is_safe(url: object) -> bool:
    """Whether nobody on the way can change what is read from an address."""
    if not isinstance(url, str) or not url.isascii() or not url.isprintable():
        return False
    host, scheme = host_of(url), url.partition(":")[0].lower()
    return bool(host) and (scheme == "https" or (scheme == "http" and _is_loopback(host)))


def host_of(url: str) -> str:
    """Return the host of an address; nothing where it has none, or a port that is none."""
    try:
        parts = urlsplit(url)
        reached = parts.port != 0
    except ValueError:
        return ""
    return (reached and parts.hostname) or ""


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def template(path: str) -> str:
    """Return the path of an address with `{}` in the place of whatever names one thing of many."""
    return "/".join("{}" if _names_one(part) else part for part in path.split("/"))


def _names_one(part: str) -> bool:
    if len(part) > 1 and part[0] == "v" and part[1:].isdigit():  # A version of an API.
        return False
    return len(part) > _WORD_LENGTH_MAX or any(letter.isdigit() for letter in part)
