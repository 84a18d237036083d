"""Which titles are free for something: rows, their first no, pages, and who may ask."""

from typing import Any

import pytest

from domain.database import sql
from domain.rights import avails
from tests.api.door import Door, door
from tests.api.test_rights import ADD, BAN, NEEDS, NOW, acted, added, permission
from tests.api.test_works import brought
from tests.connectors.onix.messages import record
from tests.world import World

UNTIL = "2026-12-21T00:00:00+00:00"
LOOK = """query($wanted: WantedRightsInput!, $show: [RightsFreedom!], $first: Int, $after: String,
    $where: TitleAvailabilityWhere) {
  titleAvailability(wanted: $wanted, show: $show, first: $first, after: $after, where: $where) {
    examinedCount titleCount pageInfo { hasNextPage endCursor }
    edges { node { title { id name } standing notJudged
      territories { territories said standing availableFrom availableUntil }
      firstNo { territories said startsAt endsAt standing
        reasons { layer reason standing grantIds } } } } } }"""
SERIES = (
    "<Collection><CollectionType>10</CollectionType><TitleDetail><TitleType>01</TitleType>"
    "<TitleElement><TitleElementLevel>02</TitleElementLevel><TitleText>Night Lines</TitleText>"
    "</TitleElement></TitleDetail></Collection>"
)
SOLD_IN_DE = (
    "<PublishingStatus>04</PublishingStatus><SalesRights><SalesRightsType>01</SalesRightsType>"
    "<Territory><CountriesIncluded>DE</CountriesIncluded></Territory></SalesRights>"
)


async def titles(world: World, *names: str, **more: str) -> dict[str, dict[str, str]]:
    """Bring titles of these names; return the id of each, and of its work."""
    made = [
        record(number, title=name, isbn="", **more) for number, name in enumerate(names, start=1)
    ]
    await brought(world, *made)
    rows = await sql.fetch(
        "SELECT t.id, t.work_id, w.title FROM titles t JOIN works w ON w.id = t.work_id"
    )
    return {row["title"]: {"title": row["id"], "work": row["work_id"]} for row in rows}


async def narrated(by: Door, *ids: str) -> None:
    for one in ids:
        given = {"kind": "TITLE", "subjectId": one, "needs": [{"layer": "NARRATOR"}]}
        await acted(by, NEEDS, given)


async def looked(by: Door, **given: Any) -> dict[str, Any]:
    wanted = {"use": "STREAM", "since": NOW, "until": UNTIL, "territories": ["DE", "FR"]}
    wanted |= given.pop("wanted", {})
    found: dict[str, Any] = (await by.data(LOOK, wanted=wanted, **given))["titleAvailability"]
    return found


def named(found: dict[str, Any]) -> list[str]:
    return [edge["node"]["title"]["name"] for edge in found["edges"]]


async def scene(world: World, manager: Door) -> dict[str, dict[str, str]]:
    """Bring a title that is free, one that is in part, one that is banned, one nobody knows."""
    found = await titles(world, "Free", "Part", "Banned", "Unsaid")
    await narrated(manager, *(found[name]["title"] for name in ("Free", "Part", "Banned")))
    for name in ("Free", "Banned"):
        await added(manager, ADD, permission(found[name]["work"], kind="WORK"))
    ends = {"startsAt": "2026-07-01T00:00:00Z", "endsAt": "2026-12-01T00:00:00Z"}
    some = {"uses": ["EVERY"], "include": ["DE"]}
    part = permission(found["Part"]["title"], kind="TITLE", scope=some, window=ends)
    await added(manager, ADD, part)
    every = {"uses": ["EVERY"], "include": ["WORLD"]}
    await added(manager, BAN, permission(found["Banned"]["title"], kind="TITLE", scope=every))
    return found


async def test_a_row_says_how_a_title_stands_and_what_its_first_no_is(world: World) -> None:
    manager = await door(world, "manager")
    made = await scene(world, manager)
    found = await looked(await door(world, "auditor"))
    rows = {edge["node"]["title"]["name"]: edge["node"] for edge in found["edges"]}

    assert {name: row["standing"] for name, row in rows.items()} == {
        "Free": "FREE",
        "Part": "FREE_IN_PART",
        "Banned": "NOT_FREE",
        "Unsaid": "UNKNOWN",
    }
    assert rows["Free"]["title"]["id"] == made["Free"]["title"]
    assert rows["Free"]["firstNo"] is None
    assert rows["Free"]["territories"] == [
        {
            "territories": ["DE", "FR"],
            "said": "DE, FR",
            "standing": "FREE",
            "availableFrom": NOW,
            "availableUntil": UNTIL,
        }
    ]
    part = rows["Part"]
    assert [
        (one["said"], one["standing"], one["availableUntil"]) for one in part["territories"]
    ] == [
        ("DE", "FREE_IN_PART", "2026-12-01T00:00:00+00:00"),
        ("FR", "NOT_FREE", None),
    ]
    assert (part["firstNo"]["said"], part["firstNo"]["startsAt"]) == ("FR", NOW)
    assert [one["reason"] for one in part["firstNo"]["reasons"]] == ["OUT_OF_SCOPE"]
    assert [one["reason"] for one in rows["Banned"]["firstNo"]["reasons"]] == ["PROHIBITED"]
    assert [one["reason"] for one in rows["Unsaid"]["firstNo"]["reasons"]] == ["NOT_DECLARED"]
    assert {row["notJudged"] for row in rows.values()} == {None}


