"""Steps of the schema leave those who serve in peace; what would not is found before it runs."""

import asyncio
from pathlib import Path
from pkgutil import iter_modules

import pytest

from app.keeping.migrating import pending
from domain import migrations
from domain.database import migrate
from domain.database.locks import Keeps, Lock, lock_of, troubles
from domain.database.session import configuration
from domain.database.steps import Planned, planned
from domain.errors import Busy

#: The last step that may keep others waiting: what came before was never served by two versions.
BASELINE = "0077_own_writes"

#: Steps after it that do all the same, each with its reason.
DECLARED: dict[str, str] = {
    "0082_points_by_quarter": "a table of the same name and columns takes its place at once",
    "0092_aimed_thresholds": "thresholds are few, and until it is done some are seen by nobody",
}

#: Statements on a table that is there, and what is wrong with each.
WRONG = {
    "ALTER TABLE jobs DROP COLUMN lane": "drops a column",
    "ALTER TABLE jobs RENAME COLUMN lane TO way": "renames",
    'ALTER TABLE "jobs" RENAME TO tasks': "renames",
    "DROP TABLE jobs": "drops a table",
    "ALTER TABLE jobs ADD COLUMN colour TEXT NOT NULL": "give it a default",
    "ALTER TABLE jobs ALTER COLUMN lane SET NOT NULL": "older processes leave none",
    "ALTER TABLE jobs ALTER COLUMN lane TYPE TEXT": "rewrites",
    "ALTER TABLE jobs ADD COLUMN mark UUID DEFAULT gen_random_uuid()": "rewrites",
    "ALTER TABLE jobs ADD COLUMN mark INT UNIQUE": "builds an index",
    "ALTER TABLE jobs ADD CONSTRAINT short CHECK (length(lane) < 9)": "looks at every row",
    "CREATE INDEX jobs_by_lane ON jobs (lane)": "build it beside",
    "CREATE UNIQUE INDEX CONCURRENTLY one ON jobs (lane)": "forbids",
    "UPDATE jobs SET lane = 'a'": "leave that to a job",
    "DELETE FROM jobs": "leave that to a job",
}
RIGHT = (
    "ALTER TABLE jobs ADD COLUMN colour TEXT",
    "ALTER TABLE jobs ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'",
    "ALTER TABLE jobs ADD CONSTRAINT short CHECK (length(lane) < 9) NOT VALID",
    "CREATE INDEX CONCURRENTLY jobs_by_lane ON jobs (lane)",
    "CREATE TABLE colours (name TEXT PRIMARY KEY, job_id TEXT REFERENCES jobs (id))",
    "DROP INDEX CONCURRENTLY IF EXISTS jobs_by_lane",
)


async def on_postgres() -> list[Planned]:
    """Return what every step does on PostgreSQL, of which none has to be there."""
    return await planned(configuration("postgres://nobody@127.0.0.1:1/none"), frozenset())


async def test_every_step_after_the_baseline_lets_the_version_before_go_on() -> None:
    steps = await on_postgres()
    found = {
        step.name: wrong
        for step in steps
        if step.name > BASELINE and (wrong := troubles(step.name, step.statements))
    }

    assert BASELINE in [step.name for step in steps]
    assert {name: wrong for name, wrong in found.items() if name not in DECLARED} == {}
    assert DECLARED.keys() <= found.keys()


@pytest.mark.parametrize("statement", WRONG)
def test_a_statement_that_stops_others_is_found(statement: str) -> None:
    assert WRONG[statement] in " ".join(troubles("0099_x", [statement]))


@pytest.mark.parametrize("statement", RIGHT)
def test_a_statement_that_stops_nobody_is_none(statement: str) -> None:
    assert troubles("0099_x", [statement]) == []


@pytest.mark.parametrize("statement", [one for one in WRONG if not one.startswith("DROP TABLE")])
def test_a_table_of_the_step_itself_is_nobody_elses(statement: str) -> None:
    made = ["CREATE TABLE jobs (id TEXT)", "CREATE TABLE tasks (id TEXT)"]
    assert troubles("0099_x", [*made, statement]) == []


def test_what_is_read_no_more_is_taken_away_by_a_step_that_says_so() -> None:
    taken = ["ALTER TABLE jobs DROP COLUMN lane", "DROP TABLE jobs"]

    assert troubles("0099_contract_lanes", taken) == []
    assert troubles("0099_contract_lanes", ["UPDATE jobs SET lane = 'a'"]) != []


def test_a_lock_says_whom_it_keeps_waiting() -> None:
    assert lock_of("CREATE INDEX a ON jobs (b)", ()) == Lock("jobs", Keeps.WRITERS)
    assert lock_of("CREATE INDEX CONCURRENTLY a ON jobs (b)", ()) == Lock("jobs", Keeps.NOBODY)
    assert lock_of('ALTER TABLE "jobs" ADD COLUMN b INT', ()) == Lock("jobs", Keeps.EVERYBODY)
    assert lock_of("ALTER TABLE jobs ADD COLUMN b INT", {"jobs"}) == Lock("", Keeps.NOBODY)


async def test_what_is_planned_is_told_and_nothing_is_done(tmp_path: Path) -> None:
    url = f"sqlite://{tmp_path / 'new.db'}"
    lines = await pending(url)
    told = [line.partition(":")[0] for line in lines if not line.startswith(" ")]

    assert told == sorted(s.name for s in iter_modules(migrations.__path__) if s.name[0] == "0")
    assert "  requests: keeps writers waiting" in lines


async def test_nothing_is_planned_where_everything_is_there(migrated: Path) -> None:
    assert await pending(f"sqlite://{migrated}") == []


async def test_who_never_gets_a_table_gives_up_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def in_vain(*_: object, **named: object) -> None:
        del named
        await asyncio.sleep(0)
        raise Busy("database_busy", "The hub is busy this moment; try again shortly.")

    monkeypatch.setattr(migrate._Patient, "migrate", in_vain)
    with pytest.raises(Busy, match="pg_stat_activity"):
        await migrate.migrate(f"sqlite://{tmp_path / 'new.db'}", pause=0)
