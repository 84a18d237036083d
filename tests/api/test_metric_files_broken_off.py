"""Files of figures whose way is broken off: by trouble, by somebody, or for good."""

from typing import Any, cast

import pytest

from app.files.figures import Files
from domain.actor import Role
from domain.audit import service as audit
from domain.clock import SteppingClock
from domain.database import sql
from domain.jobs.model import Job
from domain.metric_files import carrying
from domain.metrics import breaking_off, bringing, import_records, records
from domain.people import service as people
from tests.api.door import door
from tests.api.figure_files import CANCEL, LIST, LOOK, Office, counts, days, office
from tests.world import ROOT, World

ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def failing_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Have the disk fail when points are written for the so-manieth time; two are at once."""
    merge, asked = records.merge, list[object]()

    async def breaking(*given: Any) -> Any:
        asked.append(given)
        if len(asked) == number:
            raise OSError("The disk is gone.")
        return await merge(*given)

    monkeypatch.setattr(bringing, "CHUNK", 2)
    monkeypatch.setattr(records, "merge", breaking)


async def begun(desk: Office, *values: str) -> str:
    """Ask for a file, and let a worker begin; return its id."""
    wanted: str = (await desk.asks(days(*values)))["asked"]["id"]
    await desk.works()
    return wanted


@ONE_ENGINE
async def test_what_its_worker_gave_up_says_so_and_counts_what_went_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await office(world)
    failing_at(monkeypatch, 2)
    wanted = await begun(desk, "1", "2", "3")
    await carrying.died(world.hub, wanted, "The disk is gone.")
    await desk.works(seconds=2)
    found = await desk.looks(wanted)

    assert (found["state"], found["trouble"]["code"]) == ("REFUSED", "given_up")
    assert (counts(found), found["imported"]["ended"]) == ((2, 0, 0, 0), True)
    assert found["imported"]["added"] == 2
    acts = [one.act for one in await audit.trail("metrics-spotify-creators")]
    asked = await sql.fetch("SELECT details FROM jobs WHERE kind = $1", bringing.TOUCHED)
    assert acts[-1] == bringing.BROUGHT
    assert {"series": None} in [sql.document(one["details"]) for one in asked]


async def test_a_worker_that_failed_on_the_way_goes_on_and_counts_each_point_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await office(world)
    await desk.brings(days("1", "7"))
    failing_at(monkeypatch, 2)
    wanted = await begun(desk, "1", "2", "3", "4", "5")
    broken = await desk.looks(wanted)
    await desk.brings(days("1", "9"))
    await desk.works(seconds=2)
    found = await desk.looks(wanted)
    listed = (await desk.front.data(LIST))["metricImportsConnection"]

    assert (broken["state"], broken["done"], broken["rows"]) == ("RUNNING", 2, 5)
    assert (found["state"], found["done"]) == ("DONE", 5)
    assert counts(found) == (3, 1, 1, 0)
    assert listed["totalCount"] == 3
    assert counts(await desk.brings(days("1", "9", "3", "4", "5"))) == (0, 0, 5, 0)


@ONE_ENGINE
async def test_a_file_that_a_worker_will_go_on_with_is_not_taken_for_dead(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, job = await office(world), cast("Job", None)
    failing_at(monkeypatch, 2)
    wanted = await begun(desk, "1", "2", "3")
    cast("SteppingClock", world.hub.clock).advance(2 * import_records.UNDER_WAY)
    await breaking_off.end_what_stands_still(world.hub, job)
    broken = await desk.looks(wanted)
    await desk.works(seconds=2)

    assert broken["imported"]["ended"] is False
    assert counts(await desk.looks(wanted)) == (3, 0, 0, 0)


@ONE_ENGINE
async def test_what_is_gone_on_with_is_read_as_it_was_whatever_its_profile_says_by_now(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, read = await office(world), list[object]()
    columns = Files.columns

    async def counted(self: Files, *given: Any) -> Any:
        read.append(given)
        return await columns(self, *given)

    monkeypatch.setattr(Files, "columns", counted)
    failing_at(monkeypatch, 2)
    wanted = await begun(desk, "1", "2", "3")
    await desk.works(seconds=2)

    assert (await desk.looks(wanted))["state"] == "DONE"
    assert len(read) == 1


@ONE_ENGINE
async def test_what_was_held_is_held_too_if_its_worker_died_before_it_said_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, end, asked = await office(world), records.end_import, []
    await desk.brings(days(*["10"] * 30, month=10))

    async def breaking(*given: Any) -> Any:
        asked.append(given)
        if len(asked) == 1:
            raise OSError("The disk is gone.")
        return await end(*given)

    monkeypatch.setattr(records, "end_import", breaking)
    wanted = (await desk.asks(days(*["20"] * 30, month=10)))["asked"]["id"]
    await desk.works()
    await desk.works(seconds=2)

    assert (await desk.looks(wanted))["state"] == "HELD"


async def test_what_is_cancelled_on_its_way_keeps_what_went_in_and_the_rest_comes_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, merge, wanted = await office(world), records.merge, ""

    async def cancelled(*given: Any) -> Any:
        done = await merge(*given)
        await desk.front.data(CANCEL, input={"id": wanted})
        return done

    monkeypatch.setattr(bringing, "CHUNK", 2)
    wanted = (await desk.asks(days("1", "2", "3", "4", "5")))["asked"]["id"]
    with monkeypatch.context() as patched:
        patched.setattr(records, "merge", cancelled)
        await desk.works()
    found = await desk.looks(wanted)
    over = (await desk.front.data(CANCEL, input={"id": wanted}))["done"]
    rest = await desk.brings(days("1", "2", "3", "4", "5"))

    assert (found["state"], found["done"], found["imported"]["ended"]) == ("CANCELLED", 2, True)
    assert counts(found) == (2, 0, 0, 0)
    assert over["errors"][0]["code"] == "import_over"
    assert counts(rest) == (3, 0, 2, 0)


@ONE_ENGINE
async def test_what_is_cancelled_before_its_turn_never_begins(world: World) -> None:
    desk = await office(world)
    wanted = (await desk.asks(days("1")))["asked"]["id"]
    done = (await desk.front.data(CANCEL, input={"id": wanted}))["done"]
    await desk.works()
    found = await desk.looks(wanted)

    assert (done["asked"]["state"], found["state"]) == ("CANCELLED", "CANCELLED")
    assert (found["imported"], bool(found["endedAt"])) == (None, True)


@ONE_ENGINE
async def test_whoever_lost_their_role_meanwhile_brings_nothing_in(world: World) -> None:
    desk = await office(world)
    wanted = (await desk.asks(days("1")))["asked"]["id"]
    await people.revoke_role(world.hub, ROOT, world.people["manager"], Role.MANAGER)
    await desk.works()
    admin = await door(world, "admin")
    found = (await admin.data(LOOK, id=wanted))["metricsImport"]

    assert (found["state"], found["trouble"]["code"]) == ("REFUSED", "not_allowed")
