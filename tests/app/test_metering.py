"""`greenlight import metrics`: what an operator sees."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.console.inside import Stopped
from app.importing import metering
from app.importing.metering import Wanted
from domain.catalog import service as catalog
from domain.database import sql
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.metrics import bringing, reading
from tests.app.test_commands import SECRETS
from tests.nursery import run
from tests.world import ROOT, World

CREATORS = "Date,Plays,Hörstunden,Mystery\n2026-11-10,12,1.5,9\n2026-11-11,,2,9\n2026-12-24,3,1,9\n"


def wanted(subject: str = "", profile: str = "", keep_as: str = "") -> Wanted:
    return Wanted("spotify-creators", subject, "", {}, profile, keep_as, dry_run=False)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_profile_reads_the_next_file_of_its_kind(world: World, tmp_path: Path) -> None:
    hub: Hub = world.hub
    show = await catalog.add_show(hub, ROOT, "Beans", world.brand_id, "en")
    first, second = tmp_path / "one.csv", tmp_path / "two.json"
    first.write_text(CREATORS, encoding="utf-8")
    second.write_text(json.dumps([{"Date": "2026-11-12", "Hörstunden": 4, "Mystery": None}]))
    shown = metering.previewed(await metering.look(hub, first, wanted()))
    given = wanted(subject=show.id, keep_as="Creators, German")
    said = metering.said(["Hörstunden=consumption_hours", "Mystery=ignore"])
    once = await metering.bring(hub, first, replace(given, said=said), quiet=True)
    again = await metering.bring(
        hub, second, wanted(subject=show.id, profile="Creators, German"), quiet=True
    )
    asked = reading.Asked(show.id, "consumption_hours", date(2026, 11, 10), date(2026, 11, 12))
    (found,) = await reading.metrics_of(hub, ROOT, asked)

    assert shown.splitlines()[:2] == [
        "date: day (known): 2026-11-10 | 2026-11-11 | 2026-12-24",
        "plays: plays (known): 12 |  | 3",
    ]
    assert shown.endswith("mystery: ignore (unknown): 9 | 9 | 9")
    assert (once.added, once.aside) == (3, 2)
    assert metering.told(once, "one.csv", False).splitlines()[0] == (
        "one.csv:4: 2026-12-24 lies ahead; it is 2026-11-21 in UTC. Look at the order of day and"
        " month; leave out what is still to come."
    )
    assert (again.added, again.aside) == (1, 0)
    assert [str(one.value) for one in found.points] == ["1.5", "2", "4"]
    with pytest.raises(Missing, match="No profile"):
        await metering.look(hub, first, wanted(profile="nobody"))
    with pytest.raises(Invalid):
        metering.said(["Plays"])


def test_the_command_tries_and_sets_aside(folder: Path) -> None:
    (folder / "one.csv").write_text(CREATORS, encoding="utf-8")
    words = (
        "import",
        "metrics",
        "one.csv",
        "--source",
        "spotify-creators",
        "--subject",
        "shw_none",
    )
    tried = run(folder, *words, "--dry-run", "--set-aside", "a.csv", **SECRETS)

    assert tried.returncode == 1
    assert "There is nothing `shw_none` here" in tried.stdout
    assert tried.stdout.endswith(
        "0 new, 0 corrected, 0 the same, 4 set aside; nothing was written.\n"
    )
    assert (folder / "a.csv").read_text().startswith("file,line,reason,cure\n")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_changes_much_is_told_and_goes_in_with_a_word(
    world: World, tmp_path: Path
) -> None:
    show = await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")
    file, given = tmp_path / "one.csv", wanted(subject=show.id)
    for value in ("10", "20"):
        days = [f"2026-10-{day:02},{value}" for day in range(1, 31)]
        file.write_text("\n".join(["Date,Plays", *days]), encoding="utf-8")
        held = await metering.bring(world.hub, file, given, quiet=True)
    done = await metering.bring(world.hub, file, replace(given, confirmed=True), quiet=True)

    assert metering.told(held, "one.csv", False).splitlines()[-2:] == [
        "0 new, 0 corrected, 0 the same, 30 set aside.",
        "Nothing went in: run it again with `--confirm` if it is right.",
    ]
    assert json.loads(metering.for_programs(held))["held"] is True
    assert (done.held, done.changed) == (False, 30)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_events_are_counted_and_no_address_is_kept(world: World, tmp_path: Path) -> None:
    hub: Hub = world.hub
    show = await catalog.add_show(hub, ROOT, "Beans", world.brand_id, "en")
    file, ids = tmp_path / "rows.json", tmp_path / "ids.csv"
    ids.write_text(f"megaphone,greenlight\nmp-1,{show.id}\n", encoding="utf-8")
    row = {"created_at": "2026-11-10T09:00:00Z", "episode_id": "mp-1", "impression_type": "SAI"}
    rows = [row | {"ip": "203.0.113.77"}] * 3 + [row | {"episode_id": "mp-2"}]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    given = replace(wanted(), source="megaphone", events=True, ids=ids)
    done = await metering.bring(hub, file, given, quiet=True)
    asked = reading.Asked(show.id, "ad_delivered", date(2026, 11, 10), date(2026, 11, 10))
    (found,) = await reading.metrics_of(hub, ROOT, asked)
    with pytest.raises(Invalid, match="Events are known of `megaphone` alone"):
        await metering.bring(hub, file, replace(given, source="other"), quiet=True)

    assert (done.added, done.aside, str(found.points[0].value)) == (1, 1, "3")
    assert done.problems[0].reason == "There is nothing `mp-2` here"


async def test_who_stops_it_hears_what_is_in_and_that_is_judged(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def stopped_after_two(*_: object, **__: object) -> Iterator[object]:
        def passed(done: int) -> None:
            task = asyncio.current_task()
            if done == 2 and task is not None:
                task.cancel()

        yield passed

    show = await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")
    file, given = tmp_path / "one.csv", wanted(subject=show.id)
    file.write_text("Date,Plays\n2026-11-10,1\n2026-11-11,2\n2026-11-12,3\n", encoding="utf-8")
    monkeypatch.setattr(bringing, "CHUNK", 1)
    with monkeypatch.context() as watched:
        watched.setattr(metering, "passing", stopped_after_two)
        with pytest.raises(Stopped) as left:
            await metering.bring(world.hub, file, given, quiet=True)
    kept = await sql.fetch_one("SELECT number, added, same FROM metric_imports")
    asked = await sql.fetch_one("SELECT key FROM jobs WHERE kind = $1", bringing.TOUCHED)
    again = await metering.bring(world.hub, file, given, quiet=True)

    assert str(left.value) == (
        "Stopped after 2 figures of one.csv: 2 new, 0 corrected, 0 the same. They are in; run it"
        " again, and it goes on without changing them."
    )
    assert kept is not None
    assert asked is not None
    assert (kept["added"], kept["same"]) == (2, 0)
    assert asked["key"] == f"{bringing.TOUCHED}:{kept['number']}"
    assert (again.added, again.same) == (1, 2)
