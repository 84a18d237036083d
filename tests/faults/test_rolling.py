"""One process after the other is restarted under load: nobody is refused, nothing is lost."""

import asyncio
import signal
from pathlib import Path
from random import Random

import pytest

from tests.faults.city import PARTS
from tests.faults.storm.company import Company
from tests.faults.storm.oracle import Oracle
from tests.faults.storm.people import Notes, People

#: In every how many rounds of what people do somebody asks for something. More would be asked for
#: than Slack takes cards of a channel, which is one a second, and their end would be waited for.
ASKED_EVERY = 4


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize("rounds", [1, pytest.param(10, marks=pytest.mark.long)])
async def test_a_rolling_restart_under_load_loses_and_doubles_nothing(
    database_url: str, tmp_path: Path, rounds: int
) -> None:
    company = await Company.gathered(database_url, tmp_path)
    notes, oracle, ended = Notes(), Oracle(company), list[int | None]()
    async with company.served():
        people = People(company, Random(20261121), "rolling", notes, later=frozenset())
        async with people.come():
            over = asyncio.Event()
            load = asyncio.create_task(_steady(people, over))
            for _ in range(rounds):
                ended += [await _restarted(company, number) for number in range(len(PARTS))]
            over.set()
            await load
        wrong = await oracle.rest(notes) or await oracle.judge(notes)
    wrong += await oracle.whole()
    print(f"{len(notes.asked)} requests over {len(ended)} restarts")

    assert not wrong, "\n".join([*wrong, company.tails()])
    assert ended == [0] * len(PARTS) * rounds
    assert oracle.twice(notes) == 0


async def _restarted(company: Company, number: int) -> int | None:
    """Tell a process to stop, and begin it again once it ended; return what it ended with."""
    process = company.processes[number]
    process.send_signal(signal.SIGTERM)
    await process.wait()
    await company.start()
    return process.returncode


async def _steady(people: People, over: asyncio.Event) -> None:
    """Measure, send files, and at times ask and vote, one after the other, until it is over."""
    number = 0
    while not over.is_set():
        acts = [people.measure(number), people.send_file(number)]
        await asyncio.gather(*acts, *([people.story(number)] if number % ASKED_EVERY == 0 else []))
        number += 1
