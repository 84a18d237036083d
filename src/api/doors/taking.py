"""Bodies that are taken whole: how much is said to come, and never more than may."""

from starlette.requests import Request

from domain.errors import Invalid


def announced(request: Request) -> int | None:
    """Return how many bytes are said to come; None if nobody says."""
    said = request.headers.get("content-length", "")
    return int(said[:20]) if said.isascii() and said.isdigit() else None


async def whole(request: Request, most: int, too_large: str) -> bytes:
    """Return a body of up to `most` bytes; `Invalid`, in these words, if there is more."""
    if (announced(request) or 0) > most:
        raise Invalid("too_large", too_large)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise Invalid("too_large", too_large)
    return bytes(body)
