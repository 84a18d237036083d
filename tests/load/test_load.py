"""A few hundred things of a mixed day, asked of real processes: none fails, none is lost."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from domain.audit import service as audit
from domain.database import sql
from domain.secrets import Secrets
from tests.conftest import SECRET
from tests.load import judged
from tests.load.company import Company, Running
from tests.load.day import Day, Tally
from tests.load.ground import ALERT_DAYS, Ground, laid, opened
from tests.load.hands import Hands, Noted
from tests.load.mix import FIGURES, SHARES, Kind
from tests.nursery import Child, command, environ
from tests.world import populate

#: How many are asked for, and how many at once; then how many a second, for how long.
TIMES, WIDTH = 100, 8
RATE, SECONDS = 20, 2


def begin(words: Sequence[str], settings: Mapping[str, str]) -> Running:
    """Start a process from the nursery."""
    if words[0] == "outsides":
        return Child(judged.serve, *map(int, words[1:]), env=environ())
    return Child(command, tuple(words), env={**environ(), **settings})


async def worked(url: str, folder: Path, ground: Ground) -> tuple[Tally, Tally, Noted]:
    """Have one door, the bot and one worker asked in both ways."""
    company = Company(url, folder, begin)
    async with company.working(1), company.serving(1) as (ports, _):
        hands = Hands(ground, ports, company.bot, "test")
        try:
            day = Day(hands, seed=20261121)
            pressed = await day.press(TIMES, width=WIDTH)
            arrived = await day.arrive(RATE, SECONDS)
            assert await judged.unlawful(company.outsides) == []
            return pressed, arrived, hands.noted
        finally:
            await hands.close()


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_mixed_day_fails_nobody_and_loses_nothing(
    database_url: str, tmp_path: Path
) -> None:
    async with opened(database_url, tmp_path) as hub:
        world = await populate(hub)
        ground = await laid(world, waiting=20, shows=3, cases=3, alerts=1)
    pressed, arrived, noted = await worked(database_url, tmp_path, ground)
    async with opened(database_url, tmp_path):
        requests = await sql.fetch("SELECT id FROM requests WHERE title LIKE 'Campaign %'")
        votes = await sql.fetch("SELECT stage_id, voter_id FROM votes")
        (figures,) = await sql.fetch("SELECT COUNT(*) AS count FROM metric_points")
        findings = await audit.verify(Secrets.of(SECRET))

    assert pressed.errors + arrived.errors == Counter()
    assert {kind: len(took) for kind, took in pressed.took.items()} == SHARES
    done = [len(pressed.took[kind] + arrived.took.get(kind, [])) for kind in Kind]
    asked = dict(zip(Kind, done, strict=True))
    assert len(noted.asked) == asked[Kind.SUBMISSION]
    assert sorted(row["id"] for row in requests) == sorted(noted.asked.values())
    assert len(noted.voted) == asked[Kind.VOTE] + asked[Kind.CLICK]
    # Each by whom it was cast, and once.
    assert sorted((row["stage_id"], row["voter_id"]) for row in votes) == sorted(
        (stage, world.people[who]) for stage, who in noted.voted.items()
    )
    assert noted.figures == asked[Kind.FIGURES] * FIGURES
    assert figures["count"] == noted.figures + ALERT_DAYS
    assert noted.heard >= noted.streams == asked[Kind.STREAM]
    assert noted.ended == 0
    assert findings == []
