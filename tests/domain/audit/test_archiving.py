"""What is old of the record is in files, what is over there alone, and all of it is verified."""

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.actor import CONNECTOR
from domain.audit import archive_records, archiving, exporting
from domain.audit import service as audit
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.hub import Hub
from domain.retention import AUDIT_LEAST, Keep

OLD = timedelta(days=31 * (AUDIT_LEAST + 2))


async def over(subjects: Sequence[str]) -> set[str]:
    """What ends in `x` is over."""
    return {one for one in subjects if one.endswith("x")}


@pytest.fixture
def keeping(hub: Hub) -> Hub:
    """A hub that keeps three years of its record in the database."""
    return replace(hub, keep=Keep(audit_months=AUDIT_LEAST))


async def chain(hub: Hub, subject: str, length: int) -> None:
    for number in range(length):
        async with transaction():
            await audit.record(hub.clock.now(), CONNECTOR, "thing.done", subject, {"n": number})


async def grown_old(hub: Hub, clock: SteppingClock) -> None:
    """Have a chain that is over, one that is not, two anchors, and years go by."""
    await chain(hub, "thing_x", 3)
    await chain(hub, "thing_y", 2)
    await audit.anchor(clock.now(), hub.secrets)
    clock.advance(timedelta(hours=1))
    await chain(hub, "thing_x", 2)
    await audit.anchor(clock.now(), hub.secrets)
    clock.advance(OLD)
    await chain(hub, "thing_young_x", 1)
    await audit.anchor(clock.now(), hub.secrets)


async def lengths() -> dict[str, int]:
    rows = await sql.fetch(
        "SELECT subject, COUNT(*) AS n FROM audit_events WHERE subject LIKE 'thing%'"
        " GROUP BY subject"
    )
    return {row["subject"]: row["n"] for row in rows}


async def problems(hub: Hub) -> set[str]:
    return {found.problem for found in await audit.verify(hub.secrets, files=hub.files)}


async def test_what_is_old_and_over_leaves_and_the_record_holds(
    keeping: Hub, clock: SteppingClock
) -> None:
    await grown_old(keeping, clock)
    due = await archiving.due(keeping)
    (made,) = await archiving.archive(keeping, over)
    acts = [event.act for event in await audit.trail(archiving.SUBJECT)]

    assert due is not None
    assert (due.anchors, due.events) == (2, 7)
    assert (made.first_anchor, made.last_anchor) == (1, 2)
    assert await lengths() == {"thing_y": 2, "thing_young_x": 1}
    assert acts == ["audit.archived", "audit.retired"]
    assert await audit.verify(keeping.secrets) == []
    assert await problems(keeping) == set()


async def test_nothing_is_archived_where_nobody_said_for_how_long(
    hub: Hub, clock: SteppingClock
) -> None:
    await grown_old(hub, clock)

    assert await archiving.due(hub) is None
    assert await archiving.archive(hub, over) == []
    assert len(await lengths()) == 3


async def test_what_left_goes_on_where_it_ended_and_leaves_again(
    keeping: Hub, clock: SteppingClock
) -> None:
    await grown_old(keeping, clock)
    await archiving.archive(keeping, over)
    await chain(keeping, "thing_x", 1)
    await audit.anchor(clock.now(), keeping.secrets)
    went_on = [event.position for event in await audit.trail("thing_x")]
    held = await problems(keeping)
    clock.advance(OLD)
    await archiving.archive(keeping, over)
    shown = await exporting.document(["thing_x"], keeping.files)

    assert (went_on, held) == ([6], set())
    assert await lengths() == {"thing_y": 2}
    assert await problems(keeping) == set()
    assert [event["position"] for event in shown["chains"][0]["events"]] == [1, 2, 3, 4, 5, 6]
    assert shown["findings"] == []


