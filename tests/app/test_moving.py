"""Moving a hub: everything arrives as it was and goes on there once, or nothing is written."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from app.keeping import moving
from domain import retiring
from domain.audit import service as audit
from domain.clock import SteppingClock
from domain.database import open_database, sql, transaction
from domain.errors import Conflict, HubError, Invalid, Missing
from domain.keeping import carrying
from domain.keeping.opening import reading
from domain.processes import records as processes
from domain.processes.model import ALIVE, Process
from domain.secrets import Secrets
from tests.app.keeping_scene import Company
from tests.conftest import SECRET, database_on, opened_hub
from tests.domain.jobs.steps import ask, done, run
from tests.keeping import Kept
from tests.nursery import Child, environ


@pytest.fixture
def company(files: Path, clock: SteppingClock, kept_in_file: Kept) -> Company:
    return Company(files, clock, kept_in_file)


@pytest.fixture
def lite(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A hub with people in it, in a file."""
    return database_on("sqlite", request, tmp_path, peopled=True)


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty, migrated database on a server."""
    return database_on("postgres", request, tmp_path)


async def nobody_waits(_: Sequence[str]) -> set[str]:
    return set()


async def moved(company: Company, whence: str, whither: str, *, dry_run: bool = False) -> int:
    done = await moving.move(
        company.settings(whence), company.clock, whence, whither, dry_run=dry_run, quiet=True
    )
    return done.rows


async def rows_there(url: str) -> int:
    connection = await asyncpg.connect(url)
    found: int = await connection.fetchval(
        "SELECT (SELECT COUNT(*) FROM users) + (SELECT COUNT(*) FROM audit_events)"
    )
    await connection.close()
    return found


async def test_a_hub_moves_in_the_middle_of_its_work_and_all_of_it_happens_once(
    company: Company, lite: str, server: str
) -> None:
    await company.work_begins(lite)
    before = company.live
    await moved(company, lite, server)
    became = await company.finished(server)

    assert before == ["out"]
    assert company.live == ["due", "open", "out"]
    assert became == dict.fromkeys(("out", "due", "open"), "published") | {"refused": "rejected"}


async def test_a_hub_moves_to_a_server_and_back_into_a_file_as_it_was(
    company: Company, lite: str, server: str, tmp_path: Path
) -> None:
    await company.work_begins(lite)
    back = f"sqlite://{tmp_path / 'new/back.db'}"
    await moved(company, lite, server)
    await moved(company, server, back)
    async with opened_hub(back, company.files, company.clock):
        events = await sql.fetch("SELECT act FROM audit_events WHERE subject = 'hub' ORDER BY seq")
        findings = await audit.verify(Secrets.of(SECRET))

    assert [row["act"] for row in events] == ["hub.moved", "hub.moved"]
    assert findings == []


async def test_what_was_done_and_left_is_not_done_again_where_the_hub_came_to(
    company: Company, clock: SteppingClock, lite: str, server: str, tmp_path: Path
) -> None:
    back = f"sqlite://{tmp_path / 'new/back.db'}"
    await company.kept_files()
    async with opened_hub(lite, company.files, clock) as hub:
        await ask(hub)
        await run(hub, done)
        clock.advance(timedelta(days=365))
        kept = await retiring.retire(hub, nobody_waits)
        clock.advance(timedelta(days=1))
        left = await retiring.retire(hub, nobody_waits)
    await moved(company, lite, server)
    await moved(company, server, back)
    again = []
    for url in (server, back):
        async with opened_hub(url, company.files, clock) as hub:
            await ask(hub)
            await ask(hub, "another")
            again.append([await run(hub, done), await run(hub, done)])

    assert (kept.kept, left.gone) == (1, 1)
    assert again == [[True, False], [True, False]]


async def test_numbers_go_on_behind_those_that_came(
    company: Company, lite: str, server: str
) -> None:
    await company.work_begins(lite)
    await moved(company, lite, server)
    async with opened_hub(server, company.files, company.clock) as hub:
        last = await sql.fetch_one("SELECT MAX(seq) AS n FROM audit_events")
        await audit.anchor(company.clock.now(), hub.secrets)
        taken = await sql.fetch_one("SELECT nextval('audit_events_seq_seq') AS n")

    assert last is not None
    assert taken is not None
    assert taken["n"] == last["n"] + 1


async def test_looking_whether_it_can_be_done_writes_nothing(
    company: Company, lite: str, server: str
) -> None:
    await company.kept_files()

    assert await moved(company, lite, server, dry_run=True) > 0
    assert await rows_there(server) == 0


def die_when_users_went(whence: str, whither: str) -> None:
    """Carry a hub, and be killed when the people are over there."""

    def said(table: str, rows: int) -> None:
        del rows
        if table == "memberships":
            os.kill(os.getpid(), signal.SIGKILL)

    async def carry() -> None:
        await open_database(whither)
        async with reading(whence) as source, transaction():
            await carrying.fill(source, Secrets.of(SECRET), said)

    asyncio.run(carry())


async def test_whoever_is_killed_while_moving_leaves_the_target_empty(
    company: Company, lite: str, server: str
) -> None:
    killed = Child(die_when_users_went, lite, server, env=environ())
    await killed.wait()
    await company.kept_files()

    assert killed.returncode == -signal.SIGKILL
    assert await rows_there(server) == 0
    assert await moved(company, lite, server) > 0


async def test_what_a_server_refuses_is_named_and_leaves_it_empty(
    company: Company, lite: str, server: str
) -> None:
    await company.kept_files()
    with closing(sqlite3.connect(lite.removeprefix("sqlite://"))) as file, file:
        file.execute("UPDATE users SET name = printf('%.9999c', 'x')")
    with pytest.raises(Conflict, match="A row of `users` is not taken") as caught:
        await moved(company, lite, server)

    assert caught.value.code == "row_refused"
    assert await rows_there(server) == 0


async def test_a_record_that_does_not_hold_is_not_carried(
    company: Company, lite: str, server: str
) -> None:
    await company.kept_files()
    with closing(sqlite3.connect(lite.removeprefix("sqlite://"))) as file, file:
        file.execute("UPDATE audit_events SET act = 'nothing.happened' WHERE seq = 3")
    with pytest.raises(Conflict, match="things are wrong with the record") as caught:
        await moved(company, lite, server)

    assert caught.value.code == "record_broken"
    assert await rows_there(server) == 0


async def test_nothing_is_moved_while_somebody_serves_it(
    company: Company, lite: str, server: str
) -> None:
    async with opened_hub(lite, company.files, company.clock):
        heard = company.clock.now()
        await processes.put(Process("host:1", ("worker",), {}, timedelta(0), heard))
    with pytest.raises(Conflict, match="such as host:1") as caught:
        await moved(company, lite, server)
    company.clock.advance(ALIVE)
    await company.kept_files()

    assert caught.value.code == "served"
    assert await moved(company, lite, server) > 0


async def test_a_target_that_holds_a_hub_is_left_as_it_is(
    company: Company, lite: str, server: str
) -> None:
    await company.kept_files()
    await moved(company, lite, server)
    there = await rows_there(server)
    with pytest.raises(Conflict, match="holds a hub already") as caught:
        await moved(company, lite, server)

    assert caught.value.code == "not_empty"
    assert await rows_there(server) == there


async def test_a_target_with_tables_of_something_else_is_left_as_it_is(
    company: Company, lite: str, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as file, file:
        file.execute("CREATE TABLE songs (name TEXT)")
    await company.kept_files()
    with pytest.raises(Conflict, match="`songs`") as caught:
        await moved(company, lite, f"sqlite://{other}")
    with closing(sqlite3.connect(other)) as file:
        names = file.execute("SELECT name FROM sqlite_master").fetchall()

    assert caught.value.code == "not_a_hub"
    assert names == [("songs",)]


async def test_files_that_are_not_there_keep_a_hub_from_moving(
    company: Company, lite: str, server: str
) -> None:
    with pytest.raises(HubError, match="Say where they are with `--files`") as caught:
        await moved(company, lite, server)

    assert caught.value.code == "files_lacking"


async def test_a_database_is_not_moved_onto_itself(company: Company, lite: str) -> None:
    with pytest.raises(Invalid, match="the same database"):
        await moved(company, lite, lite)


async def test_a_source_that_is_not_there_is_named_and_nothing_is_made(
    company: Company, lite: str, tmp_path: Path
) -> None:
    mistyped = tmp_path / "vra" / "greenlight.db"
    with pytest.raises(Missing, match="There is no database"):
        await moved(company, f"sqlite://{mistyped}", lite)

    assert not mistyped.parent.exists()
