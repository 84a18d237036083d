"""Fetching the files that Spotify names an address of, which may be anywhere but inside the house.

What Spotify says is not trusted further than what anybody says: `https` and a public address, one
look-up, no redirect, so many bytes within so long.
"""

import asyncio
from collections.abc import Mapping
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


async def fetched(
    http: httpx2.AsyncClient, own: str, address: str, resolve: addresses.Resolve
) -> bytes:
    """Return a file; our token is not for its place.

    `own` is where the interface itself is, up to the path: what lies there is read by `http`, as
    all else is. Raises `OutcomeUnknown`.
    """
    try:
        async with asyncio.timeout(SECONDS):
            if address.startswith(f"{own}/"):
                return await _read(http, address)
            target = await addresses.checked(address, resolve, loopback=False, most=ADDRESS_MAX)
            # A client of its own: no cookie is kept, and nothing of the environment counts.
            async with httpx2.AsyncClient(timeout=SECONDS, trust_env=False) as alone:
                headers, name = {"host": target.host}, {"sni_hostname": target.name}
                return await _read(alone, target.url, headers, name)
    except Invalid as refusal:
        raise OutcomeUnknown("unreadable", [refusal.message]) from refusal
    except TimeoutError as late:
        said = f"the file was not read within {SECONDS:g} seconds"
        raise OutcomeUnknown("no_answer", [said]) from late
    except (httpx2.TransportError, OSError) as error:
        raise OutcomeUnknown("no_answer", [type(error).__name__]) from error


async def _read(
    http: httpx2.AsyncClient,
    url: str,
    headers: Mapping[str, str] | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> bytes:
    async with http.stream(
        "GET", url, headers=headers, extensions=dict(extensions or {}), follow_redirects=False
    ) as answer:
        if not answer.is_success:
            said = f"the file is not given away, status {answer.status_code}"
            raise OutcomeUnknown("no_file", [said], answer.status_code)
        return await bounded.read(answer, BYTES_MAX)