async def test_a_large_record_is_several_archives_that_name_one_another(
    keeping: Hub, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "EVENTS_MAX", 6)
    await grown_old(keeping, clock)
    made = await archiving.archive(keeping, over)
    first, second = await archive_records.archives()

    assert [one.last_anchor for one in made] == [1, 2]
    assert (first.events, second.events, second.after_seq) == (5, 2, first.last_seq)
    assert await lengths() == {"thing_y": 2, "thing_young_x": 1}
    assert await problems(keeping) == set()


@pytest.mark.parametrize("begun", ["end", "retired"])
async def test_what_was_cut_short_is_done_again(
    keeping: Hub, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch, begun: str
) -> None:
    async def killed(*_: object) -> None:
        raise InterruptedError

    await grown_old(keeping, clock)
    with monkeypatch.context() as patch:
        patch.setattr(archive_records, begun, killed)
        with pytest.raises(InterruptedError):
            await archiving.archive(keeping, over)
    held = await problems(keeping)
    await archiving.archive(keeping, over)
    (one,) = await archive_records.archives()

    assert held == set()
    assert one.events == 7
    assert await lengths() == {"thing_y": 2, "thing_young_x": 1}
    assert await problems(keeping) == set()


@pytest.mark.parametrize(
    ("tampering", "problem"),
    [
        ("DELETE FROM audit_events WHERE subject = 'thing_y'", "does not end where"),
        ("UPDATE audit_heads SET archived = 4 WHERE subject = 'thing_x'", "does not end where"),
        ("DELETE FROM audit_heads WHERE subject = 'thing_x'", "has no head"),
        ("UPDATE audit_anchors SET signature = 'forged' WHERE number = 1", "signature is wrong"),
    ],
)
async def test_tampering_with_what_was_archived_shows(
    keeping: Hub, clock: SteppingClock, tampering: str, problem: str
) -> None:
    await grown_old(keeping, clock)
    await archiving.archive(keeping, over)
    await sql.execute(tampering)

    assert any(problem in found for found in await problems(keeping))


async def test_a_chain_that_never_was_archived_cannot_be_said_to_be(
    keeping: Hub, clock: SteppingClock
) -> None:
    await grown_old(keeping, clock)
    await archiving.archive(keeping, over)
    await sql.execute("DELETE FROM audit_events WHERE subject = 'thing_young_x'")
    await sql.execute(
        "UPDATE audit_heads SET archived = position, archived_digest = digest"
        " WHERE subject = 'thing_young_x'"
    )

    assert "events that left the database are in no archive" in await problems(keeping)


async def test_a_chain_that_was_written_anew_is_not_what_was_archived(
    keeping: Hub, clock: SteppingClock
) -> None:
    await grown_old(keeping, clock)
    await archiving.archive(keeping, over)
    await sql.execute("DELETE FROM audit_events WHERE subject = 'thing_y' AND position = 2")
    (first,) = await audit.trail("thing_y")
    await sql.execute(
        "UPDATE audit_heads SET position = 1, digest = $1 WHERE subject = 'thing_y'", first.digest
    )

    assert await problems(keeping) == {"the event is not what was archived"}


async def test_an_archive_that_is_gone_or_changed_shows(
    keeping: Hub, clock: SteppingClock, files: Path
) -> None:
    await grown_old(keeping, clock)
    (made,) = await archiving.archive(keeping, over)
    path = files / made.id
    lines = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(lines.replace(b'"n":2', b'"n":3')))
    changed = await problems(keeping)
    path.unlink()
    gone = await problems(keeping)

    assert any("the archive: " in one for one in changed)
    assert any("is not there" in one for one in gone)


async def test_a_forged_archive_is_found_by_its_chains_and_anchors(
    keeping: Hub, clock: SteppingClock, files: Path
) -> None:
    await grown_old(keeping, clock)
    (made,) = await archiving.archive(keeping, over)
    forged = gzip.compress(
        gzip.decompress((files / made.id).read_bytes()).replace(b'"n":2', b'"n":3')
    )
    (files / made.id).write_bytes(forged)
    await sql.execute("UPDATE audit_archives SET sha256 = $1", hashlib.sha256(forged).hexdigest())

    assert "the event was changed" in await problems(keeping)
