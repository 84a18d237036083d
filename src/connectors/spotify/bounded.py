"""Reading an answer of Spotify's whole, as far as any answer goes."""

import httpx2

from connectors.spotify.errors import OutcomeUnknown


async def read(answer: httpx2.Response, bytes_max: int) -> bytes:
    """Return the body of an answer; `OutcomeUnknown` for one that is larger than any should be."""
    held = bytearray()
    async for piece in answer.aiter_bytes():
        held += piece
        if len(held) > bytes_max:
            raise OutcomeUnknown("too_large", ["the answer is larger than any should be"])
    return bytes(held)
