"""One question over HTTP, and once more with a fresh token where the one before was refused."""

from dataclasses import dataclass
from typing import Any

import httpx2

from connectors.opentext.auth import Entry, NotLetIn
from connectors.opentext.errors import Unsuitable

#: The most bytes of an answer that are read. Ours: a thousand rows stay below.
ANSWER_BYTES_MAX = 1_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, bytes, and in how many seconds to ask again, if it says."""

    status: int
    content: bytes
    retry_after: float | None = None


class Channel:
    """The way to one service. What the HTTP client raises passes through."""

    def __init__(self, http: httpx2.AsyncClient, entry: Entry, *, base_url: str) -> None:
        self._http = http
        self._entry = entry
        self._base = base_url.rstrip("/")

    async def ask(self, method: str, path: str, **given: Any) -> Answer:  # noqa: ANN401  The client's own arguments.
        """Ask, and once more where the token was refused; `NotLetIn` if a fresh one is as well.

        Raises `Unsuitable` where the answer is larger than any should be.
        """
        header = await self._entry.header()
        answer = await self._once(method, path, header, given)
        if answer.status == 401:  # noqa: PLR2004  The token was refused.
            header = await self._entry.header(stale=header)
            answer = await self._once(method, path, header, given)
        if answer.status == 401:  # noqa: PLR2004  A fresh one was refused as well.
            raise NotLetIn
        return answer

    async def _once(self, method: str, path: str, header: str, given: dict[str, Any]) -> Answer:
        headers = {"Authorization": header, "Accept": "application/json"}
        held = bytearray()
        async with self._http.stream(method, self._base + path, headers=headers, **given) as answer:
            async for piece in answer.aiter_bytes():
                held += piece
                if len(held) > ANSWER_BYTES_MAX:
                    raise Unsuitable("answered more than any answer should hold")
            wait = _seconds(answer.headers.get("retry-after"))
            return Answer(answer.status_code, bytes(held), wait)


def _seconds(said: str | None) -> float | None:
    """Return a `Retry-After` in seconds; a date there is nothing this goes by."""
    return float(said) if said is not None and said.isascii() and said.isdigit() else None
