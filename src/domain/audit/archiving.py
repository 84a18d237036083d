"""Archiving what is old of the record, and taking what is over out of the database.

An archive is a stretch of the whole record that ends with an anchor, so it is verified as it is.
Of what is in it only whole chains leave the database, of things that are over: who works with a
thing reads its chain. A chain that left can go on at any time.

Killed anywhere, it is done again: which stretch it is and under which id its file is kept is
written down first, the same stretch is the same bytes, and a chain leaves in one transaction.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from domain import ids
from domain.actor import SCHEDULE
from domain.audit import archive_records, records, service, tape
from domain.audit.model import Anchor, Archive
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.hub import Hub
from domain.jobs.model import Job
from domain.retention import months_before

KIND = "audit.archive"

#: What the record says of it, and the chain that does.
ARCHIVED, RETIRED, SUBJECT = "audit.archived", "audit.retired", "archives"

#: The hour from which on it is done, in UTC, once a day.
HOUR = 4

#: How many events one archive holds, or those under one anchor if they are more, and its bytes.
EVENTS_MAX, SIZE_MAX = 100_000, 1 << 30

#: How many events are read, and chains taken out, at once.
_BATCH = 500

#: Says which of some subjects are over, so that nobody works with their chains.
Over = Callable[[Sequence[str]], Awaitable[set[str]]]


@dataclass(frozen=True, slots=True)
class Due:
    """What is old enough: the anchors before `before` that no archive holds, and their events."""

    before: datetime
    anchors: int
    events: int


async def archive_old(hub: Hub, over: Over, _: Job) -> None:
    """Archive what is older than the hub keeps; the handler of `KIND`."""
    await archive(hub, over)


async def due(hub: Hub) -> Due | None:
    """Return what `archive` would archive; None where everything is kept in the database."""
    before = _before(hub)
    if before is None:
        return None
    done = await archive_records.archives()
    since = done[-1].last_seq if done else 0
    old = [one for one in await records.anchors() if one.at < before and one.last_seq > since]
    events = await archive_records.count(since, old[-1].last_seq) if old else 0
    return Due(before, len(old), events)


async def archive(hub: Hub, over: Over) -> list[Archive]:
    """Archive what is old, take what is over out of the database, and return what was made."""
    before, made = _before(hub), []
    if before is not None:
        while (begun := await _begin(hub, before)) is not None:
            await _write(hub, begun)
            made.append(begun)
    for one in await archive_records.archives():
        if one.sha256 is not None and one.retired_at is None:
            await _retire(hub, over, one)
    return made


def _before(hub: Hub) -> datetime | None:
    if hub.keep.audit_months is None:
        return None
    day = months_before(hub.clock.now().astimezone(UTC).date(), hub.keep.audit_months)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


async def _begin(hub: Hub, before: datetime) -> Archive | None:
    """Write down the next stretch, or find what was begun; None if nothing is old enough."""
    async with transaction():
        await sql.take_turns(Turn.ARCHIVES)
        done = await archive_records.archives()
        if done and done[-1].sha256 is None:
            return done[-1]
        anchors, covered = await records.anchors(), done[-1].last_anchor if done else 0
        since = done[-1].last_seq if done else 0
        old = [one for one in anchors[covered:] if one.at < before]
        if not old:
            return None
        last = await _fitting(since, old)
        begun = Archive(
            number=len(done) + 1,
            id=ids.new(ids.Prefix.ARCHIVE),
            first_anchor=covered + 1,
            last_anchor=covered + last + 1,
            after_seq=since,
            last_seq=old[last].last_seq,
            begun_at=hub.clock.now(),
        )
        await archive_records.begin(begun)
        return begun


async def _fitting(since: int, anchors: Sequence[Anchor]) -> int:
    """Return the place of the last of `anchors` up to which no more than a file's events are."""
    low, high = 0, len(anchors) - 1
    while low < high:
        middle = (low + high + 1) // 2
        few = await archive_records.count(since, anchors[middle].last_seq) <= EVENTS_MAX
        low, high = (middle, high) if few else (low, middle - 1)
    return low


async def _write(hub: Hub, begun: Archive) -> None:
    """Write the file of an archive, and then down that it is there."""
    earlier = await archive_records.archives()
    previous = earlier[begun.number - 2].sha256 or "" if begun.number > 1 else ""
    count = await archive_records.count(begun.after_seq, begun.last_seq)
    pieces = tape.packed(_lines(begun, previous))
    async with hub.files.receive(begun.id, pieces, SIZE_MAX) as received:
        await received.keep()
        facts = received.facts
    async with transaction():
        if await archive_records.end(begun.number, count, facts.size, facts.sha256):
            details = {"number": begun.number, "events": count, "sha256": facts.sha256}
            details |= {"after_seq": begun.after_seq, "last_seq": begun.last_seq}
            await service.record(hub.clock.now(), SCHEDULE, ARCHIVED, SUBJECT, details)


async def _lines(begun: Archive, previous: str) -> AsyncIterator[bytes]:
    yield tape.head(begun, previous)
    since = begun.after_seq
    for anchor in (await records.anchors())[begun.first_anchor - 1 : begun.last_anchor]:
        while events := await records.events_after(since, _BATCH, anchor.last_seq):
            for one in events:
                yield tape.line(one)
            since = events[-1].seq
        yield tape.line(anchor)


async def _retire(hub: Hub, over: Over, one: Archive) -> None:
    """Take the chains out of the database that end in an archive, of things that are over."""
    subjects, chains, events = await archive_records.ending_in(one), 0, 0
    for start in range(0, len(subjects), _BATCH):
        some = await over(subjects[start : start + _BATCH])
        async with transaction():
            for subject in sorted(some):
                gone = await archive_records.retire(subject, one.last_seq)
                chains, events = chains + (gone > 0), events + gone
    async with transaction():
        await archive_records.retired(one.number, hub.clock.now())
        details = {"number": one.number, "chains": chains, "events": events}
        await service.record(hub.clock.now(), SCHEDULE, RETIRED, SUBJECT, details)
