"""Hearing on PostgreSQL what any process changed, and telling the listeners of this one.

Every event of the record notifies with its number and its subject, so that hearing of it asks the
database nothing: every process hears everything, and what that costs is paid at each door. What was
missed while the connection was gone is read from the record, some way back from the last number
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

CHANNEL = "greenlight_subjects"

#: How far back it is read after an interruption, in events; more were never under way at once.
OVERLAP = 1_000

#: How many events are read at once when catching up.
PAGE = 1_000

_SINCE = f"SELECT seq, subject FROM audit_events WHERE seq > $1 ORDER BY seq LIMIT {PAGE}"

#: How often a quiet connection is tried, and how long an answer may take, in seconds.
PING_SECONDS, ANSWER_SECONDS = 10.0, 5.0

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
        self._last = max(self._told, default=0)
        self._heard_of = dict[str, None]()

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
        # Where it is read from, before anything is heard that came long after.
        ended, after = asyncio.Event(), self._last - OVERLAP
        connection.add_termination_listener(lambda _: ended.set())
        try:
            await connection.add_listener(CHANNEL, self._heard)
            await self._catch_up(connection, after)
            while not ended.is_set():
                await _quiet(connection, ended)
        finally:
            with suppress(Exception):
                await connection.close(timeout=1)
        raise ConnectionError("the database ended the connection")

    def _heard(self, _connection: object, _process: int, _channel: str, said: object) -> None:
        """Tell of what came together, each subject once; no task is woken for it, at no door."""
        number, _, subject = str(said).partition(" ")
        if not self._heard_of:
            asyncio.get_running_loop().call_soon(self._tell_heard)
        self._heard_of |= self._news([(int(number), subject)])

    def _tell_heard(self) -> None:
        heard, self._heard_of = self._heard_of, {}
        self._tell(heard)

    async def _catch_up(self, connection: asyncpg.Connection, after: int) -> None:
        """Tell once each what was changed since the number `after`, page by page."""
        subjects = dict[str, None]()
        try:
            while True:
                rows = await connection.fetch(_SINCE, after)
                subjects |= self._news([(row["seq"], row["subject"]) for row in rows])
                if len(rows) < PAGE:
                    break
                after = rows[-1]["seq"]
        finally:  # What counts as told is told, though the next page never came.
            self._tell(subjects)

    def _news(self, changes: Sequence[tuple[int, str]]) -> dict[str, None]:
        """Return the subjects of those `changes` that were not told yet, in order."""
        subjects: dict[str, None] = {}
        for number, subject in changes:
            if number not in self._told:
                self._told[number] = None
                self._last = max(self._last, number)
                subjects[subject] = None
        while len(self._told) > 2 * OVERLAP:
            self._told.popitem(last=False)
        return subjects

    def _tell(self, subjects: Iterable[str]) -> None:
        for subject in subjects:
            self._feed.changed(subject)


async def _quiet(connection: asyncpg.Connection, ended: asyncio.Event) -> None:
    """Wait until the connection ended, and now and then ask whether it answers; raise if not."""
    try:
        async with asyncio.timeout(PING_SECONDS):
            await ended.wait()
    except TimeoutError:
        await connection.fetchval("SELECT 1", timeout=ANSWER_SECONDS)
