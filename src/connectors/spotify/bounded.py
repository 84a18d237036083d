"""Reading an answer of Spotify's whole, as far as any answer goes."""

import httpx2

from connectors.outgoing import whole
from connectors.spotify.errors import OutcomeUnknown


async def read(answer: httpx2.Response, bytes_max: int) -> bytes:
    """Return the body of an answer; `OutcomeUnknown` for one that is larger than any should be."""
    beyond = OutcomeUnknown("too_large", ["the answer is larger than any should be"])
    return await whole(answer, bytes_max, beyond)
