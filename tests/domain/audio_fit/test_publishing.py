"""What the houses of titles are told of a ranking, and for how long corrections are named."""

from dataclasses import replace
from datetime import timedelta

from domain.audio_fit import publishing
from domain.audio_fit.model import Asked, By
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.title_house.reporting import TELL
from tests.heard import heard, titles
from tests.world import ROOT, World

UNTIL = "to 2026-11-19"


async def published(world: World, clock: SteppingClock) -> dict[str, str]:
    """Publish; return the notes that are asked for, by title."""
    clock.advance(timedelta(minutes=1))
    hub = replace(world.hub, public_url="https://hub.example.com")
    async with transaction():
        await publishing.publish(hub, ROOT, Asked(By.TITLE, 7))
    rows = [
        sql.document(row["details"])
        for row in await sql.fetch("SELECT details FROM jobs WHERE kind = $1", TELL)
    ]
    now = hub.clock.now().isoformat()
    return {one["title_id"]: one["said"] for one in rows if one["at"] == now}


async def test_corrections_are_named_once_and_what_left_the_ranking_is_told(
    world: World, clock: SteppingClock
) -> None:
    train, harbour, boat = await titles(world, "Night Train", "Harbour", "Boat")
    for title, daily in ((train, 100), (harbour, 300), (boat, 40)):
        await heard(world, title, daily)
    first = await published(world, clock)
    await heard(world, harbour, 10)
    corrected = await published(world, clock)
    again = await published(world, clock)
    await sql.execute("UPDATE titles SET removed_at = $1 WHERE id = $2", clock.now(), train)
    without = await published(world, clock)
    later = await published(world, clock)

    none = f"audio fit: not enough to say, {UNTIL}"
    why = "as of 21 Nov; corrected figures of 6 Nov to 19 Nov"
    assert first == {
        harbour: f"audio fit: 1st of 3, 60.00 points, {UNTIL}",
        train: f"audio fit: 2nd of 3, 50.00 points, {UNTIL}",
        boat: f"audio fit: 3rd of 3, 41.43 points, {UNTIL}",
    }
    assert corrected == {
        train: f"audio fit: 1st of 2, 50.00 points, {UNTIL}; was 2nd {why} put it 1st",
        boat: f"audio fit: 2nd of 2, 41.43 points, {UNTIL}; was 3rd {why} put it 2nd",
        harbour: f"{none}; was 1st {why} leave it without a rank",
    }
    assert again == {
        train: f"audio fit: 1st of 2, 50.00 points, {UNTIL}",
        boat: f"audio fit: 2nd of 2, 41.43 points, {UNTIL}",
    }
    assert without == {train: none, boat: f"audio fit: 1st of 1, 41.43 points, {UNTIL}"}
    assert later == {boat: f"audio fit: 1st of 1, 41.43 points, {UNTIL}"}
