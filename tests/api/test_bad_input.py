"""Whatever is sent, the answer says what is wrong, where, and what to do; never a masked error."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from tests.api.door import SUBMIT, Door, brief, door
from tests.api.test_http import JSON
from tests.world import World

LONE = "\ud800"
LIST = "query($w: RequestWhere, $a: String) { requests(where: $w, after: $a) { totalCount } }"
WHY = "errors { ... on UserError { code message path } }"


async def refused(front: Door, world: World, **changes: Any) -> dict[str, Any]:
    answer = await front.send(SUBMIT, input={"brief": brief(world, **changes)})
    if "errors" in answer:
        assert "data" not in answer
        return {"message": answer["errors"][0]["message"], **answer["errors"][0]["extensions"]}
    (error,) = answer["data"]["submitCampaign"]["errors"]
    found: dict[str, Any] = error
    return found


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"budget": {"amount": "1e999999", "currency": "EUR"}}, "too_much", "amount"),
        ({"budget": {"amount": "1e-99999999", "currency": "EUR"}}, "too_many_digits", "amount"),
        ({"budget": {"amount": f"1.{'0' * 30}1", "currency": "EUR"}}, "too_many_digits", "amount"),
        ({"endsAt": "8999-12-31T23:59:00-12:00"}, "too_far_ahead", "endsAt"),
        ({"endsAt": "2066-01-01T00:00:00Z"}, "too_far_ahead", "endsAt"),
        ({"name": "Spring \u202elaunch"}, "control_character", "name"),
        ({"name": "Spring\u2028launch"}, "control_character", "name"),
        ({"advertiser": "Sample\u2066Roasters"}, "control_character", "advertiser"),
        ({"note": "Look \u202e here"}, "control_character", "note"),
        ({"note": "nothing\u0000here"}, "control_character", "note"),
        ({"brandId": "brd_\u0000"}, "control_character", "brandId"),
    ],
)
async def test_a_brief_that_cannot_be_is_refused_at_its_field(
    world: World, changes: dict[str, Any], code: str, path: str
) -> None:
    error = await refused(await door(world, "requester"), world, **changes)

    assert (error["code"], error["path"][-1]) == (code, path)


@pytest.mark.parametrize(
    "variables",
    [
        {"input": {"brief": {"budget": {"amount": "5", "currency": LONE}}}},
        {"input": {"brief": {"brandId": LONE}}},
        {"input": {"brief": {"note": f"a{LONE}"}}},
        {"input": {"idempotencyKey": LONE}},
        {"input": {LONE: 1}},
        {"w": {"titleContains": LONE}},
    ],
)
async def test_half_a_character_is_no_json(world: World, variables: dict[str, Any]) -> None:
    front = await door(world, "requester")
    body = json.dumps({"query": SUBMIT, "variables": variables})
    answer = await front.client.post("/graphql", content=body, headers=JSON)
    (error,) = answer.json()["errors"]

    assert answer.status_code == 400
    assert error["extensions"]["code"] == "malformed_request"
    assert "surrogate" in error["message"]


@pytest.mark.parametrize(
    "query", ['{ node(id: "\ud800") { id } }', "query \ud800 { viewer { id } }"]
)
async def test_half_a_character_is_no_query(world: World, query: str) -> None:
    front = await door(world, "requester")
    for body in ({"query": query}, {"query": "{ viewer { id } }", "operationName": query}):
        answer = await front.client.post("/graphql", content=json.dumps(body), headers=JSON)
        assert answer.status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        r'{ node(id: "a\u0000") { id } }',
        '{ requests(where: {titleContains: """a\x01"""}) { totalCount } }',
        r'{ requests(where: {market: "\u001b"}) { totalCount } }',
        r'{ node(id: "\ud800") { id } }',
    ],
)
async def test_a_literal_that_is_no_text_is_refused_before_anything_runs(
    world: World, query: str
) -> None:
    answer = await (await door(world, "requester")).send(query)

    assert "data" not in answer
    assert answer["errors"][0]["locations"]


async def test_a_key_that_is_no_text_is_refused_with_its_place(world: World) -> None:
    front = await door(world, "requester")
    answer = await front.send(SUBMIT, input={"brief": brief(world), "idempotencyKey": "a\x00"})

    assert answer["errors"][0]["extensions"] == {
        "code": "control_character",
        "path": ["input", "idempotencyKey"],
    }


async def test_a_token_ends_in_some_time_zone(world: World) -> None:
    front = await door(world, "requester")
    query = f"mutation($i: CreateTokenInput!) {{ createToken(input: $i) {{ tokenId {WHY} }} }}"
    given = {"name": "t", "scopes": ["READ"], "expiresAt": "2026-12-31T12:00:00"}
    (error,) = (await front.data(query, i=given))["createToken"]["errors"]

    assert (error["code"], error["path"]) == ("zone_missing", ["expiresAt"])


async def test_a_title_is_looked_for_by_no_more_than_a_title(world: World) -> None:
    answer = await (await door(world, "requester")).send(LIST, w={"titleContains": "x" * 60_000})

    assert answer["errors"][0]["extensions"] == {
        "code": "too_long",
        "path": ["where", "titleContains"],
    }


async def test_a_list_is_narrowed_to_few_kinds_and_states(world: World) -> None:
    front = await door(world, "requester")
    many = await front.send(LIST, w={"kinds": ["x"] * 9_000})
    again = await front.data(LIST, w={"states": ["LIVE"] * 9_000})

    assert many["errors"][0]["extensions"]["code"] == "too_many"
    assert again["requests"]["totalCount"] == 0


@pytest.mark.parametrize(
    ("order", "key"),
    [
        ("desc:number", 2**63),
        ("desc:number", -(2**64)),
        ("desc:number", 2**31),
        ("desc:number", True),
        ("desc:updated_at", "9999-12-31T23:59:59-12:00"),
        ("desc:updated_at", "2026-12-31T23:59:59"),
        ("desc:updated_at", 7),
    ],
)
async def test_a_cursor_that_was_made_up_is_refused(world: World, order: str, key: Any) -> None:
    front = await door(world, "requester")
    content = json.dumps([1, order, key, f"req_{'0' * 26}"])
    field = "NUMBER" if "number" in order else "UPDATED"
    query = (
        f"query($a: String) {{ requests(after: $a, orderBy: {{field: {field}}}) {{ totalCount }} }}"
    )
    answer = await front.send(query, a=base64.urlsafe_b64encode(content.encode()).decode())

    assert answer["errors"][0]["extensions"]["code"] == "malformed_cursor"


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"key": "k" * 41}, "key"),
        ({"place": "C" * 33}, "place"),
        ({"workspaceId": "no workspace"}, "workspaceId"),
    ],
)
async def test_a_team_that_cannot_be_kept_is_refused(
    world: World, given: dict[str, Any], path: str
) -> None:
    front = await door(world, "admin")
    query = f"mutation($i: CreateTeamInput!) {{ createTeam(input: $i) {{ team {{ id }} {WHY} }} }}"
    payload = (await front.data(query, i={"key": "press", "name": "Press"} | given))["createTeam"]

    assert [error["path"] for error in payload["errors"]] == [[path]]


async def test_a_day_beyond_the_calendar_is_no_release(world: World) -> None:
    front = await door(world, "manager")
    make = f"mutation($i: CreateShowInput!) {{ createShow(input: $i) {{ show {{ id }} {WHY} }} }}"
    given = {"title": "Beans", "brandId": world.brand_id, "language": "de"}
    show = (await front.data(make, i=given))["createShow"]["show"]["id"]
    add = f"mutation($i: CreateEpisodeInput!) {{ createEpisode(input: $i) {{ {WHY} }} }}"
    episode = {"showId": show, "title": "One", "number": 1}
    beyond = await front.send(add, i=episode | {"releaseOn": "9999-12-31"})
    (error,) = (await front.data(add, i=episode | {"releaseOn": "8999-12-31"}))["createEpisode"][
        "errors"
    ]
    soon = (world.hub.clock.now() + timedelta(days=30)).date().isoformat()

    assert beyond["errors"][0]["extensions"]["code"] == "out_of_calendar"
    assert error["code"] == "too_far_ahead"
    assert (await front.data(add, i=episode | {"releaseOn": soon}))["createEpisode"]["errors"] == []
