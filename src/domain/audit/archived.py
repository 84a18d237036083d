"""Reading archives: verifying them, and finding the chains of some subjects in them."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field

from domain.audit import archive_records, rules, tape
from domain.audit.model import Anchor, Archive, Event, Finding
from domain.errors import HubError
from domain.files import FileStore

#: How many bytes of a file are read at once, and how many events are looked after at once.
_PIECE, _BATCH = 1 << 18, 500


@dataclass(slots=True)
class Verified:
    """What archives were found to hold: for each anchor in them the digest of heads, in order.

    `findings` is what is wrong; `ends` is where each chain in them ends.
    """

    heads: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    ends: dict[str, tuple[int, str]] = field(default_factory=dict)


async def verified(files: FileStore) -> Verified:
    """Read every archive, and judge it against itself, those before it and the chains' heads."""
    found, seen = Verified(), 0
    for one in await archive_records.archives():
        if one.sha256 is None:
            continue  # It was begun, and everything is in the database still.
        try:
            seen += await _look(files, one, found)
        except HubError as error:
            found.findings.append(Finding(one.id, one.number, f"the archive: {error.message}"))
            missing = one.last_anchor - len(found.heads)
            found.heads += [""] * missing
    if not found.findings and seen != await archive_records.archived_count():
        problem = "events that left the database are in no archive"
        found.findings.append(Finding("archives", seen, problem))
    return found


async def events_of(files: FileStore, subjects: Collection[str]) -> dict[str, list[Event]]:
    """Return the archived events of `subjects` that are not in the database any more, in order."""
    there = await archive_records.standing_of(sorted(subjects))
    standing = {subject: at for subject, at in there.items() if at.archived}
    found: dict[str, list[Event]] = {subject: [] for subject in standing}
    if not standing:
        return found
    for one in await archive_records.archives():
        if one.sha256 is None:
            continue
        async for entry in entries(files, one):
            if not isinstance(entry, Event) or (at := standing.get(entry.subject)) is None:
                continue
            if entry.position <= at.archived:
                found[entry.subject].append(entry)
    return found


async def entries(files: FileStore, one: Archive) -> AsyncIterator[tape.Entry]:
    """Yield the events and anchors of an archive; `Missing` or `Conflict` if its file is not so."""
    stored = await files.find(one.id, one.sha256 or "")
    async for said in tape.unpacked(stored.pieces(0, stored.size)):
        if (entry := tape.entry(said)) is not None:
            yield entry


async def _look(files: FileStore, one: Archive, found: Verified) -> int:
    """Judge an archive; return of how many chains that left the database it holds the end."""
    grown: dict[str, tuple[str, int, str]] = {}
    batch: list[Event] = []
    seen = 0
    async for entry in entries(files, one):
        if isinstance(entry, Anchor):
            found.heads.append(rules.heads_digest(grown.values()))
            grown = {}
            continue
        position, digest = found.ends.get(entry.subject, (0, rules.START))
        found.findings += rules.judge_chain([entry], position, digest)
        found.ends[entry.subject] = entry.position, entry.digest
        grown[entry.subject] = entry.subject, entry.position, entry.digest
        batch.append(entry)
        if len(batch) == _BATCH:
            seen, batch = seen + await _compared(batch, found), []
    return seen + (await _compared(batch, found) if batch else 0)


async def _compared(events: list[Event], found: Verified) -> int:
    """Hold archived events against the database; return how many are where their chain left it."""
    standing = await archive_records.standing_of(sorted({one.subject for one in events}))
    there = await archive_records.digests(events[0].seq, events[-1].seq)
    ends = 0
    for one in events:
        at = standing.get(one.subject)
        if at is None:
            found.findings.append(Finding(one.subject, one.position, "its chain has no head"))
        elif one.position > at.archived and there.get(one.seq) != one.digest:
            problem = "the event is not what was archived"
            found.findings.append(Finding(one.subject, one.position, problem))
        elif (one.position, one.digest) == (at.archived, at.archived_digest):
            ends += 1
    return ends
