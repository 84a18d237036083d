"""What an operation costs grows with its lists; what would cost too much is told so at once."""

import re
from pathlib import Path
from typing import Any

import pytest
from graphql import get_introspection_query, get_operation_ast, parse, validate

from api.callers.profiles import Bounds
from api.callers.timely import BODY_SECONDS
from api.endpoint.bodies import BODY_BYTES_MAX
from api.endpoint.sockets import ID_LENGTH_MAX, SUBSCRIPTIONS_MAX
from api.operations.cost import COST_MAX, LENGTHS, SCHEMA_COST, WEIGHTS, cost_of
from api.operations.judging import ERRORS_MAX
from api.operations.lengths import (
    DEPTH_MAX,
    INTROSPECTION_MAX,
    OVERLAPS_MAX,
    ROOT_FIELDS_MAX,
    SCHEMA_DEPTH_MAX,
    SPREADS_MAX,
)
from api.operations.outline import _MOST, TEXT_MAX
from api.operations.spending import REFUSED_COST
from api.operations.variables import LIST_MAX, VALUES_MAX, VARIABLES_DEPTH_MAX
from api.schema import schema
from app.pages.worked import names, operations
from domain.audit import records
from domain.feed import BACKLOG_MAX
from domain.pages import PAGE_DEFAULT, PAGE_MAX
from tests.api.door import door
from tests.world import World

ROOT = Path(__file__).parents[2]
TRAIL = "edges { node { auditTrail { position act actorName door at digest } } }"
EVERYTHING = """edges { node { number title state note requesterName brandName agencyName
  stages { title state approvals quorum votes { choice voterName reason } }
  decisions { table outcome reasons } readiness { name holds found }
  placements { publisher outsideId state } } } pageInfo { hasNextPage endCursor }"""


def cost(query: str, **variables: Any) -> int:
    inner, document = schema._schema, parse(query)
    assert validate(inner, document) == []
    operation = get_operation_ast(document)
    assert operation is not None
    return cost_of(inner, document, operation, variables)


def test_a_list_counts_as_often_as_it_is_long() -> None:
    one = cost("{ requests(first: 1) { edges { node { title } } } }") - 1

    assert cost("{ requests(first: 7) { edges { node { title } } } }") == 1 + 7 * one
    assert cost("{ requests(last: 9) { edges { node { title } } } }") == 1 + 9 * one
    assert cost("{ requests { edges { node { title } } } }") == 1 + PAGE_DEFAULT * one
    assert cost("{ requests(first: 900) { edges { node { title } } } }") == 1 + PAGE_MAX * one


def test_a_length_by_variable_counts_like_a_literal_one() -> None:
    query = "query($n: Int = 3) { requests(first: $n) { edges { node { title } } } }"
    one = (cost(query, n=1)) - 1

    assert cost(query, n=40) == 1 + 40 * one
    assert cost(query) == 1 + 3 * one
    assert cost(query, n=None) == 1 + PAGE_DEFAULT * one
    assert cost(query, n="forty") == 1 + PAGE_DEFAULT * one


def test_a_fragment_costs_what_stands_in_it() -> None:
    spread = "{ ...q ...q } fragment q on Query { requests(first: 4) { ...c } }"
    spread += " fragment c on RequestConnection { edges { node { ... on Node { id } } } }"

    assert cost(spread) == 2 * cost("{ requests(first: 4) { edges { node { id } } } }")


def test_the_example_of_the_document_costs_what_it_says() -> None:
    text = (ROOT / "docs/limits.md").read_text()
    found = re.search(r"^`(\{.*\})` costs .* = ([\d,]+)\.", text, re.MULTILINE)
    assert found is not None

    assert cost(found[1]) == int(found[2].replace(",", ""))


def test_the_document_says_the_numbers() -> None:
    text = (ROOT / "docs/limits.md").read_text()
    numbers = (
        *(COST_MAX, SCHEMA_COST, REFUSED_COST, BODY_BYTES_MAX, BODY_SECONDS, DEPTH_MAX),
        *(SCHEMA_DEPTH_MAX, INTROSPECTION_MAX, ROOT_FIELDS_MAX, SPREADS_MAX, OVERLAPS_MAX),
        *(TEXT_MAX, LIST_MAX, VALUES_MAX, VARIABLES_DEPTH_MAX, ERRORS_MAX),
        *(PAGE_MAX, PAGE_DEFAULT, SUBSCRIPTIONS_MAX, ID_LENGTH_MAX, BACKLOG_MAX, *_MOST.values()),
        *(Bounds().points, Bounds().anonymous_points, Bounds().seconds),
    )

    assert [number for number in numbers if f"{number:,}".removesuffix(".0") not in text] == []
    assert [name for name in LENGTHS if f"`{name}`" not in text] == []
    told = {name: f"`{name.split('.')[1]}`" in text for name in WEIGHTS}
    assert all(told.values()), told
    assert [weight for weight in WEIGHTS.values() if f"{weight:,}" not in text] == []


