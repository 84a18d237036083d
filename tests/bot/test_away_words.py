"""`/campaign away` and `/campaign back`."""

from datetime import UTC, date, datetime

import pytest

from bot.listeners.away_words import _day
from domain.database import sql
from domain.errors import Invalid
from tests.bot.days import leaves
from tests.bot.office import Office
from tests.bot.reading import lines
from tests.bot.test_commands import given

WHO = "brand_one"
TODAY = date(2026, 11, 21)


async def says(desk: Office, text: str, who: str = WHO) -> str:
    """Give a command; return what is answered."""
    await given(desk, who, text)
    return desk.whispers(who)[-1]


async def test_somebody_says_by_command_that_they_are_away_and_back(desk: Office) -> None:
    await sql.execute(
        "UPDATE users SET time_zone = 'Europe/Berlin' WHERE id = $1", desk.world.people[WHO]
    )
    none = await says(desk, "away")
    kept = await says(desk, "away today 24.11.2026 @legal_one")
    (row,) = await sql.fetch("SELECT * FROM absences")
    later = await says(desk, "away 2026-12-21 2027-01-04")
    shown = await says(desk, "away")
    back = await says(desk, "back")
    again = await says(desk, "back")
    over = await says(desk, "back all")
    line = "You are away from 21 Nov 2026 until 24 Nov 2026, and Legal One stands in for you."

    assert none.startswith("You are not away.")
    assert kept == line
    assert sql.instant(row["starts_at"]) == datetime(2026, 11, 20, 23, tzinfo=UTC)
    assert sql.instant(row["ends_at"]) == datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert row["delegate_id"] == desk.world.people["legal_one"]
    assert "until 4 Jan 2027, and nobody stands in for you." in later
    assert shown == f"{line} {later}"
    assert back.startswith("Welcome back.")
    assert later in back
    assert "You are not away now; “/campaign back all” ends" in again
    assert over.startswith("Welcome back.")
    assert "2027" not in over
    assert (await says(desk, "back")) == "You are not away."


async def test_what_is_wrong_with_an_absence_is_said_kindly(desk: Office) -> None:
    await leaves(desk, "brand_two", WHO)
    said = {
        text: await says(desk, text)
        for text in (
            "away tomorrow",
            "away 2026-11-21 2026-11-24 @legal_one and more",
            "away 2026-11-31 2026-12-24",
            "away 2026-11-10 2026-11-20",
            "away 2026-11-24 2026-11-22",
            "away 2026-11-21 2028-11-21",
            "away today 2026-11-23 @brand_two",
            f"away today 2026-11-23 @{WHO}",
            "away today 2026-11-23 @requester",
            "away today 2026-11-23 @stranger",
            "away today 2026-11-23 legal_one",
            "back soon",
        )
    }
    wanted = [
        "Say your first day away",
        "Say your first day away",
        "“2026-11-31” is no day",
        "over already",
        "ends after it starts",
        "within 366 days",
        "is away at the same time",
        "Nobody stands in for themselves",
        "Requester may not vote, and so stands in for nobody; choose a reviewer.",
        "Greenlight knows nobody called",
        "Greenlight knows nobody called",
        "Say “/campaign back” if you are back",
    ]

    assert [part in text for part, text in zip(wanted, said.values(), strict=True)] == [True] * len(
        wanted
    ), said
    assert len(list(await sql.fetch("SELECT id FROM absences"))) == 1


async def test_who_wrote_what_waits_is_said_not_to_stand_in_there(desk: Office) -> None:
    await desk.asks("agent", name="Of somebody else")
    mine = await desk.asks(name="Their own")
    await sql.execute(
        "UPDATE revisions SET author_id = $1 WHERE request_id = $2",
        desk.world.people["legal_one"],
        mine.id,
    )
    await given(desk, WHO, "away today 2026-11-24 @legal_one")
    card = next(m for held in desk.home.messages.values() for m in held if m.only_for)

    assert lines(card.blocks)[1] == "Who stands in wrote #2: nobody votes for you there."


async def test_what_is_answered_is_in_the_language_of_who_asks(desk: Office) -> None:
    await sql.execute("UPDATE users SET locale = 'de' WHERE id = $1", desk.world.people[WHO])
    kept = await says(desk, "away heute 24.11.2026 @legal_one")
    back = await says(desk, "back")

    assert kept == "Sie sind vom 21.11.2026 bis 24.11.2026 abwesend, und Legal One vertritt Sie."
    assert back.startswith("Willkommen zurück.")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("2026-12-21", date(2026, 12, 21)),
        ("2026-1-2", date(2026, 1, 2)),
        ("21.12.2026", date(2026, 12, 21)),
        ("1.2.2027", date(2027, 2, 1)),
        ("TODAY", TODAY),
    ],
)
def test_a_day_is_written_in_either_way(word: str, meant: date) -> None:
    assert _day(word, TODAY) == meant


@pytest.mark.parametrize("word", ["", "2026-02-30", "0000-01-01", "12/21/2026", "²026-01-01", "x"])
def test_what_is_no_day_is_refused(word: str) -> None:
    with pytest.raises(Invalid, match="is no day"):
        _day(word, TODAY)
