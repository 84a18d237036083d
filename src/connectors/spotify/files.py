"""Fetching and sending files where Spotify names an address, which may be anywhere but inside.

What Spotify says is not trusted further than what anybody says: `https` and a public address, one
look-up, no redirect, so many bytes within so long. Our token is not for such places.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2

from connectors.spotify import bounded
from connectors.spotify.errors import OutcomeUnknown
from connectors.webhooks import addresses
from domain.errors import Invalid

#: How long a file may take from the first look-up to the last byte, in seconds. Ours.
SECONDS = 60.0

#: The most bytes of a file, and the most characters of its address: it is signed. Ours.
BYTES_MAX, ADDRESS_MAX = 10_000_000, 4_000

#: What begins an upload whose own address is answered. Source: Google Cloud Storage, resumable.
_BEGIN: Mapping[str, str] = {"x-goog-resumable": "start", "content-type": "text/csv"}

#: What is wrong with an address that Spotify names: nobody here wrote it, or can write another.
_REFUSED: Mapping[str, str] = {
    "too_long": f"that has more than {ADDRESS_MAX} characters",
    "bad_address": "that is not https with a host by its name, no port and no name before it",
    "address_not_public": "that is not public",
}


@dataclass(frozen=True, slots=True)
class _Place:
    """An address that was looked at, and who asks it."""

    http: httpx2.AsyncClient
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    extensions: Mapping[str, Any] = field(default_factory=dict)

    async def ask(
        self, method: str, content: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[httpx2.Response, bytes]:
        """Return what a place answers, if it is a success."""
        async with self.http.stream(
            method,
            self.url,
            content=content,
            headers={**self.headers, **(headers or {})},
            extensions=dict(self.extensions),
            follow_redirects=False,
        ) as answer:
            if not answer.is_success:
                verb = "given away" if method == "GET" else "taken"
                said = f"the file is not {verb}, status {answer.status_code}"
                raise OutcomeUnknown("no_file", [said], answer.status_code)
            return answer, await bounded.read(answer, BYTES_MAX)


async def fetched(
    http: httpx2.AsyncClient, own: str, address: str, resolve: addresses.Resolve
) -> bytes:
    """Return a file.

    `own` is where the interface itself is, up to the path: what lies there is read by `http`, as
    all else is. Raises `OutcomeUnknown`.
    """
    async with _reached(http, own, address, resolve) as place:
        return (await place.ask("GET"))[1]


async def sent(
    http: httpx2.AsyncClient, own: str, address: str, content: bytes, resolve: addresses.Resolve
) -> None:
    """Send a table to a signed address, in two steps: the first answers where the second goes.

    `own` is as for `fetched`. Raises `OutcomeUnknown`: then it may lie there, or not.
    """
    async with _reached(http, own, address, resolve) as place:
        answer, _ = await place.ask("POST", headers=_BEGIN)
    then = answer.headers.get("location", "")
    async with _reached(http, own, then, resolve) as place:
        await place.ask("PUT", content, {"content-type": "text/csv"})


@asynccontextmanager
async def _reached(
    http: httpx2.AsyncClient, own: str, address: str, resolve: addresses.Resolve
) -> AsyncIterator[_Place]:
    try:
        async with asyncio.timeout(SECONDS):
            if address.startswith(f"{own}/"):
                yield _Place(http, address)
                return
            target = await addresses.checked(address, resolve, loopback=False, most=ADDRESS_MAX)
            # A client of its own: no cookie is kept, and nothing of the environment counts.
            async with httpx2.AsyncClient(timeout=SECONDS, trust_env=False) as alone:
                headers, name = {"host": target.host}, {"sni_hostname": target.name}
                yield _Place(alone, target.url, headers, name)
    except Invalid as refusal:
        said = _REFUSED.get(refusal.code, "that is refused")
        raise OutcomeUnknown(
            "unreadable", [f"Spotify named an address for the file {said}"]
        ) from refusal
    except TimeoutError as late:
        said = f"the file did not pass within {SECONDS:g} seconds"
        raise OutcomeUnknown("no_answer", [said]) from late
    except (httpx2.RequestError, OSError) as error:
        raise OutcomeUnknown("no_answer", [type(error).__name__]) from error
