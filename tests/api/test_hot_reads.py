"""What is asked again and again: documents judged once, callers looked up once, pages read lean."""

import random
from datetime import timedelta
from typing import Any

import pytest
from graphql import get_operation_ast, parse

from api.endpoint.direct import judged, kept
from api.operations import judging
from api.operations.cost import cost_of
from api.operations.costing import cost_once, sizes
from api.operations.document_keys import Same
from api.requests.projection import WITHOUT_JUDGEMENT, WITHOUT_PAYLOAD, projection
from api.schema import schema
from domain.clock import SteppingClock
from domain.database import sql
from domain.people import tokens
from domain.remembered import SECONDS
from domain.requests.projection import Projection
from domain.unread import UNREAD
from tests.api.door import Door, client, door, token_for
from tests.world import World

PAGE = "query($n: Int) { requests(first: $n) { edges { node { %s } } } }"

#: Fields of a request as a list may ask for them, and what stands below those that are no leaves.
PARTS = {
    **dict.fromkeys(sorted(WITHOUT_PAYLOAD), ""),
    "stages": "{ id key title state quorum openedAt overdue votes { id } }",
    "decisions": "{ table version outcome reasons facts }",
    "conditions": "{ __typename }",
    "readiness": "{ name }",
    "placements": "{ id }",
    "campaign": "{ name budget { amount currency } }",
    "brief": "{ __typename }",
    "deliverables": "{ __typename }",
    "results": "{ __typename }",
    "activation": "{ __typename }",
}


async def page(reader: Door, selection: str, first: int = 50) -> list[dict[str, Any]]:
    data = await reader.data(PAGE % selection, n=first)
    return [edge["node"] for edge in data["requests"]["edges"]]


def _without(one: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key != name}


async def submitted(world: World, count: int) -> None:
    requester = await door(world, "requester")
    for number in range(count):
        await requester.submit(world, name=f"Campaign {number}")


async def test_a_document_that_was_asked_before_is_neither_parsed_nor_judged_again(
    world: World,
) -> None:
    reader = await door(world, "manager")
    await page(reader, "number title kind", 7)
    caches: list[Any] = [judging.parsed, judging.judged, judged, cost_once, kept]
    before = [cache.cache_info() for cache in caches]
    await page(reader, "number title kind", 7)
    after = [cache.cache_info() for cache in caches]

    assert [info.misses for info in after] == [info.misses for info in before]
    assert after[-1].hits == before[-1].hits + 1


@pytest.mark.parametrize(
    "given", [{}, {"n": 40}, {"n": None}, {"n": "forty"}, {"n": 7.0, "m": 3}, {"m": [1]}]
)
def test_what_is_kept_of_a_cost_is_what_it_is(given: dict[str, Any]) -> None:
    document = parse(
        "query($n: Int = 3, $m: Int) { requests(first: $n) { edges { node { title } } }"
        " waiting: approvalsWaitingForMe(last: $m) { edges { node { id } } } }"
    )
    node = get_operation_ast(document)
    same = Same(document)
    assert node is not None

    kept = cost_once(schema._schema, same, None, sizes(same, given))
    assert kept == cost_of(schema._schema, document, node, given)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("query($n: [ID!]!) { nodes(ids: $n) { id } }", {"n": ["a", "b", "c"]}),
        ("query($n: ID!) { nodes(ids: [$n, $n]) { id } }", {"n": "a"}),
        (
            "mutation($n: BulkCloseCasesInput!) { bulkCloseCases(input: $n) { %s } }",
            {"n": {"items": [{}] * 9}},
        ),
        (
            "mutation($n: [BulkCloseItem!]!) { bulkCloseCases(input: {items: $n}) { %s } }",
            {"n": [{}] * 7},
        ),
        ("mutation($n: BulkCloseCasesInput!) { bulkCloseCases(input: $n) { %s } }", {"n": {}}),
    ],
)
def test_things_that_are_given_by_variable_are_counted(asked: str, given: dict[str, Any]) -> None:
    document = parse(asked.replace("%s", "results { item { id } }"))
    node = get_operation_ast(document)
    same = Same(document)
    assert node is not None

    kept = cost_once(schema._schema, same, None, sizes(same, given))
    assert kept == cost_of(schema._schema, document, node, given)


async def test_a_caller_is_looked_up_once_for_several_operations(
    world: World, asked: list[str]
) -> None:
    reader = await door(world, "manager")
    asked.clear()
    await page(reader, "id")
    first = len(asked)
    asked.clear()
    await page(reader, "id")

    assert (first, len(asked)) == (4, 1)


