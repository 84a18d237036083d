"""Storms over a company of processes: whatever breaks, what was accepted comes true, and once."""

from pathlib import Path

import pytest

from tests.faults.storm.season import Season
from tests.postgres import owned

#: How many storms a season has in the long run, and how many seasons there are.
STORMS, SEASONS = 25, 20

#: The first of some seeds that have, one with another, a worker and a door killed, the database
#: restarted, crashed and frozen, connections cut, processes that stand still, and both of those
#: outside failing.
HANDFUL = 27

RUNS = [
    pytest.param(HANDFUL, 3, False, id="a handful"),
    *(
        pytest.param(1_000 * season, STORMS, True, id=f"season-{season}", marks=pytest.mark.long)
        for season in range(1, SEASONS + 1)
    ),
]


@pytest.mark.skipif(not owned(), reason="PostgreSQL's binaries are not here")
@pytest.mark.parametrize(("seed", "storms", "long"), RUNS)
async def test_what_was_accepted_comes_true_once_whatever_breaks(
    tmp_path: Path, server_data: Path, seed: int, storms: int, *, long: bool
) -> None:
    async with Season.begun(tmp_path, server_data, long=long) as season:
        failed = [wrong for n in range(storms) if (wrong := await season.storm(seed + n))]
        wrong = await season.end()
    print(f"{season.storms} storms, {len(failed)} failed, {season.company.deaths} workers killed")
    print(f"{season.follower.events} events over {season.follower.sockets} sockets")

    assert not failed, "\n\n".join("\n".join(one) for one in failed)
    assert not wrong, "\n".join(wrong)
    assert season.follower.events
