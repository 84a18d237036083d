"""The record of every change: whatever is done to it afterwards shows."""

import asyncio
from dataclasses import replace

import pytest

from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.hub import Hub
from domain.people import privacy
from domain.people import service as people
from tests.world import ROOT, World


async def chain(hub: Hub, subject: str = "req_x", length: int = 4) -> None:
    for number in range(length):
        async with transaction():
            await audit.record(hub.clock.now(), CONNECTOR, "thing.done", subject, {"n": number})


async def held_up(anchoring: "asyncio.Task[None]") -> None:
    """Wait until an anchor waits for a writer; on SQLite it waits in the hub, from its first step.

    An anchor that does not wait ends, and is the fault that the test looks for.
    """
    waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'LOCK%'"
    async with asyncio.timeout(60):
        while not anchoring.done():
            if sql.sole() or await sql.fetch(waits):
                return
            await asyncio.sleep(0.01)


async def test_recording_belongs_into_the_transaction_of_the_change(hub: Hub) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        await audit.record(hub.clock.now(), CONNECTOR, "thing.done", "req_x", {})


async def test_an_untouched_record_holds(hub: Hub) -> None:
    await chain(hub)
    await audit.anchor(hub.clock.now(), hub.secrets)

    assert await audit.verify(hub.secrets) == []


async def test_numbers_that_a_database_writes_out_hold(hub: Hub) -> None:
    large = {"n": [1e16, -2.5e17, 1.8e19, 1.5e300, 1e-9, 10**17], "s": "1e16"}
    async with transaction():
        await audit.record(hub.clock.now(), CONNECTOR, "thing.done", "req_x", large)
    await audit.anchor(hub.clock.now(), hub.secrets)

    assert await audit.verify(hub.secrets) == []


@pytest.mark.parametrize(
    ("tampering", "problem"),
    [
        ("UPDATE audit_events SET details = '{\"n\": 9}' WHERE position = 2", "was changed"),
        ("UPDATE audit_events SET actor_id = 'usr_x' WHERE position = 3", "was changed"),
        ("DELETE FROM audit_events WHERE position = 2", "is missing"),
        ("DELETE FROM audit_events WHERE position = 4", "does not end where"),
        ("DELETE FROM audit_heads", "does not end where"),
    ],
)
async def test_tampering_shows(hub: Hub, tampering: str, problem: str) -> None:
    await chain(hub)
    await sql.execute(tampering)
    found = await audit.verify(hub.secrets)

    assert any(problem in finding.problem for finding in found)


async def test_a_tail_cut_off_together_with_its_head_contradicts_the_anchor(hub: Hub) -> None:
    await chain(hub)
    await audit.anchor(hub.clock.now(), hub.secrets)
    third = (await audit.trail("req_x"))[2]
    await sql.execute("DELETE FROM audit_events WHERE position = 4")
    await sql.execute("UPDATE audit_heads SET position = 3, digest = $1", third.digest)
    found = await audit.verify(hub.secrets)

    assert [finding.problem for finding in found] == [
        "events that stood here at the anchor's time are gone"
    ]


async def test_a_forged_anchor_has_the_wrong_signature(hub: Hub) -> None:
    await chain(hub)
    signed = await audit.anchor(hub.clock.now(), hub.secrets)
    forged = replace(signed, signature="0" * 64)
    await sql.execute("UPDATE audit_anchors SET signature = $1", forged.signature)
    found = await audit.verify(hub.secrets)

    assert "signature is wrong" in found[0].problem


async def test_forgetting_a_person_leaves_the_record_whole_and_their_name_unreadable(
    world: World,
) -> None:
    hub, user_id = world.hub, world.people["other_requester"]
    veiled = (await audit.trail(user_id))[0].details["name"]
    before = await privacy.unveil(hub, veiled)
    await people.forget(hub, ROOT, user_id)

    assert before == "Other Requester"
    assert await privacy.unveil(hub, veiled) == privacy.FORGOTTEN
    assert await audit.verify(hub.secrets) == []


async def test_an_event_under_way_while_it_is_anchored_accuses_nobody(hub: Hub) -> None:
    """Events get their numbers before they are committed, so a lower one may come later."""
    numbered, going_on = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with transaction():
            await chain(hub, "req_slow", 1)
            await sql.fetch("SELECT 1")  # What was deferred is sent with the next question.
            numbered.set()
            await going_on.wait()

    async def quick() -> None:
        await numbered.wait()
        await chain(hub, "req_quick", 1)

    async def anchored() -> None:
        await numbered.wait()
        await audit.anchor(hub.clock.now(), hub.secrets)

    working = [asyncio.create_task(act()) for act in (slow, quick, anchored)]
    await numbered.wait()
    await held_up(working[2])
    going_on.set()
    await asyncio.gather(*working)
    await audit.anchor(hub.clock.now(), hub.secrets)

    assert await audit.verify(hub.secrets) == []


async def test_anchors_made_at_once_follow_each_other(hub: Hub) -> None:
    await chain(hub)
    await asyncio.gather(*(audit.anchor(hub.clock.now(), hub.secrets) for _ in range(4)))

    assert await audit.verify(hub.secrets) == []


async def test_each_stretch_is_held_by_its_own_anchor(hub: Hub) -> None:
    await chain(hub)
    await audit.anchor(hub.clock.now(), hub.secrets)
    await chain(hub, "req_y")
    second = await audit.anchor(hub.clock.now(), hub.secrets)
    await sql.execute("DELETE FROM audit_events WHERE subject = 'req_y'")
    await sql.execute("DELETE FROM audit_heads WHERE subject = 'req_y'")
    found = await audit.verify(hub.secrets)

    assert [finding.subject for finding in found] == [second.id]


async def test_verifying_while_others_write_accuses_nobody(hub: Hub) -> None:
    done = asyncio.Event()

    async def write() -> None:
        for number in range(60):
            await chain(hub, f"req_{number % 3}", 1)
        done.set()

    async def look() -> list[str]:
        found: list[str] = []
        while not done.is_set():
            found += [finding.problem for finding in await audit.verify(hub.secrets)]
        return found

    _, found = await asyncio.gather(write(), look())

    assert found == []
