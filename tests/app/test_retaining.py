"""What is kept for a time: said before, done at night, and carried along with the rest."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.commands import auditing
from app.doctor import checking
from app.jobs import retaining
from app.jobs.handlers import handlers_for
from app.jobs.hourly import ask_hourly
from app.keeping import moving
from app.settings import Settings
from connectors.jobs.inprocess import InProcessRunner
from domain.audit import archive_records
from domain.audit import service as audit
from domain.clock import SteppingClock
from domain.database import partitions, sql, transaction
from domain.errors import Conflict, Invalid
from domain.hub import Hub
from domain.metrics import records, rules
from domain.metrics.model import Key, SubjectKind
from domain.quarters import quarters_of
from domain.requests.revise import withdraw
from domain.retention import Keep
from tests.app.keeping_scene import Company
from tests.conftest import database_on, opened_hub
from tests.domain.jobs.steps import ask, run
from tests.domain.jobs.steps import done as done_at_once
from tests.domain.requests.acts import asked
from tests.keeping import Kept
from tests.parts import without_parts
from tests.world import World

FIRST, YEARS = rules.day_number(date(2024, 11, 1)), 4 * 365
DAYS = range(FIRST, rules.day_number(date(2026, 11, 21)), 20)


async def figures() -> None:
    """Have points of more than two years."""
    async with transaction():
        key = Key("req_flight", "clicks", "spotify-ads", "")
        await records.add_series([(SubjectKind.CAMPAIGN, key, "")])
        await records.merge([(1, day, 5, 1) for day in DAYS], 1, {1})


async def request_is_over(world: World, clock: SteppingClock) -> str:
    """Have a request withdrawn, the record signed, and years go by."""
    request = await asked(world, name="over")
    await withdraw(world.hub, await world.actor("requester"), request.id, "No more.")
    await audit.anchor(clock.now(), world.hub.secrets)
    clock.advance(timedelta(days=YEARS))
    return request.id


async def test_a_dry_run_says_what_would_be_done_and_does_nothing(
    world: World, clock: SteppingClock
) -> None:
    await figures()
    await ask(world.hub)
    await run(world.hub, done_at_once)
    await request_is_over(world, clock)
    hub = replace(world.hub, keep=Keep(audit_months=36))
    told = await retaining.retain(hub, dry_run=True)
    done = await retaining.retain(hub, dry_run=False)
    clock.advance(timedelta(days=1))
    again = await retaining.retain(hub, dry_run=True)

    assert "rows" in retaining.told(told)
    assert "the next night" in retaining.told(told)
    assert (told.rows, again.rows) == (len(DAYS), 0)
    assert told.jobs.kept == done.jobs.kept == again.jobs.gone > 0
    assert (done.archives, done.events) == (1, told.events)
    assert told.events > 0
    assert again.events == 0


async def test_what_was_corrected_is_forgotten_with_the_points_it_is_of(
    world: World, clock: SteppingClock
) -> None:
    await figures()
    async with transaction():
        await records.merge([(1, day, 6, 1) for day in DAYS], 2, {1})
    (before,) = await sql.fetch("SELECT COUNT(*) AS n FROM metric_restatements")
    clock.advance(timedelta(days=365))
    await retaining.retain(replace(world.hub, keep=Keep()), dry_run=False)
    left = await sql.fetch("SELECT day FROM metric_restatements ORDER BY day")
    points = await sql.fetch("SELECT day FROM metric_points ORDER BY day")

    assert before["n"] == len(DAYS)
    assert 0 < len(left) < len(DAYS)
    assert [row["day"] for row in left] == [row["day"] for row in points]


async def test_jobs_by_which_an_open_stage_is_watched_stay(world: World) -> None:
    request = await asked(world, name="open")
    kept = await retaining.in_review([request.id])
    await withdraw(world.hub, await world.actor("requester"), request.id, "No more.")

    assert kept == {request.id}
    assert await retaining.in_review([request.id, "show_unknown", "hour"]) == set()


async def test_at_night_what_is_over_leaves_and_its_record_can_be_exported(
    world: World, clock: SteppingClock
) -> None:
    request_id = await request_is_over(world, clock)
    hub = replace(world.hub, keep=Keep(audit_months=36))
    before = await audit.trail(request_id)
    clock.advance(timedelta(hours=(4 - clock.now().hour) % 24))
    await ask_hourly(hub)
    await InProcessRunner(clock, hub.wake, handlers_for(hub, ads=None, chat=None)).drain()
    (one,) = await archive_records.archives()
    # What waited for its turn all these years goes on in the chain that left.
    since = [event.position for event in await audit.trail(request_id)]
    (told,) = (await auditing.export(hub, request_id))["chains"]

    assert len(before) > 1
    assert one.retired_at is not None
    assert all(position > len(before) for position in since)
    assert [event["digest"] for event in told["events"]][: len(before)] == [
        event.digest for event in before
    ]
    assert await audit.verify(hub.secrets, files=hub.files) == []


async def test_doctor_says_when_nothing_makes_parts(hub: Hub, clock: SteppingClock) -> None:
    await without_parts()
    none = await checking._of_parts(clock.now())
    await figures()
    clock.advance(timedelta(days=YEARS))
    found = [one.code for one in await checking._of_parts(clock.now())]
    await retaining.retain(replace(hub, keep=Keep(points_months=100)), dry_run=False)

    assert none == []
    assert found == ([] if sql.sole() else ["parts_short"])
    assert await checking._of_parts(clock.now()) == []


@pytest.mark.parametrize(
    ("name", "months"),
    [
        ("GREENLIGHT_KEEP_POINTS_MONTHS", "24"),
        ("GREENLIGHT_KEEP_AUDIT_MONTHS", "24"),
        ("GREENLIGHT_KEEP_JOBS_MONTHS", "0"),
    ],
)
def test_less_than_what_is_needed_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, months: str
) -> None:
    monkeypatch.setenv(name, months)
    with pytest.raises(Invalid, match=name):
        Settings.load()


@pytest.fixture
def company(files: Path, clock: SteppingClock, kept_in_file: Kept) -> Company:
    return Company(files, clock, kept_in_file)


@pytest.fixture
def lite(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A hub with people in it, in a file."""
    return database_on("sqlite", request, tmp_path, peopled=True)


