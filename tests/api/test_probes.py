"""What scanners look for: each point of graphql-cop 1.15, on a hardened hub."""

from typing import Any

import pytest

from api.callers.profiles import Profile, manner_of
from api.operations.cost import COST_MAX
from tests.api.door import token_for
from tests.api.test_profiles import front
from tests.world import World

CIRCLE = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"

#: What is sent (method, body or parameters), and the status and code of the answer.
PROBES: dict[str, tuple[dict[str, Any], int, str]] = {
    "alias overloading": (
        {"json": {"query": "{ " + " ".join(f"a{n}: viewer {{ id }}" for n in range(101)) + " }"}},
        200,
        "too_complex",
    ),
    "batched queries": ({"json": [{"query": "{ __typename }"}] * 10}, 400, "malformed_request"),
    "queries by GET": ({"method": "GET", "params": {"query": "{ __typename }"}}, 405, "only_post"),
    "changes by GET": (
        {"method": "GET", "params": {"query": "mutation { __typename }"}},
        405,
        "only_post",
    ),
    "queries in a form": (
        {"content": b"query=query+cop+{__typename}", "headers": {"content-type": FORM}},
        415,
        "only_json",
    ),
    "directive overloading": (
        {"json": {"query": "{ __typename " + "@aa" * 10 + " }"}},
        200,
        "invalid_operation",
    ),
    "overloading by a directive that is there": (
        {"json": {"query": "{ __typename " + "@include(if: true)" * 61 + " }"}},
        200,
        "too_complex",
    ),
    "field duplication": (
        {"json": {"query": "{ " + "__typename " * 500 + "}"}},
        200,
        "too_complex",
    ),
    "a schema for anybody": (
        {"json": {"query": "{ __schema { types { name } } }"}},
        200,
        "schema_kept",
    ),
    "circles through the schema": ({"json": {"query": CIRCLE}}, 200, "schema_kept"),
    "names that are guessed": ({"json": {"query": "{ brandz { id } }"}}, 200, "invalid_operation"),
    "errors nobody handles": ({"json": {"query": "qwerty cop {abc}"}}, 200, "syntax_error"),
    "an editor": (
        {"method": "GET", "headers": {"accept": "text/html"}},
        405,
        "only_post",
    ),
}


@pytest.mark.parametrize(("sent", "status", "code"), PROBES.values(), ids=PROBES.keys())
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_hardened_hub_gives_nothing_to_a_scanner(
    world: World, sent: dict[str, Any], status: int, code: str
) -> None:
    given = {"method": "POST", **sent}
    headers = await token_for(world, "requester") | given.pop("headers", {})
    async with front(world, manner_of(Profile.HARDENED), headers) as client:
        answer = await client.request(given.pop("method"), "/graphql", **given)
    held = answer.json()
    codes = {error["extensions"]["code"] for error in held["errors"]}

    assert answer.status_code == status
    assert code in codes
    assert "data" not in held
    assert "Did you mean" not in answer.text
    assert {"exception", "stacktrace", "debug"}.isdisjoint(held["errors"][0]["extensions"])


async def test_no_answer_says_how_it_was_made(world: World) -> None:
    headers = await token_for(world, "requester") | {"x-apollo-tracing": "1"}
    async with front(world, manner_of(Profile.HARDENED), headers) as client:
        answer = await client.post("/graphql", json={"query": "query cop { __typename }"})
        editors = [(await client.get(f"/{name}")).status_code for name in ("graphiql", "console")]

    found = answer.json()
    assert (found["data"], list(found["extensions"])) == ({"__typename": "Query"}, ["cost"])
    assert editors == [404, 404]


async def test_a_circle_costs_too_much_where_the_schema_is_told(world: World) -> None:
    circles = " ".join(f"a{n}: __schema {{ types {{ name }} }}" for n in range(11))
    async with front(world, manner_of(Profile.STANDARD), {}) as client:
        answer = await client.post("/graphql", json={"query": f"{{ {circles} }}"})

    assert answer.json()["errors"][0]["extensions"]["max"] == COST_MAX