async def test_the_reason_that_decides_comes_first(world: World) -> None:
    manager = await door(world, "manager")
    (one,) = (await titles(world, "Train", publishing=SOLD_IN_DE)).values()
    needs = [{"layer": "HEADSHOT"}, {"layer": "NARRATOR"}, {"layer": "COVER_ART"}]
    await acted(manager, NEEDS, {"kind": "TITLE", "subjectId": one["title"], "needs": needs})
    later = {"startsAt": "2027-01-01T00:00:00Z", "end": "PERPETUAL"}
    await added(manager, ADD, permission(one["work"], kind="WORK", window=later))
    ban = permission(one["title"], kind="TITLE", layer="COVER_ART")
    banned = await added(manager, BAN, ban)
    found = await looked(manager, wanted={"territories": None})
    (row,) = [edge["node"] for edge in found["edges"]]
    reasons = row["firstNo"]["reasons"]

    assert reasons[0]["grantIds"] == [banned]
    assert [one["reason"] for one in reasons] == [
        "PROHIBITED",
        "NOT_YET",
        "NO_EVIDENCE",  # Of the picture of somebody.
        "NO_EVIDENCE",  # Of sales outside Germany.
    ]
    assert row["firstNo"]["said"].startswith("World excluding ")


async def test_only_what_stands_so_is_shown_and_short_windows_count_for_nothing(
    world: World,
) -> None:
    manager = await door(world, "manager")
    await scene(world, manager)
    shown = {
        standing: named(await looked(manager, show=[standing]))
        for standing in ("FREE", "FREE_IN_PART", "NOT_FREE", "UNKNOWN")
    }
    either = await looked(manager, show=["FREE", "UNKNOWN"])
    long = await looked(manager, show=["NOT_FREE"], wanted={"leastDays": 14})

    assert shown == {
        "FREE": ["Free"],
        "FREE_IN_PART": ["Part"],
        "NOT_FREE": ["Banned"],
        "UNKNOWN": ["Unsaid"],
    }
    assert named(either) == ["Unsaid", "Free"]
    assert named(long) == ["Banned", "Part"]
    assert (either["examinedCount"], either["titleCount"]) == (4, 4)


async def test_a_page_goes_on_from_the_last_title_that_was_looked_at(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = await door(world, "manager")
    made = await titles(world, *(f"Title {number}" for number in range(7)))
    await narrated(manager, made["Title 0"]["title"])
    await added(manager, ADD, permission(made["Title 0"]["work"], kind="WORK"))
    monkeypatch.setattr(avails, "LOOKED_MAX", 3)
    pages, after = [], None
    for _ in range(3):
        pages.append(await looked(manager, show=["FREE"], first=2, after=after))
        after = pages[-1]["pageInfo"]["endCursor"]

    assert [named(one) for one in pages] == [[], [], ["Title 0"]]
    assert [one["examinedCount"] for one in pages] == [3, 3, 1]
    assert [one["pageInfo"]["hasNextPage"] for one in pages] == [True, True, False]
    assert {one["titleCount"] for one in pages} == {7}


async def test_titles_are_paged_without_gaps_and_narrowed(world: World) -> None:
    manager = await door(world, "manager")
    await titles(world, "One", "Two")
    made = await titles(world, "One", "Two", "Three", more=SERIES)
    await sql.execute(
        "DELETE FROM title_series WHERE title_id IN (SELECT t.id FROM titles t JOIN works w"
        " ON w.id = t.work_id WHERE w.title <> 'Three')"
    )
    (series,) = await sql.fetch("SELECT id FROM series")
    first = await looked(manager, first=2)
    rest = await looked(manager, first=2, after=first["pageInfo"]["endCursor"])
    ids = [made["One"]["title"], made["Three"]["title"]]
    narrowed = [
        named(await looked(manager, where=where))
        for where in list[dict[str, Any]](
            (
                {"ids": ids},
                {"ids": ids, "textContains": "ONE"},
                {"seriesId": series["id"]},
                {"textContains": "night lines"},
                {"textContains": "%"},
                {"ids": []},
            )
        )
    ]

    assert [first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]] == [True, False]
    assert sorted(named(first) + named(rest)) == ["One", "Three", "Two"]
    assert [sorted(one) for one in narrowed] == [
        ["One", "Three"],
        ["One"],
        ["Three"],
        ["Three"],
        [],
        [],
    ]