@pytest.fixture(params=["sqlite", "postgres"])
def back(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database on each engine, beside that file."""
    if request.param == "sqlite":
        return f"sqlite://{tmp_path / 'new/back.db'}"
    return database_on("postgres", request, tmp_path)


@pytest.mark.parametrize("back", ["postgres"], indirect=True)
async def test_a_file_with_years_of_points_moves_into_parts(
    company: Company, lite: str, back: str
) -> None:
    await company.kept_files()
    async with opened_hub(lite, company.files, company.clock):
        await figures()
    settings = company.settings(lite)
    await moving.move(settings, company.clock, lite, back, dry_run=False, quiet=True)
    async with opened_hub(back, company.files, company.clock):
        days = await sql.fetch("SELECT day FROM metric_points ORDER BY day")
        names = {part.name for part in await partitions.parts("metric_points")}

    assert [row["day"] for row in days] == list(DAYS)
    assert {f"metric_points_{one.name}" for one in quarters_of(DAYS)} <= names


async def test_archives_come_back_with_a_backup_and_are_missed_where_they_are_not(
    company: Company, lite: str, back: str, tmp_path: Path
) -> None:
    settings, path = company.settings(lite), tmp_path / "b.tar.gz"
    async with opened_hub(lite, company.files, company.clock) as hub:
        world = await company.kept.restore(hub, lite, company.files)
        await request_is_over(world, company.clock)
        await retaining.retain(replace(hub, keep=Keep(audit_months=36)), dry_run=False)
        (one,) = await archive_records.archives()
    await moving.back_up(settings, company.clock, path)
    fresh = tmp_path / "fresh"
    await moving.restore(company.settings(back, files=fresh), company.clock, path, quiet=True)
    async with opened_hub(back, fresh, company.clock) as hub:
        findings = await audit.verify(hub.secrets, files=hub.files)
    (company.files / one.id).unlink()
    with pytest.raises(Conflict, match=one.id):
        await moving.move(
            settings, company.clock, lite, f"sqlite://{tmp_path / 'x.db'}", dry_run=True, quiet=True
        )

    assert findings == []
