"""Whatever stands in a text by which something is looked for, it is looked for and nothing more.

The questions are made from the schema: each text argument of each question, also within inputs and
lists, is given what means something to databases.
"""

from collections.abc import Iterator
from typing import Any

import graphql as core
import httpx2
import pytest

from api.app import create_app
from api.callers.profiles import Bounds, Manner
from api.schema import schema
from domain.requests.submit import submit
from tests.api.door import Door, token_for
from tests.world import World

#: What nothing is called, and beside it what would find everything if it were more than words.
NOTHING = "zqxzqx"
HOSTILE = (
    *("%", "_", "*", "\\%"),
    *(
        "' OR '1'='1",
        "x'); DROP TABLE users; --",
        '\\\' "" $1 ?1 %s {} NEAR( AND',
        "\x00",
        "\u202e",
    ),
)
UNBOUND = Manner(bounds=Bounds(points=100_000_000, seconds=600))
TEXTS = {"String", "ID"}

_QUERY = schema._schema.query_type
assert _QUERY is not None
FIELDS = _QUERY.fields

Path = tuple[str, ...]


def slots(kind: Any, depth: int = 0) -> Iterator[Path]:
    """Yield the way to each text within an argument's type."""
    named = core.get_named_type(kind)
    if named.name in TEXTS:
        yield ()
    elif isinstance(named, core.GraphQLInputObjectType) and depth < 2:
        for name, field in named.fields.items():
            for rest in slots(field.type, depth + 1):
                yield (name, *rest)


def filled(kind: Any, way: Path | None, text: str) -> Any:
    """Return a value of a type with `text` at the end of `way`; elsewhere what has to be there."""
    if isinstance(kind, core.GraphQLNonNull):
        return filled(kind.of_type, way, text)
    if isinstance(kind, core.GraphQLList):
        return [filled(kind.of_type, way, text)]
    if isinstance(kind, core.GraphQLInputObjectType):
        return {
            name: filled(field.type, way[1:] if way and way[0] == name else None, text)
            for name, field in kind.fields.items()
            if core.is_required_input_field(field) or (way and way[0] == name)
        }
    if isinstance(kind, core.GraphQLEnumType):
        return next(iter(kind.values))
    plain = {"Int": 1, "Float": 1.0, "Boolean": True, "Date": "2026-11-20", "JSON": {}}
    plain |= {"DateTime": "2026-11-20T09:00:00Z", "Decimal": "1"}
    return text if way is not None and kind.name in TEXTS else plain.get(kind.name, NOTHING)


def asked(field: str, argument: str, way: Path, text: str) -> tuple[str, dict[str, Any]]:
    """Return a question for one field with `text` in one of its arguments."""
    args = FIELDS[field].args
    given = {
        name: filled(one.type, way if name == argument else None, text)
        for name, one in args.items()
        if name == argument or core.is_required_argument(one)
    }
    said = ", ".join(f"${name}: {args[name].type}" for name in given)
    passed = ", ".join(f"{name}: ${name}" for name in given)
    kind = core.get_named_type(FIELDS[field].type)
    shown = " { __typename }" if core.is_composite_type(kind) else ""
    if isinstance(kind, core.GraphQLObjectType) and "edges" in kind.fields:
        shown = " { edges { cursor } }"
    return f"query({said}) {{ {field}({passed}){shown} }}", given


CASES = [
    (name, argument, way)
    for name, field in FIELDS.items()
    for argument, one in field.args.items()
    for way in slots(one.type)
]


@pytest.fixture
async def admin(world: World) -> Door:
    await submit(world.hub, await world.actor("requester"), "campaign", world.brief())
    app = create_app(world.hub, manner=UNBOUND)
    transport = httpx2.ASGITransport(app=app)
    headers = await token_for(world, "admin")
    return Door(httpx2.AsyncClient(transport=transport, base_url="http://hub", headers=headers))


def found(answer: dict[str, Any], field: str) -> int | None:
    """How many are in a list; None where it is none, or an error."""
    data = (answer.get("data") or {}).get(field)
    if isinstance(data, dict) and "edges" in data:
        return len(data["edges"])
    return len(data) if isinstance(data, list) else None


async def test_no_text_in_a_question_is_more_than_words(admin: Door) -> None:
    odd = []
    for field, argument, way in CASES:
        query, given = asked(field, argument, way, NOTHING)
        nothing = found(await admin.send(query, **given), field)
        for text in HOSTILE:
            query, given = asked(field, argument, way, text)
            answer = await admin.send(query, **given)
            codes = {one["extensions"].get("code") for one in answer.get("errors", ())}
            more = found(answer, field)
            if codes & {None, "internal"} or (nothing == 0 and more):
                odd.append((field, argument, way, text, codes, nothing, more))

    assert odd == []
