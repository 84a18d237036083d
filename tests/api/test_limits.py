"""What asks for too much is told so, at once."""

import pytest
from graphql import parse

from api.limits import DEPTH_MAX, FIELDS_MAX, Weight, _Scale
from tests.api.door import Door, door
from tests.world import World


def bomb(levels: int) -> str:
    spreads = " ".join(
        f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(levels)
    )
    return f"{{ ...f0 }} {spreads} fragment f{levels} on Query {{ brands {{ id }} }}"


ALIASES = "{ " + " ".join(f"a{n}: brands {{ id }}" for n in range(400)) + " }"
DEEP = (
    "{ requests { edges { node " * 1 + "{ stages " * DEPTH_MAX + "{ id }" + " }" * (DEPTH_MAX + 3)
)
CIRCLE = "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }"
DIRECTIVES = "{ brands { id " + "@include(if: true) " * 200 + "} }"
TOO_MUCH = {
    "a 200-level fragment bomb": bomb(200),
    "400 aliases": ALIASES,
    "deep nesting": DEEP,
    "200 directives": DIRECTIVES,
    "10,000 aliases": "{ " + " ".join(f"a{n}: brands {{ id }}" for n in range(10_000)) + " }",
    "a circle": CIRCLE,
    "100,000 brackets": "{" * 100_000,
}


@pytest.fixture
async def front(world: World) -> Door:
    return await door(world, "requester")


@pytest.mark.parametrize("query", TOO_MUCH.values(), ids=TOO_MUCH.keys())
async def test_too_much_is_refused_clearly(front: Door, query: str) -> None:
    response = await front.client.post("/graphql", json={"query": query})
    answer = response.json()

    assert response.status_code < 500
    assert answer["errors"][0]["message"]
    assert "data" not in answer


async def test_the_code_names_the_limit(front: Door) -> None:
    answer = await front.send(bomb(200))
    limits = {error["extensions"].get("limit") for error in answer["errors"]}

    assert "fields" in limits


async def test_what_is_within_the_limits_passes(front: Door) -> None:
    data = await front.data(bomb(5))

    assert data["brands"]


def test_a_fragment_is_weighed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed: list[str] = []
    once = _Scale._weigh_fragment

    def counted(scale: _Scale, name: str) -> Weight:
        weighed.append(name)
        return once(scale, name)

    monkeypatch.setattr(_Scale, "_weigh_fragment", counted)
    document = parse(bomb(100))
    scale = _Scale(document)
    weight = scale.weigh(document.definitions[0].selection_set)  # type: ignore[attr-defined]

    assert weight.fields > FIELDS_MAX
    assert len(weighed) == 201
