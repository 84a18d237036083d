"""HTTP whose heads are bounded: in bytes, and in the time that they take to come.

httptools, which reads requests for uvicorn, takes a head of any length, and uvicorn waits for one
for ever: it bounds heads only where h11 reads them. Bodies are bounded by whoever takes them.
"""

import asyncio
import secrets
from typing import Any, cast

import structlog
from uvicorn.protocols.http.flow_control import service_unavailable
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.watching.door import Door

#: The longest head of a request, in bytes; what h11 takes, and four times what browsers send.
HEAD_BYTES_MAX = 65_536

#: Where a process says that it lives: who hears otherwise ends it.
LIVE = b"/healthz"

#: How long a head may take to come, in seconds, from the connection on or from its first byte.
#: Ours: a slow line needs one.
HEAD_SECONDS = 10.0

_ANSWER = (
    b"HTTP/1.1 %s\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"x-request-id: %s\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)

#: What whoever is one too many hears, by the door as all else is; Starlette's types are looser.
_SENT_AWAY: Any = Door(cast("Any", service_unavailable), ())

log = structlog.get_logger()


class BoundedHttp(HttpToolsProtocol):
    """uvicorn's protocol, which hangs up on heads that are too long or too slow."""

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401  As uvicorn has it.
        super().__init__(*given, **named)
        self._late: asyncio.TimerHandle | None = None
        self._heading = True  # Whether a head is awaited whose end did not come yet.
        self._fed = 0  # Bytes of it.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._come()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head is too long by now."""
        super().data_received(data)
        if not self._heading:
            return
        if self._late is None:  # A head that comes whole, as nearly all do, needs no clock.
            self._wait()
        self._fed += len(data)
        if self._fed > HEAD_BYTES_MAX:
            self._hang_up(b"431 Request Header Fields Too Large")

    def on_message_begin(self) -> None:
        """Await the end of its head."""
        self._heading = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Answer, unless the head was too long."""
        self._come()
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > HEAD_BYTES_MAX:
            self._hang_up(b"431 Request Header Fields Too Large")
        elif self._crowded and self._should_upgrade():
            self._hang_up(b"503 Service Unavailable")
        elif not self.transport.is_closing():
            self._bounded_answer()

    @property
    def _crowded(self) -> bool:
        """Whether as many are connected as may be; uvicorn lets sockets in none the less."""
        most = self.limit_concurrency
        return most is not None and len(self.connections) >= most

    def _bounded_answer(self) -> None:
        """Answer; whether this process lives is said however many are connected."""
        app, most = self.app, self.limit_concurrency
        if self._crowded and self.url.partition(b"?")[0] != LIVE:
            log.warning("crowded", connections=most)
            self.app = _SENT_AWAY
        self.limit_concurrency = None  # What uvicorn says itself then would not pass the door.
        try:
            super().on_headers_complete()
        finally:
            self.app, self.limit_concurrency = app, most

    def _wait(self) -> None:
        self._fed = 0
        self._late = self.loop.call_later(HEAD_SECONDS, self._hang_up, b"408 Request Timeout")

    def _come(self) -> None:
        self._heading = False
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _hang_up(self, status: bytes) -> None:
        self._come()
        if not self.transport.is_closing():
            origin = secrets.token_hex(16)  # Of ours: the caller's may stand in what is not read.
            log.info("hung_up", status=status.decode(), request_id=origin)
            self.transport.write(_ANSWER % (status, origin.encode()))
            self.transport.close()
