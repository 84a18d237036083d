"""Charts as PNG, painted in one process of its own.

The renderer keeps Python's lock while it paints, so a thread would stop everything else for as
long. Here the hub only writes to a pipe and reads from it. The process begins with the first chart,
and anew when it died or had to be ended; it ends with the hub, whose pipe it reads.
"""

import asyncio
import hashlib
import struct
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from domain.errors import Invalid, Upstream

#: The largest chart that is taken, and the largest picture, in bytes. Ours: ten times what is.
SVG_BYTES_MAX, PNG_BYTES_MAX = 500_000, 4_000_000

#: How long one picture may take, in seconds; a hundred times what it takes.
SECONDS = 10.0

#: How many may wait for a picture at once: a second of work.
WAITING_MAX = 24

#: How many pictures are kept, for those who ask again.
KEPT_MAX = 64

WORKER = Path(__file__).parent / "worker.py"

_HEAD = struct.Struct(">BI")

log = structlog.get_logger()


class _Refused(Exception):
    """The worker said why there is no picture; it is well."""


class Painting:
    """Paints one chart after the other; `close` ends it.

    `worker` is the file that the process runs.
    """

    def __init__(
        self, *, worker: Path = WORKER, seconds: float = SECONDS, waiting: int = WAITING_MAX
    ) -> None:
        self._worker, self._seconds, self._most = worker, seconds, waiting
        self._process: Process | None = None
        self._turn, self._waiting = asyncio.Lock(), 0
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()

    @property
    def pid(self) -> int | None:
        """The number of the process; None while there is none."""
        return self._process.pid if self._process else None

    async def png(self, svg: str) -> bytes:
        """Return a PNG of `svg`.

        Raises `Invalid` for what is too large, and `Upstream` if too many wait already, or the
        chart could not be painted, or not in time.
        """
        given = svg.encode()
        if len(given) > SVG_BYTES_MAX:
            said = f"A chart of more than {SVG_BYTES_MAX:,} bytes is not painted; ask for less."
            raise Invalid("chart_too_large", said)
        key = hashlib.sha256(given).digest()
        if key in self._kept:
            return self._again(key)
        if self._waiting >= self._most:
            said = "Too many charts are being painted; ask for this one again shortly."
            raise Upstream("charts_busy", said)
        self._waiting += 1
        try:
            async with self._turn:
                if key not in self._kept:  # It may have been painted while this one waited.
                    self._keep(key, await self._painted(given))
                return self._again(key)
        finally:
            self._waiting -= 1

    async def close(self) -> None:
        """End the process, if it runs."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        if process.returncode is None:
            try:
                process.kill()
            except ProcessLookupError:
                log.debug("painter_ended_before")
        await process.wait()

    def _again(self, key: bytes) -> bytes:
        self._kept.move_to_end(key)
        return self._kept[key]

    def _keep(self, key: bytes, picture: bytes) -> None:
        self._kept[key] = picture
        while len(self._kept) > KEPT_MAX:
            self._kept.popitem(last=False)

    async def _painted(self, given: bytes) -> bytes:
        """Return the picture; what a worker's death took with it is tried once more."""
        for last in (False, True):
            try:
                async with asyncio.timeout(self._seconds):
                    return await self._asked(given)
            except _Refused as refused:
                log.warning("chart_not_painted", reason=str(refused))
                said = "This chart could not be painted; tell an administrator."
                raise Upstream("chart_not_painted", said) from None
            except TimeoutError:
                await self.close()
                log.warning("chart_too_slow", seconds=self._seconds)
                said = "This chart was not painted in time; ask for it again shortly."
                raise Upstream("chart_too_slow", said) from None
            except (OSError, asyncio.IncompleteReadError):
                await self.close()
                log.warning("painter_died", last=last)
            except BaseException:
                # Nobody reads the answer that comes now, so the next one would.
                await self.close()
                raise
        said = "Charts cannot be painted here now; ask for this one again shortly."
        raise Upstream("painter_died", said)

    async def _asked(self, given: bytes) -> bytes:
        process = await self._running()
        assert process.stdin is not None  # noqa: S101  It was started with pipes.
        assert process.stdout is not None  # noqa: S101  As above.
        process.stdin.write(len(given).to_bytes(4) + given)
        await process.stdin.drain()
        status, length = _HEAD.unpack(await process.stdout.readexactly(_HEAD.size))
        if length > PNG_BYTES_MAX:
            raise OSError("The answer is no picture of ours.")
        answer = await process.stdout.readexactly(length)
        if status:
            raise _Refused(answer.decode(errors="replace"))
        return answer

    async def _running(self) -> Process:
        """Return the process, begun anew if it ended: alone, and without our environment."""
        if self._process is None or self._process.returncode is not None:
            await self.close()
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-I",
                str(self._worker),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env={},
            )
        return self._process


@asynccontextmanager
async def painting() -> AsyncIterator[Painting]:
    """Open somebody who paints; no process runs before the first chart."""
    found = Painting()
    try:
        yield found
    finally:
        await found.close()
