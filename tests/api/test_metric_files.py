"""Files of figures over the door: previewed, tried out, brought in, and followed on their way."""

import json
from typing import Any

import pytest

from app.files import figures
from domain.actor import Scope
from domain.metric_files import asking
from domain.metrics import bringing
from tests.api.door import door
from tests.api.figure_files import IMPORT, LOOK, counts, days, office
from tests.api.test_metrics import KEEP, figure, ingest
from tests.api.test_socket import heard
from tests.api.test_socket_codes import socket_of, subscribe
from tests.world import World

ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_a_file_is_brought_in_by_a_job_and_what_cannot_be_is_named_by_line(
    world: World,
) -> None:
    desk = await office(world)
    asked = (await desk.asks(days("12", "many", "14") + "\n2026-11-13"))["asked"]
    await desk.works()
    found = await desk.looks(asked["id"])
    again = await desk.brings(days("12", "15"))

    assert (asked["state"], asked["rows"], asked["imported"]) == ("ASKED", None, None)
    assert (found["state"], found["rows"], found["done"]) == ("DONE", 2, 2)
    assert counts(found) == (2, 0, 0, 2)
    assert [one["line"] for one in found["problems"]] == [3, 5]
    assert all(one["cure"] for one in found["problems"])
    assert (found["imported"]["added"], found["imported"]["ended"]) == (2, True)
    assert (found["trouble"], counts(again)) == (None, (1, 0, 1, 0))


@ONE_ENGINE
async def test_a_trial_shows_the_mapping_and_what_would_change_and_keeps_nothing(
    world: World,
) -> None:
    desk = await office(world)
    await desk.brings(days("12"))
    table = "Date,Plays,Followerz\n2026-11-10,13,7\n2026-11-11,14,8"
    tried = await desk.brings(table, dryRun=True)
    done = await desk.brings(table)

    assert [(one["holds"], one["how"], one["samples"]) for one in tried["columns"]] == [
        ("day", "KNOWN", ["2026-11-10", "2026-11-11"]),
        ("plays", "KNOWN", ["13", "14"]),
        ("ignore", "UNKNOWN", ["7", "8"]),
    ]
    assert (tried["state"], tried["dryRun"], tried["imported"]) == ("DONE", True, None)
    assert counts(tried) == counts(done) == (1, 1, 0, 1)


@ONE_ENGINE
async def test_a_profile_and_a_list_in_json_are_read_as_the_command_line_reads_them(
    world: World,
) -> None:
    desk = await office(world)
    named = [{"name": "Hörstunden", "holds": "consumption_hours"}]
    kept = {"source": "spotify-creators", "name": "German", "columns": named}
    await desk.front.data(KEEP, input=kept)
    rows = [{"Date": "2026-11-10", "Hörstunden": 1.5, "Mine": 3}, {"Date": "2026-11-11", "Mine": 4}]
    found = await desk.brings(
        json.dumps(rows),
        "hours.json",
        profile="German",
        columns=[{"name": "mine", "holds": "plays"}],
    )

    assert [one["how"] for one in found["columns"]] == ["KNOWN", "PROFILE", "SAID"]
    assert counts(found) == (3, 0, 0, 0)


@ONE_ENGINE
async def test_events_of_megaphone_are_counted_once_their_day_is_final(world: World) -> None:
    desk = await office(world)
    row = {"created_at": "2026-11-10T09:00:00Z", "episode_id": "mp-1", "impression_type": "SAI"}
    rows = "\n".join(json.dumps(row | {"ip": "203.0.113.77"}) for _ in range(3))
    said = {"source": "megaphone", "events": True, "subject": ""}
    said |= {"subjects": [{"outsideId": "mp-1", "subject": desk.show}]}
    name = "impressions-v2-day-2026-11-10.json"
    early = await desk.brings(rows, name, **said)
    done = await desk.brings(rows, name, final=True, **said)

    assert (early["state"], early["trouble"]["code"]) == ("REFUSED", "not_final")
    assert (done["state"], counts(done), done["columns"]) == ("DONE", (1, 0, 0, 0), [])


async def test_what_changes_much_is_held_and_goes_in_once_it_is_confirmed(world: World) -> None:
    desk = await office(world)
    await desk.brings(days(*["10"] * 30, month=10))
    other = days(*["20"] * 30, month=10)
    tried = await desk.brings(other, dryRun=True)
    held, done = await desk.brings(other), await desk.brings(other, confirm=True)

    assert (tried["state"], tried["held"]) == (held["state"], held["held"]) == ("HELD", True)
    assert counts(held) == (0, 0, 0, 30)
    assert held["imported"]["confirmed"] is False
    assert (done["state"], done["imported"]["confirmed"]) == ("DONE", True)
    assert counts(done) == (0, 30, 0, 0)


@pytest.mark.parametrize(
    ("content", "said", "code"),
    [
        ("Date,Mystery\n2026-11-10,1", {}, "bad_columns"),
        ('[{"Date": ', {}, "bad_json"),
        ("Date,Plays\n2026-11-10,1", {"columns": [{"name": "X", "holds": "plays"}]}, "no_column"),
        ('Date,Plays\n"2026-11-10,1', {}, "bad_table"),
        ("no events", {"source": "megaphone", "events": True}, "bad_events"),
        ("[]", {"events": True}, "unknown_events"),
    ],
)
@ONE_ENGINE
async def test_a_file_of_which_no_figure_can_be_told_is_refused_whole(
    world: World, content: str, said: dict[str, Any], code: str
) -> None:
    found = await (await office(world)).brings(content, **said)

    assert (found["state"], found["trouble"]["code"]) == ("REFUSED", code)
    assert (counts(found), found["imported"]) == ((0, 0, 0, 0), None)