async def test_a_token_that_is_revoked_here_ends_at_once(world: World) -> None:
    reader = client(world, await token_for(world, "manager"))
    actor = await world.actor("manager")
    asking = {"query": "{ me { id } }"}
    assert (await reader.post("/graphql", json=asking)).status_code == 200
    row = await sql.fetch_one("SELECT id FROM tokens WHERE user_id = $1", actor.user_id)
    assert row is not None
    await tokens.revoke_token(world.hub, actor, row["id"])

    assert (await reader.post("/graphql", json=asking)).status_code == 401


@pytest.mark.parametrize("heard", [True, False])
async def test_a_token_that_is_revoked_elsewhere_ends_once_it_is_heard_and_a_second_later_at_most(
    world: World, clock: SteppingClock, *, heard: bool
) -> None:
    reader = client(world, await token_for(world, "manager"))
    asking = {"query": "{ me { id } }"}
    assert (await reader.post("/graphql", json=asking)).status_code == 200
    # Not by this process's own way of writing, which counts what it writes.
    await sql.fetch("UPDATE tokens SET revoked_at = $1 RETURNING id", clock.now())
    if heard:
        world.hub.feed.changed("usr_somebody")
    else:
        assert (await reader.post("/graphql", json=asking)).status_code == 200
        clock.advance(timedelta(seconds=SECONDS))

    assert (await reader.post("/graphql", json=asking)).status_code == 401


async def test_a_page_with_stages_decisions_and_names_takes_one_statement_whatever_its_length(
    world: World, asked: list[str]
) -> None:
    await submitted(world, 3)
    reader = await door(world, "manager")
    await page(reader, "id")
    counts = []
    for first in (1, 3):
        asked.clear()
        await page(
            reader,
            "id requesterName brandName agencyName stages { key } decisions { table }",
            first,
        )
        counts.append(len(asked))

    assert counts == [1, 1]


async def test_a_page_reads_what_was_asked_for_only_where_that_is_shown(
    world: World, asked: list[str]
) -> None:
    await submitted(world, 1)
    reader = await door(world, "manager")
    await page(reader, "id")
    asked.clear()
    await page(reader, "number title")
    await page(reader, "number campaign { name }")

    assert ["payload" in one for one in asked] == [False, True]


async def test_a_page_reads_what_was_judged_only_where_that_is_shown(
    world: World, asked: list[str]
) -> None:
    await submitted(world, 1)
    reader = await door(world, "manager")
    await page(reader, "id")
    asked.clear()
    held = " ".join(sorted(WITHOUT_JUDGEMENT))
    (brief,) = await page(reader, f"decisions {{ {held} }}")
    (whole,) = await page(reader, f"decisions {{ {held} reasons }}")

    assert ["judgement" in one for one in asked] == [False, True]
    assert brief["decisions"]
    assert brief["decisions"] == [_without(one, "reasons") for one in whole["decisions"]]


async def test_whatever_is_asked_for_a_page_says_what_each_request_says_by_itself(
    world: World,
) -> None:
    await submitted(world, 2)
    reader, chance = await door(world, "manager"), random.Random(20261122)
    for _ in range(12):
        chosen = [
            f"{name} {PARTS[name]}" for name in chance.sample(sorted(PARTS), chance.randint(1, 8))
        ]
        wrapped = [chance.choice(("%s", "... on Request { %s }", "... on Node { id } %s"))]
        selection = "id " + " ".join(chance.choice(wrapped) % one for one in chosen)
        for node in await page(reader, selection):
            alone = f"query($id: ID!) {{ request(id: $id) {{ {selection} }} }}"
            assert node == (await reader.data(alone, id=node["id"]))["request"], selection


async def test_every_field_that_is_shown_without_the_payload_does_without_it(world: World) -> None:
    await submitted(world, 1)
    reader = await door(world, "manager")
    selection = " ".join(f"{name} {PARTS[name]}" for name in sorted(WITHOUT_PAYLOAD))

    asked = projection(frozenset(WITHOUT_PAYLOAD), WITHOUT_JUDGEMENT)
    assert asked == Projection(payload=False, names=True, stages=True, decisions=True)
    assert len(await page(reader, selection)) == 1


def test_a_payload_that_was_not_read_says_so() -> None:
    with pytest.raises(RuntimeError, match="ask for it with the page"):
        UNREAD.get("territories")
    with pytest.raises(RuntimeError, match="not read"):
        dict(UNREAD)
    with pytest.raises(RuntimeError, match="not read"):
        len(UNREAD)