def test_a_field_that_takes_work_costs_it() -> None:
    tables = "{ decisionTables { counts { %s } } }"
    plain = cost(tables % "number")
    checked = cost(tables % "number check { cases }")

    assert checked - plain == LENGTHS["decisionTables"] * (WEIGHTS["RuleVersion.check"] + 1)
    assert {name for name in WEIGHTS if not _exists(name)} == set()


def _exists(name: str) -> bool:
    kind, _, field = name.partition(".")
    return field in getattr(schema._schema.get_type(kind), "fields", {})


def test_what_we_show_and_measure_is_within_the_limit() -> None:
    docs = (ROOT / "src/app/pages/explorer/docs.js").read_text()
    shown = [one.text for one in operations()] + re.findall(r"`(query.*?)`", docs, re.DOTALL)
    shown += [f"query {one}" for one in names().split("query ")[1:]]
    measured = (ROOT / "benchmarks/served.py").read_text()
    shown += re.findall(r'OURS = """(.*?)"""', measured, re.DOTALL)
    costs = {query: cost(query) for query in shown}

    costs["what editors ask first"] = cost(get_introspection_query())

    assert len(costs) == len(operations()) + 5
    assert max(costs.values()) <= COST_MAX
    assert cost(f"{{ requests(first: 50) {{ {EVERYTHING} }} }}") <= COST_MAX
    assert cost(f"{{ requests(first: 50) {{ {TRAIL} }} }}") <= COST_MAX


@pytest.mark.parametrize("first", ["100", "$n"])
async def test_too_many_long_lists_are_refused(world: World, first: str) -> None:
    aliases = " ".join(f"a{n}: requests(first: {first}) {{ {TRAIL} }}" for n in range(20))
    head = "query($n: Int)" if "$" in first else ""
    answer = await (await door(world, "manager")).send(f"{head} {{ {aliases} }}", n=100)
    (error,) = answer["errors"]

    assert "data" not in answer
    assert (error["extensions"]["code"], error["extensions"]["limit"]) == ("too_complex", "cost")
    assert "first" in error["message"]


async def test_the_trails_of_a_page_are_read_in_one_go(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    requester = await door(world, "requester")
    for number in range(3):
        await requester.submit(world, name=f"Campaign {number}")
    asked: list[int] = []
    once = records.events_of_many

    async def counted(subjects: Any) -> Any:
        asked.append(len(subjects))
        return await once(subjects)

    monkeypatch.setattr(records, "events_of_many", counted)
    data = await requester.data("{ requests { edges { node { auditTrail { position act } } } } }")
    trails = [edge["node"]["auditTrail"] for edge in data["requests"]["edges"]]

    assert trails == [[{"position": 1, "act": "request.submitted"}]] * 3
    assert asked == [3]


async def test_a_record_one_may_not_see_leaves_the_rest_of_the_answer(world: World) -> None:
    requester = await door(world, "requester")
    await requester.submit(world, name="Spring")
    reviewer = await door(world, "brand_one")
    answer = await reviewer.send("{ requests { edges { node { title auditTrail { act } } } } }")
    (error,) = answer["errors"]

    assert answer["data"]["requests"]["edges"] == [
        {"node": {"title": "Spring", "auditTrail": None}}
    ]
    assert error["path"] == ["requests", "edges", 0, "node", "auditTrail"]
    assert error["extensions"]["code"] == "not_allowed"


@pytest.mark.parametrize("hidden", ["users { id }", "assets(brandId: $b) { id }"])
async def test_a_list_one_may_not_see_leaves_the_rest_of_the_answer(
    world: World, hidden: str
) -> None:
    reviewer = await door(world, "brand_one")
    asked = f"viewer {{ name }} hidden: {hidden} found: node(id: $b) {{ id }}"
    query = f"query($b: ID!) {{ {asked} }}"
    answer = await reviewer.send(query, b=world.brand_id)

    assert answer["data"] == {
        "viewer": {"name": "Brand One"},
        "hidden": None,
        "found": {"id": world.brand_id},
    }
    assert [error["path"] for error in answer["errors"]] == [["hidden"]]