@ONE_ENGINE
async def test_a_file_of_more_figures_than_one_brings_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "FIGURES_MAX", 2)
    desk = await office(world)
    fits, found = await desk.brings(days("1", "2")), await desk.brings(days("1", "2", "3"))

    assert fits["state"] == "DONE"
    assert (found["state"], found["trouble"]["code"]) == ("REFUSED", "too_large")


@ONE_ENGINE
async def test_what_can_be_said_before_the_file_is_read_is_said_at_once(world: World) -> None:
    desk = await office(world)
    picture = world.assets["image"]
    awaited = await desk.uploads("x")
    refused = [
        (await desk.asks(days("1"), source="nobody"))["errors"][0]["code"],
        (await desk.asks(days("1"), profile="nobody"))["errors"][0]["code"],
        (await desk.asks(days("1"), columns=[{"name": "a", "holds": "b"}]))["errors"][0]["code"],
        (await desk.asks(days("1"), columns=[{"name": "a", "holds": "day"}] * 2))["errors"][0][
            "code"
        ],
        (await desk.asks(days("1"), assetId=picture))["errors"][0]["code"],
        (await desk.asks(days("1"), assetId=awaited[:4] + "0" * 26))["errors"][0]["code"],
    ]

    assert refused == [
        "unknown_source",
        "no_such_profile",
        "no_role",
        "named_twice",
        "no_table",
        "no_such_asset",
    ]


@ONE_ENGINE
async def test_too_many_things_are_refused_where_they_stand(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "IDS_MAX", 1)
    desk = await office(world)
    subjects = [{"outsideId": name, "subject": desk.show} for name in ("a", "b")]
    (error,) = (await desk.asks(days("1"), subjects=subjects))["errors"]

    assert (error["code"], error["path"]) == ("too_many", ["subjects"])


@ONE_ENGINE
async def test_the_same_key_asks_for_a_file_once(world: World) -> None:
    desk = await office(world)
    given = {"assetId": await desk.uploads(days("1")), "source": "other", "subject": desk.show}
    given |= {"idempotencyKey": "once"}
    first, second = [(await desk.front.data(IMPORT, input=given))["done"] for _ in range(2)]

    assert first["asked"]["id"] == second["asked"]["id"]


@ONE_ENGINE
async def test_progress_is_heard_as_it_is_made(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "CHUNK", 2)
    desk = await office(world)
    wanted = (await desk.asks(days("1", "2", "3")))["asked"]["id"]
    query = f'subscription {{ metricsImportChanged(id: "{wanted}") {{ state done rows }} }}'
    told: list[tuple[str, int]] = []
    async with socket_of(world) as socket:
        await subscribe(socket, "1", query=query)
        told.append(said_of(await heard(socket)))
        await desk.works()
        while told[-1][0] != "DONE":
            told.append(said_of(await heard(socket)))

    assert (told[0], told[-1]) == (("ASKED", 0), ("DONE", 3))


def said_of(message: dict[str, Any]) -> tuple[str, int]:
    found = message["payload"]["data"]["metricsImportChanged"]
    return found["state"], found["done"]


@ONE_ENGINE
async def test_a_file_is_for_whoever_asked_and_for_those_of_the_whole_house(world: World) -> None:
    desk = await office(world)
    wanted = (await desk.asks(days("1")))["asked"]["id"]
    none = wanted[:-4] + "0000"
    hears = {}
    for who in ("admin", "auditor", "requester", "agent"):
        front = await door(world, who)
        hears[who] = [await front.send(LOOK, id=one) for one in (wanted, none)]
    reads = await door(world, "manager", frozenset({Scope.READ}))
    brings = await (await door(world, "requester")).data(
        IMPORT, input={"assetId": world.assets["image"], "source": "other"}
    )

    assert {who: bool(one["data"]["metricsImport"]) for who, (one, _) in hears.items()} == {
        "admin": True,
        "auditor": True,
        "requester": False,
        "agent": False,
    }
    for who in ("requester", "agent"):
        there, absent = (one["errors"] for one in hears[who])
        assert json.dumps(there).replace(wanted, none) == json.dumps(absent)
    assert (await reads.data(LOOK, id=wanted))["metricsImport"]["state"] == "ASKED"
    assert brings["done"]["errors"][0]["code"] == "not_allowed"


@ONE_ENGINE
async def test_figures_sent_by_the_call_are_tried_out_too(world: World) -> None:
    desk = await office(world)
    tried = await ingest(desk.front, figure(desk.show, "2026-11-09", "1"), dryRun=True)
    refused = await ingest(desk.front, source="nobody", dryRun=True)
    done = await ingest(desk.front, figure(desk.show, "2026-11-09", "1"))

    assert (tried["done"]["number"], tried["done"]["added"]) == (0, 1)
    assert refused["errors"][0]["code"] == "unknown_source"
    assert (done["done"]["number"] > 0, done["done"]["added"]) == (True, 1)
