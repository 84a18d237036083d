"""HTTP as cheap as it gets, for who asks so often that a client would cost more than the server."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

#: How long a connection may lie idle and be used again, in seconds: uvicorn closes it after five.
IDLE_SECONDS = 3.0

#: The largest answer that is read at once, in bytes.
ANSWER_MAX = 4_000_000

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


@dataclass
class Lines:
    """Connections to one port of this machine: opened where none is free, and kept."""

    port: int
    _free: list[tuple[Connection, float]] = field(default_factory=list)

    async def post(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Post it and return the answer; `OSError` or `EOFError` where there is none."""
        return await self.send(posted(path, headers, body))

    async def send(self, request: bytes) -> Answer:
        """Send what goes over the wire as it is, and return the answer."""
        reader, writer = await self._connection()
        try:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            answer = await reader.readexactly(int(length[1]) if length else 0)
        except BaseException:
            writer.close()
            raise
        self._free.append(((reader, writer), time.monotonic()))
        return Answer(int(head[9:12]), answer)

    @asynccontextmanager
    async def stream(
        self, path: str, headers: Mapping[str, str], body: bytes
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Send it, and give the events of the answer as they come, on a connection of its own."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=ANSWER_MAX)
        try:
            writer.write(posted(path, headers, body))
            yield _events(reader)
        finally:
            writer.close()

    def close(self) -> None:
        """Close what is kept."""
        for (_, writer), _at in self._free:
            writer.close()
        self._free.clear()

    async def _connection(self) -> Connection:
        while self._free:
            kept, at = self._free.pop()
            if time.monotonic() - at < IDLE_SECONDS and not kept[0].at_eof():
                return kept
            kept[1].close()
        return await asyncio.open_connection("127.0.0.1", self.port, limit=ANSWER_MAX)


def posted(path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """Return a POST as it goes over the wire."""
    given = {"host": "hub", "content-length": str(len(body)), **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


def graphql(
    query: str, variables: Mapping[str, object], token: str, accept: str = "application/json"
) -> tuple[dict[str, str], bytes]:
    """Return the headers and the body of a question."""
    headers = {
        "accept": accept,
        "authorization": f"Bearer {token}",
        "content-type": "application/json",
    }
    return headers, json.dumps({"query": query, "variables": variables}).encode()


async def _events(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Yield what each event `next` holds; what chunks are between is passed over."""
    while line := await reader.readline():
        if line.startswith(b"data:") and len(line.strip()) > len(b"data:"):
            yield line.removeprefix(b"data:").strip()
