"""The daily digest: at the hour of one's own day, once, if there is anything."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desks import digests as digesting
from bot.ids import ActionId
from domain.clock import SteppingClock
from domain.database import sql
from domain.inbox.model import DigestWish
from domain.inbox.records import set_wish, set_zone
from domain.inbox.rules import digest_day
from domain.jobs import service as jobs
from tests.bot.office import Office, text_of

MONDAY = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


async def hour(desk: Office, clock: SteppingClock, at: datetime) -> None:
    """Let it be `at`, and whatever is asked for then be done."""
    clock.advance(at - clock.now())
    hub = desk.world.hub
    key = f"{digesting.ASK}:{at.isoformat()}"
    await jobs.ask(hub.wake, at, key=key, kind=digesting.ASK, lane=digesting.ASK, details={})
    await desk.work()
    clock.advance(timedelta(seconds=digesting.SPREAD_SECONDS))
    await desk.work()


def digests(desk: Office) -> list[str]:
    every = [m for place in desk.home.messages for m in desk.shown(place)]
    return [text_of(m) for m in every if "Waiting for you" in text_of(m)]


async def test_it_comes_on_a_working_day_to_whom_something_waits_for(
    desk: Office, clock: SteppingClock
) -> None:
    await desk.asks(name="Morning news")
    await hour(desk, clock, MONDAY)
    await hour(desk, clock, MONDAY + timedelta(hours=1))
    found = digests(desk)

    assert len(found) == 2  # Both reviewers of the brand, and nobody else; each once.
    assert all("Morning news" in text for text in found)


async def test_it_is_in_the_language_of_who_reads_it(desk: Office, clock: SteppingClock) -> None:
    await sql.execute(
        "UPDATE users SET locale = 'de-AT' WHERE id = $1", desk.world.people["brand_one"]
    )
    await desk.asks(name="Morning news")
    await hour(desk, clock, MONDAY)
    every = [text_of(m) for place in desk.home.messages for m in desk.shown(place)]

    assert sum("Wartet auf Sie: 1" in text for text in every) == 1
    assert len(digests(desk)) == 1


async def test_not_at_the_weekend_and_not_to_who_wants_none(
    desk: Office, clock: SteppingClock
) -> None:
    await desk.asks()
    await set_wish(desk.world.people["brand_one"], DigestWish(wanted=False))
    await set_wish(desk.world.people["brand_two"], DigestWish(hour=17))
    await hour(desk, clock, datetime(2026, 11, 22, 9, 5, tzinfo=UTC))
    await hour(desk, clock, MONDAY)
    none = digests(desk)
    await hour(desk, clock, MONDAY.replace(hour=17))

    assert none == []
    assert len(digests(desk)) == 1


async def test_nothing_is_said_where_nothing_waits(desk: Office, clock: SteppingClock) -> None:
    await desk.asks()
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await hour(desk, clock, MONDAY)

    assert digests(desk) == []


async def test_it_is_one_row_per_person_and_day(desk: Office, clock: SteppingClock) -> None:
    await desk.asks()
    for minutes in (0, 20, 40):
        await hour(desk, clock, MONDAY + timedelta(minutes=minutes))
    rows = await sql.fetch("SELECT key FROM jobs WHERE kind = 'digest.send'")

    assert len(rows) == len({row["key"] for row in rows})
    assert all(row["key"].endswith(":2026-11-23") for row in rows)


async def test_titles_that_look_like_markup_are_words(desk: Office, clock: SteppingClock) -> None:
    request = await desk.asks()
    title = "*Approved* <!channel> <@UMANAGER> <https://x.example|y>"
    await sql.execute("UPDATE requests SET title = $1 WHERE id = $2", title, request.id)
    await hour(desk, clock, MONDAY)
    every = [m for place in desk.home.messages for m in desk.shown(place)]
    (first, *_) = [m for m in every if "Waiting for you" in text_of(m)]
    kinds = {p["type"] for b in first.blocks if b["type"] == "rich_text" for p in pieces(b)}

    assert "<" not in first.text
    assert kinds <= {"text", "date"}


def pieces(block: dict[str, object]) -> list[dict[str, str]]:
    (held,) = block["elements"]  # type: ignore[misc]
    return [piece for row in held["elements"] for piece in row["elements"]]  # type: ignore[has-type]


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("Asia/Tokyo", datetime(2026, 11, 23, 0, 30, tzinfo=UTC), "2026-11-23"),
        ("Asia/Kolkata", datetime(2026, 11, 23, 3, 40, tzinfo=UTC), "2026-11-23"),
        ("America/New_York", datetime(2026, 11, 23, 9, 0, tzinfo=UTC), None),
        ("America/New_York", datetime(2026, 11, 23, 14, 0, tzinfo=UTC), "2026-11-23"),
        ("Pacific/Auckland", datetime(2026, 11, 22, 20, 0, tzinfo=UTC), "2026-11-23"),
        ("Asia/Tokyo", datetime(2026, 11, 20, 23, 30, tzinfo=UTC), None),
        ("UTC", datetime(2026, 11, 23, 13, 0, tzinfo=UTC), None),
    ],
)
def test_the_hour_is_that_of_ones_own_day(zone: str, at: datetime, day: str | None) -> None:
    assert digest_day(DigestWish(), at, zone) == day


async def test_whoever_lives_elsewhere_gets_it_in_their_morning(
    desk: Office, clock: SteppingClock
) -> None:
    await desk.asks()
    await set_zone(desk.world.people["brand_one"], "America/New_York")
    await hour(desk, clock, MONDAY)
    early = len(digests(desk))
    await hour(desk, clock, MONDAY.replace(hour=14))

    assert (early, len(digests(desk))) == (1, 2)
