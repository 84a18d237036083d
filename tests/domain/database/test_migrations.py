"""A database with rows in it comes to the present schema, and the rows come along."""

import asyncio
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tortoise import Tortoise
from tortoise.migrations.api import migrate as run_migrations

from domain import migrations
from domain.database import open_database, sql
from domain.database.migrate import migrate, require_current
from domain.database.session import configuration
from tests.nursery import Child, command, environ
from tests.postgres import told

AT = "2026-11-21 09:00:00+00:00"
ROWS = (
    "INSERT INTO agencies (id, name) VALUES ('agy_1', 'Sample Agency')",
    "INSERT INTO brands (id, name) VALUES ('brd_1', 'Sample Roasters')",
    "INSERT INTO shows (id, title, brand_id, language) VALUES ('shw_1', 'Beans', 'brd_1', 'en')",
    *(
        "INSERT INTO users (id, name, email, agency_id, locale, time_zone, active, created_at)"
        f" VALUES ('{name}', '{name}', '{name}@x.example.com', {agency}, 'en', 'UTC', TRUE, '{AT}')"
        for name, agency in (("usr_house", "NULL"), ("usr_agent", "'agy_1'"))
    ),
    (
        "INSERT INTO requests (id, number, kind, title, requester_id, brand_id, markets, state,"
        " revision, version, payload, created_at, updated_at) VALUES ('req_1', 1, 'campaign',"
        f" 'ÜBER 100%', 'usr_house', 'brd_1', '[]', 'live', 1, 1, '{{}}', '{AT}', '{AT}')"
    ),
    (
        "INSERT INTO requests (id, number, kind, title, requester_id, brand_id, markets, state,"
        " revision, version, payload, created_at, updated_at) VALUES ('req_2', 2, 'takedown',"
        " 'Beans', 'usr_house', 'brd_1', '[\"DE\"]', 'in_review', 1, 1,"
        f" '{{\"territories\": [\"CH\"]}}', '{AT}', '{AT}')"
    ),
    "INSERT INTO request_markets (request_id, market) VALUES ('req_2', 'DE')",
    *(
        "INSERT INTO assets (id, brand_id, kind, name, state, uploader_id, created_at)"
        f" VALUES ('{asset}', 'brd_1', 'image', 'a.png', 'ready', '{user}', '{AT}')"
        for asset, user in (("ast_house", "usr_house"), ("ast_agent", "usr_agent"))
    ),
    *(
        "INSERT INTO jobs (id, key, kind, lane, details, due_at, state, attempt, created_at)"
        f" VALUES ('{job}', '{job}', 'campaign.publish', 'effect:req_1', '{{}}', '{AT}', 'open',"
        f" {attempt}, '{AT}')"
        for job, attempt in (("job_begun", 3), ("job_fresh", 0))
    ),
    (
        "INSERT INTO campaign_drafts (request_id, revision, outside, checks, updated_at)"
        f" VALUES ('req_1', 1, '{{}}', '[]', '{AT}')"
    ),
    (
        "INSERT INTO audit_anchors (number, id, at, last_seq, subjects, heads, previous, signature)"
        f" VALUES (1, 'anc_1', '{AT}', 1, 1, 'h', '', 's')"
    ),
)


@pytest.fixture(params=["sqlite", "postgres"], scope="module")
def brought(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database with rows in it that came to the present schema, to be looked at only.

    It began before titles were folded and files owned.
    """
    with older_on(request.param, request, tmp_path_factory.mktemp("older")) as url:
        asyncio.run(migrate(url))
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Such a database before it came there."""
    with older_on(request.param, request, tmp_path) as url:
        yield url


@contextmanager
def older_on(engine: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        url = f"sqlite://{folder / 'older.db'}"
        asyncio.run(filled(url))
        yield url
        return
    server, name = request.getfixturevalue("postgres"), f"older_{uuid.uuid4().hex}"
    asyncio.run(told(server, f"CREATE DATABASE {name}"))
    asyncio.run(filled(f"{server}/{name}"))
    yield f"{server}/{name}"
    asyncio.run(told(server, f"DROP DATABASE {name} WITH (FORCE)"))


async def filled(url: str) -> None:
    config = configuration(url, foreign_keys=False)
    await run_migrations(config=config, target="hub.0002_guards", direction="forward")
    await Tortoise.close_connections()
    database = await open_database(url)
    for statement in ROWS:
        await sql.execute(statement)
    await database.close()


async def test_a_file_becomes_that_of_who_declared_it(brought: str) -> None:
    database = await open_database(brought)
    rows = await sql.fetch("SELECT id, agency_id FROM assets")
    await database.close()

    assert {row["id"]: row["agency_id"] for row in rows} == {
        "ast_house": None,
        "ast_agent": "agy_1",
    }


async def test_jobs_that_were_begun_stay_begun(brought: str) -> None:
    database = await open_database(brought)
    jobs = await sql.fetch("SELECT id, claims FROM jobs")
    (draft,) = await sql.fetch("SELECT tried_by FROM campaign_drafts")
    await database.close()

    assert {row["id"]: row["claims"] for row in jobs} == {"job_begun": 3, "job_fresh": 0}
    assert draft["tried_by"] == "job_begun"


async def test_titles_are_folded_on_the_way(brought: str) -> None:
    database = await open_database(brought)
    await require_current()
    (row,) = await sql.fetch("SELECT title, title_folded FROM requests WHERE number = 1")
    await database.close()

    assert (row["title"], row["title_folded"]) == ("ÜBER 100%", "über 100%")


async def test_takedowns_are_found_by_territories_as_well(brought: str) -> None:
    database = await open_database(brought)
    rows = await sql.fetch("SELECT market FROM request_markets ORDER BY market")
    await database.close()

    assert [row["market"] for row in rows] == ["CH", "DE"]


async def test_several_processes_may_migrate_at_once(older: str, tmp_path: Path) -> None:
    env = {**environ(), "GREENLIGHT_DATABASE_URL": older}
    running = [Child(command, ("migrate",), env=env, out=tmp_path / "said") for _ in range(4)]
    async with asyncio.timeout(180):
        for process in running:
            await process.wait()
    said = (tmp_path / "said").read_text()
    database = await open_database(older)
    await require_current()
    names = [row["name"] for row in await sql.fetch("SELECT name FROM tortoise_migrations")]
    rows = await sql.fetch("SELECT id FROM requests")
    await database.close()

    assert [process.returncode for process in running] == [0] * len(running), said
    assert len(names) == len(set(names))
    assert len(rows) == 2


def test_what_a_step_runs_of_its_own_looks_at_no_class() -> None:
    """It is given those of how things are after the step, for nothing is copied before it."""
    steps = list(Path(migrations.__path__[0]).glob("0*.py"))

    assert steps
    assert [step.name for step in steps if "apps." in step.read_text()] == []