async def test_a_page_takes_the_same_statements_however_many_titles_it_has(
    world: World, asked: list[str]
) -> None:
    manager = await door(world, "manager")
    await titles(world, *(f"Title {number}" for number in range(12)), publishing=SOLD_IN_DE)
    found = []
    for size in (2, 2, 12):  # Callers are remembered from the first on.
        asked.clear()
        page = await looked(manager, first=size)
        found.append((page["examinedCount"], len(asked)))

    assert found[1:] == [(2, found[1][1]), (12, found[1][1])]
    assert found[1][1] <= 5  # Titles, grants, needs, how many there are, and who asks.


async def test_what_changes_too_often_is_unknown_and_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = await door(world, "manager")
    await scene(world, manager)
    monkeypatch.setattr("domain.rights.reading.SEARCH_STEPS_MAX", 0)
    found = await looked(manager)
    rows = {edge["node"]["title"]["name"]: edge["node"] for edge in found["edges"]}

    assert (rows["Part"]["standing"], rows["Part"]["firstNo"]) == ("UNKNOWN", None)
    assert "too often" in rows["Part"]["notJudged"]
    assert [one["said"] for one in rows["Part"]["territories"]] == ["DE, FR"]
    assert rows["Free"]["standing"] == "FREE"


@pytest.mark.parametrize("bound", ["STEPS_MAX", "LOOKS_MAX"])
async def test_a_page_ends_where_judging_it_would_take_too_long(
    world: World, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    manager = await door(world, "manager")
    await scene(world, manager)
    whole = named(await looked(manager))
    monkeypatch.setattr(avails, bound, 2)
    first = await looked(manager)
    rest = await looked(manager, after=first["pageInfo"]["endCursor"])

    assert first["pageInfo"]["hasNextPage"]
    assert 1 <= first["examinedCount"] < 4
    assert whole[: len(named(first)) + len(named(rest))] == named(first) + named(rest)


async def test_what_cannot_be_asked_is_refused_and_says_why(world: World) -> None:
    manager = await door(world, "manager")
    good = {"use": "STREAM", "since": NOW, "until": UNTIL, "territories": ["DE"]}
    wrong: list[tuple[dict[str, Any], dict[str, Any], str]] = [
        ({"until": NOW}, {}, "ends_before_start"),
        ({"until": "2026-01-01T00:00:00Z"}, {}, "ends_before_start"),
        ({"until": "2099-01-01T00:00:00Z"}, {}, "too_long"),
        ({"since": "2026-11-21T09:00:00"}, {}, "zone_missing"),
        ({"territories": ["XK"]}, {}, "unknown_territory"),
        ({"territories": []}, {}, "no_territory"),
        ({"language": "!!"}, {}, "bad_language"),
        ({"channel": "podcast"}, {}, "bad_channel"),
        ({"leastDays": -1}, {}, "bad_window"),
        ({"leastDays": 2_000_000_000}, {}, "bad_window"),
        ({}, {"show": []}, "nothing_shown"),
        ({}, {"first": 0}, "page_size"),
        ({}, {"after": "nowhere"}, "malformed_cursor"),
        ({}, {"where": {"seriesId": world.brand_id}}, "wrong_kind_of_id"),
        ({}, {"where": {"ids": [world.brand_id]}}, "wrong_kind_of_id"),
        ({}, {"where": {"ids": ["nothing"]}}, "malformed_id"),
        ({}, {"where": {"ids": ["ttl_x"] * 101}}, "too_many"),
    ]
    answers = [await manager.send(LOOK, wanted=good | one, **more) for one, more, _ in wrong]
    unknown = await manager.send(LOOK, wanted=good | {"use": "SINGING"})

    assert [one["errors"][0]["extensions"]["code"] for one in answers] == [
        code for _, _, code in wrong
    ]
    assert "RightsUse" in unknown["errors"][0]["message"]


async def test_agencies_are_told_nothing_of_titles(world: World) -> None:
    await scene(world, await door(world, "manager"))
    wanted = {"use": "STREAM", "since": NOW, "until": UNTIL}
    hidden = await (await door(world, "agent")).send(LOOK, wanted=wanted)
    reviewer = await looked(await door(world, "brand_one"))

    assert hidden["data"]["titleAvailability"] is None
    assert hidden["errors"][0]["extensions"]["code"] == "not_allowed"
    assert len(reviewer["edges"]) == 4
