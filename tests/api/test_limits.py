"""What asks for too much is told so, at once."""

from typing import Any

import pytest
from graphql import GraphQLError, get_introspection_query, parse

from api.operations import judging, outline
from api.operations.lengths import Weight, _overlaps, _Scale, _Walk
from api.operations.outline import FIELDS_MAX, NESTING_MAX, TOKENS_MAX
from api.operations.variables import LIST_MAX, VALUES_MAX, VARIABLES_DEPTH_MAX, refusal
from tests.api.bombs import BOMBS, Bomb, doubled, merging
from tests.api.door import Door, door
from tests.world import World

JSON = {"content-type": "application/json"}


@pytest.fixture
async def front(world: World) -> Door:
    return await door(world, "requester")


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
async def test_too_much_is_refused_by_the_limit_it_breaks(front: Door, bomb: Bomb) -> None:
    response = await front.client.post("/graphql", content=bomb.body, headers=JSON)
    answer = response.json()
    told = [error.get("extensions", {}) for error in answer.get("errors", [])]

    assert response.status_code < 500
    assert "internal" not in {one.get("code") for one in told}
    assert (told[0].get("code"), told[0].get("limit")) == (bomb.code, bomb.limit)


async def test_few_errors_are_told_of_many(front: Door) -> None:
    answer = await front.client.post(
        "/graphql", content=BOMBS["900 unknown fields"].body, headers=JSON
    )

    assert len(answer.json()["errors"]) == judging.ERRORS_MAX + 1


async def test_what_is_within_the_limits_passes(front: Door) -> None:
    data = await front.data(doubled(5))

    assert data["brands"]


async def test_what_editors_ask_of_the_schema_is_answered(front: Door) -> None:
    data = await front.data(get_introspection_query())

    assert data["__schema"]["types"]


def test_a_fragment_is_weighed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed: list[str] = []
    once = _Scale.weigh_fragment

    def counted(scale: _Scale, name: str) -> Weight:
        weighed.append(name)
        return once(scale, name)

    monkeypatch.setattr(_Scale, "weigh_fragment", counted)
    document = parse(doubled(100))
    scale = _Scale(document)
    weight = scale.weigh(document.definitions[0].selection_set)  # type: ignore[attr-defined]

    assert weight.fields > FIELDS_MAX
    assert len(weighed) == 201


@pytest.mark.parametrize("text", ["{ " + "id " * 20_000, "{" * 40_000, "a: " * 15_000])
def test_a_text_is_read_to_its_limit_and_no_further(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    taken: list[str] = []
    take = outline._Outline.take

    def counted(self: outline._Outline, group: str, word: str) -> None:
        taken.append(word)
        take(self, group, word)

    monkeypatch.setattr(outline._Outline, "take", counted)
    with pytest.raises(GraphQLError):
        outline.require_bounded(text)

    assert len(taken) <= TOKENS_MAX + 1


def test_what_overlaps_is_counted_without_comparing(monkeypatch: pytest.MonkeyPatch) -> None:
    merged: list[None] = []
    merge = _Walk.merge

    def counted(self: _Walk, selections: Any) -> None:
        merged.append(None)
        merge(self, selections)

    monkeypatch.setattr(_Walk, "merge", counted)

    assert _overlaps(parse("{ a { id id } a { id } b { id id } }")) == 1 + 3 + 1
    merged.clear()
    _overlaps(parse(merging(9, 3)))
    assert len(merged) <= 10


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("{ " + "a: id " * 60 + "}", None),
        ("{ " + "a: id " * 61 + "}", "aliases"),
        ("query q($a: [Int!]! = [1]) { a(b: {c: 1, d: [2]}) }", None),
        ("{ a } " * 20, None),
        ("{ a } " * 21, "operations"),
        ("query { a } " * 20 + "fragment f on Q { a } " * 100, None),
        ("query { a } fragment f on Q { a } " * 21, "operations"),
        ("{ a } " + "fragment f on Q { a } " * 101, "fragments"),
        ("{ " + "...f ... on Q { a } " * 300 + "}", None),
        ("{ " + "... on Q { a } " * 500 + "}", "tokens"),
        ("{ " + "on fragment " * 500 + "}", None),
        ("{ " + "on fragment " * 501 + "}", "fields"),
        ("{ a " + "@b " * 61 + "}", "directives"),
        ('{ a(b: "{{{{{ @ : \\" " c: """ "{" \\""" @ """) }', None),
        ("# {{{{{\n{ a }", None),
        ("[" * NESTING_MAX, None),
        ("[" * (NESTING_MAX + 1), "nesting"),
        ('{ a(b: "', None),
        ("", None),
    ],
)
def test_the_outline_of_a_text_counts_what_a_parser_would(text: str, limit: str | None) -> None:
    try:
        outline.require_bounded(text)
        found = None
    except GraphQLError as error:
        found = (error.extensions or {})["limit"]

    assert found == limit


def _deep(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "limit"),
    [
        ([1] * LIST_MAX, None),
        ([1] * (LIST_MAX + 1), "list"),
        ([[1] * 9_999] * 5, None),
        ([[1] * 9_999] * (VALUES_MAX // 9_999 + 1), "values"),
        (_deep(VARIABLES_DEPTH_MAX), None),
        (_deep(VARIABLES_DEPTH_MAX + 1), "variables_depth"),
        ({"a": {"b": [{}]}}, None),
    ],
)
def test_variables_hold_so_much_and_no_more(value: object, limit: str | None) -> None:
    found = refusal({"v": value})

    assert (found.extensions or {})["limit"] == limit if found else limit is None
