"""Hearing on PostgreSQL what any process changed, and telling the listeners of this one.

Every event of the record notifies with its number, and nothing else; the number is looked up. What
was missed while the connection was gone is read from the record, some way back from the last number
heard, since numbers are given before they are committed. What was told already, or stood there
before the hub opened, is not told again.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Self

import asyncpg
import structlog

from domain.database import sql
from domain.database.address import connect
from domain.feed import Feed

CHANNEL = "greenlight_changes"

#: How far back it is read after an interruption, in events; more were never under way at once.
OVERLAP = 1_000

#: How many events are read at once when catching up.
PAGE = 1_000

#: How often a quiet connection is tried, and how long an answer may take, in seconds.
PING_SECONDS, ANSWER_SECONDS = 10.0, 5.0

#: How long numbers are gathered before they are looked up together, in seconds, the first of a
#: quiet time aside: every process looks up every number, so this bounds what a busy hub costs each.
GATHER_SECONDS = 0.05

#: How long to wait before the next try when the database is gone, in seconds.
AGAIN_SECONDS = 0.5

log = structlog.get_logger()


class ChangeListener:
    """Feeds `feed` with what is changed in the database `url` after the number `last`.

    `told` are numbers up to there that stood in the record by then: they are not told.
    """

    def __init__(self, url: str, feed: Feed, told: Iterable[int] = ()) -> None:
        self._url = url
        self._feed = feed
        self._told: OrderedDict[int, None] = OrderedDict.fromkeys(sorted(told))
        self._looked = 0.0
        self._last = max(self._told, default=0)

    @classmethod
    async def opened(cls, url: str, feed: Feed) -> Self:
        """Return a listener that tells what is committed from now on; `url` is the open database.

        Nothing is lost between now and its first connection: that catches up as every later one.
        """
        rows = await sql.fetch(f"SELECT seq FROM audit_events ORDER BY seq DESC LIMIT {OVERLAP}")
        return cls(url, feed, [row["seq"] for row in rows])

    async def run(self) -> None:
        """Listen until cancelled, and over every restart of the database."""
        while True:
            try:
                await self._listen()
            except Exception as error:  # noqa: BLE001  Whatever broke, the next try catches up.
                log.warning("listener_lost_database", reason=f"{type(error).__name__}: {error}")
            await asyncio.sleep(AGAIN_SECONDS)

    async def _listen(self) -> None:
        connection = await connect(self._url)
        heard: asyncio.Queue[int | None] = asyncio.Queue()
        connection.add_termination_listener(lambda _: heard.put_nowait(None))
        try:
            await connection.add_listener(CHANNEL, lambda *said: heard.put_nowait(int(said[3])))
            await self._catch_up(connection)
            while True:
                await self._next(connection, heard)
        finally:
            with suppress(Exception):
                await connection.close(timeout=1)

    async def _catch_up(self, connection: asyncpg.Connection) -> None:
        """Tell once each what was changed since the last number heard, page by page."""
        after, subjects = self._last - OVERLAP, dict[str, None]()
        while True:
            rows = await connection.fetch(
                f"SELECT seq, subject FROM audit_events WHERE seq > $1 ORDER BY seq LIMIT {PAGE}",
                after,
            )
            subjects.update(self._news(rows))
            if len(rows) < PAGE:
                break
            after = rows[-1]["seq"]
        self._tell(subjects)

    async def _next(self, connection: asyncpg.Connection, heard: asyncio.Queue[int | None]) -> None:
        """Wait for numbers and tell what they stand for; raise if the connection is gone."""
        try:
            async with asyncio.timeout(PING_SECONDS):
                numbers = [await heard.get()]
        except TimeoutError:
            await connection.fetchval("SELECT 1", timeout=ANSWER_SECONDS)
            return
        now = asyncio.get_running_loop().time
        await asyncio.sleep(max(self._looked + GATHER_SECONDS - now(), 0))
        self._looked = now()
        while not heard.empty():
            numbers.append(heard.get_nowait())
        if None in numbers:
            raise ConnectionError("the database ended the connection")
        rows = await connection.fetch(
            "SELECT seq, subject FROM audit_events WHERE seq = ANY($1::bigint[]) ORDER BY seq",
            numbers,
        )
        self._tell(self._news(rows))

    def _news(self, rows: Sequence[asyncpg.Record]) -> dict[str, None]:
        """Return the subjects of the events among `rows` that were not told yet, in order."""
        subjects: dict[str, None] = {}
        for row in rows:
            if row["seq"] not in self._told:
                self._told[row["seq"]] = None
                self._last = max(self._last, row["seq"])
                subjects[row["subject"]] = None
        while len(self._told) > 2 * OVERLAP:
            self._told.popitem(last=False)
        return subjects

    def _tell(self, subjects: Iterable[str]) -> None:
        for subject in subjects:
            self._feed.changed(subject)
