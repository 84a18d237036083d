"""Whatever is asked that the schema allows is answered: by data, or by an error that has a code.

Schemathesis makes the documents, from the schema alone and always the same ones. They are asked in
turn by a token of each role, and name things that are there.
"""

import io
from functools import cache
from typing import Any

import httpx2
import pytest
import schemathesis
from graphql import NameNode, ObjectFieldNode, ValueNode
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider
from hypothesis_graphql._strategies import sampler
from schemathesis.schemas import APIOperation

from api.app import create_app
from api.callers.profiles import Bounds, Manner
from api.schema import printed, schema
from domain.requests.submit import submit
from tests.api.door import token_for
from tests.world import World

Operation = APIOperation[Any, Any, Any, Any]

#: Documents for each operation: a handful, and as many as it takes to find what is rare.
FEW, MANY = 2, 2_000
WHO = ("admin", "manager", "requester", "brand_one", "agent", "auditor")
UNBOUND = Manner(bounds=Bounds(points=100_000_000, seconds=600))

#: The root fields, each with a dot before it, as documents are labelled.
_ROOTS = (schema._schema.query_type, schema._schema.mutation_type)
FIELDS = [f".{name}" for root in _ROOTS if root for name in root.fields]

#: What stands for ids of things that are there.
PLACES = ("BRAND", "AUDIO", "IMAGE", "LOGO", "REQUEST", "USER")


class Seeded(HypothesisProvider):
    """Draws as Hypothesis does, each document for itself.

    What else it does with its own provider, to find what is like a document that it made, costs as
    much again, and looks for failures of a test that has none: documents are collected only.
    """


AVAILABLE_PROVIDERS["seeded"] = f"{__name__}.{Seeded.__name__}"

# Whether a field is asked for is drawn hundreds of times for a document. What draws it is looked at
# closely by Hypothesis when it is new, which was half of the time.
sampler.weighted_boolean = cache(sampler.weighted_boolean)  # type: ignore[attr-defined]


def register() -> None:
    """Say what scalars look like that only we have."""
    nodes = schemathesis.graphql.nodes
    ids = st.sampled_from(PLACES) | st.text(max_size=20)
    schemathesis.graphql.scalar("ID", ids.map(nodes.String))
    values = st.text(max_size=20).map(nodes.String) | st.integers().map(nodes.Int)
    names = st.sampled_from(("market", "budget", "title"))
    items = st.lists(st.tuples(names, values), max_size=2, unique_by=lambda one: one[0])
    objects = items.map(lambda found: nodes.Object([_member(*one) for one in found]))
    schemathesis.graphql.scalar("JSON", objects | values)
    amounts = st.decimals(allow_nan=False).map(str) | st.text(max_size=8)
    schemathesis.graphql.scalar("Decimal", amounts.map(nodes.String))


def _member(name: str, value: ValueNode) -> ObjectFieldNode:
    return ObjectFieldNode(name=NameNode(value=name), value=value)


def documents(operation: Operation, count: int) -> list[str]:
    """Return as many documents that ask for one operation."""
    found: list[str] = []

    @settings(
        max_examples=count,
        phases=[Phase.generate],
        backend="seeded",
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy())
    def collect(case: schemathesis.Case[Any]) -> None:
        found.append(str(case.body))

    collect()
    assert len(found) >= count
    return found


@cache
def operations() -> tuple[Operation, ...]:
    """Return all root fields."""
    register()
    known = schemathesis.graphql.from_file(io.StringIO(printed()))
    return tuple(found.ok() for found in known.get_all_operations())  # type: ignore[union-attr]


async def ids(world: World) -> dict[str, str]:
    request = await submit(
        world.hub, await world.actor("requester"), "campaign", world.brief(name="Spring")
    )
    brief = world.brief()
    return {
        "BRAND": world.brand_id,
        "AUDIO": brief["audio_asset_id"],
        "IMAGE": brief["image_asset_id"],
        "LOGO": brief["logo_asset_id"],
        "REQUEST": request.id,
        "USER": world.people["other_requester"],
    }


async def wrong_in(client: httpx2.AsyncClient, document: str, headers: dict[str, str]) -> str:
    """Return what is wrong with the answer; nothing if it is an answer."""
    response = await client.post("/graphql", json={"query": document}, headers=headers)
    answer = response.json()
    codes = [error.get("extensions", {}).get("code") for error in answer.get("errors", [])]
    told = all(isinstance(error["message"], str) for error in answer.get("errors", []))
    if response.status_code != 200 or "internal" in codes or not told:
        return f"{response.status_code} {answer.get('errors')}: {document}"
    return "" if codes or "data" in answer else f"nothing: {document}"


async def asked(world: World, count: int, field: str = "") -> list[str]:
    """Ask for every root field, or for one; return what was wrong."""
    transport = httpx2.ASGITransport(app=create_app(world.hub, manner=UNBOUND))
    client = httpx2.AsyncClient(transport=transport, base_url="http://hub")
    known = await ids(world)
    tokens = [await token_for(world, who) for who in WHO]
    wrong: list[str] = []
    for number, operation in enumerate(operations()):
        if not operation.label.endswith(field):
            continue
        for turn, text in enumerate(documents(operation, count)):
            document = text
            for place, found in known.items():
                document = document.replace(f'"{place}"', f'"{found}"')
            wrong.append(await wrong_in(client, document, tokens[(number + turn) % len(WHO)]))
    return [one for one in wrong if one]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_nothing_that_the_schema_allows_breaks_the_hub(world: World) -> None:
    assert await asked(world, FEW) == []


@pytest.mark.long
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("field", FIELDS)
async def test_nothing_that_can_be_asked_of_one_field_breaks_the_hub(
    world: World, field: str
) -> None:
    assert await asked(world, MANY, field) == []
