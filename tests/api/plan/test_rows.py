"""Rows that are shown without being made into objects: the same answers, and no objects."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

import orjson
import pytest
import strawberry

import api.meanings.enums  # noqa: F401  Names the enums before anything uses them.
from api.operations.masking import HubSchema
from api.plan.rows import One, Reader, Rows, Table
from api.requests.stages import Stage
from domain.approvals import model as approvals
from tests.api.door import door
from tests.api.plan.seeded import doors
from tests.world import World


@strawberry.enum
class Colour(StrEnum):
    """What a thing looks like."""

    RED = "as a rose"
    BLUE = "as the sky"


@strawberry.type
class Thing:
    """What is asked for in the small schema of these tests."""

    name: str
    size: int | None
    colour: Colour | None
    at: datetime
    inner: strawberry.Private[list[Mapping[str, Any]]]

    @strawberry.field
    def loud(self) -> str:
        """Answer what no column holds."""
        return self.name.upper()

    @strawberry.field
    def parts(self) -> list["Thing"]:
        """Answer with rows."""
        return shown(self.inner)


def thing(row: Mapping[str, Any]) -> Thing:
    colour = row["colour"] and Colour(row["colour"])
    return Thing(
        name=row["name"], size=row["size"], colour=colour, at=row["at"], inner=row["inner"]
    )


def shown(rows: list[Mapping[str, Any]]) -> list[Thing]:
    return cast("list[Thing]", Rows(TABLE, thing, rows))


TABLE = Table(
    {"name": "name", "size": "size", "colour": "colour", "at": "at"},
    {"parts": lambda row: shown(row["inner"])},
)


def row(**changes: Any) -> dict[str, Any]:
    usual = {
        "name": "pin",
        "size": 3,
        "colour": Colour.RED.value,
        "at": datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=UTC),
        "inner": [],
    }
    return usual | changes


async def answered(rows: list[Mapping[str, Any]], selection: str) -> tuple[bytes, bytes]:
    """Return what a plan says of rows, and what graphql-core."""

    @strawberry.type
    class Query:
        @strawberry.field
        def things(self) -> list[Thing]:
            return shown(rows)

    found = []
    for planned in (True, False):
        schema = HubSchema(query=Query).answering(planned=planned)
        result = await schema.execute(f"{{ things {{ {selection} }} }}")
        errors = [error.path for error in result.errors or ()]
        found.append(orjson.dumps([result.data, errors]))
    return found[0], found[1]


@pytest.mark.parametrize(
    "selection",
    [
        "name",
        "name size colour at",
        "at colour __typename size name",
        "a: name b: name loud",
        "loud name parts { name } size",
        "parts { __typename size parts { loud } } name",
    ],
)
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"size": None, "colour": None},
        {"name": None},
        {"name": 7},
        {"size": 2**31},
        {"size": True},
        {"colour": Colour.BLUE},
    ],
    ids=str,
)
async def test_whatever_rows_hold_is_shown_as_their_objects_would(
    changes: dict[str, Any], selection: str
) -> None:
    inner = [row(**changes), row(name="a part")]
    planned, core = await answered([row(inner=inner), row(**changes)], selection)

    assert planned == core


async def test_lists_whose_rows_hold_all_that_is_asked_for_are_read_without_looking_at_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at: list[object] = []
    usual = Reader.show

    def show(self: Reader, run: Any, one: One, place: Any) -> dict[str, Any]:
        looked_at.append(one)
        return usual(self, run, one, place)

    monkeypatch.setattr(Reader, "show", show)
    rows: list[Mapping[str, Any]] = [
        row(inner=[row(inner=[row(name="a part")]), row()]),
        row(),
        row(inner=[row(size=None)]),
    ]
    planned, core = await answered(rows, "name parts { size parts { at name } colour }")
    assert planned == core
    assert not looked_at

    await answered(rows, "name loud")
    assert len(looked_at) == len(rows)


async def test_what_comes_with_a_page_is_shown_alike_by_plans_and_by_graphql_core(
    world: World,
) -> None:
    await (await door(world, "requester")).submit(world)
    both, found = await doors(world, "manager"), []
    selections = (
        "stages { id key title step state quorum round openedAt closedAt reminded: remindedAt }",
        "stages { key overdue teamName } decisions { revision table version outcome }",
        "decisions { table reasons matchedRules missingFacts facts results } stages { escalated }",
    )
    for selection in selections:
        asked = {"query": f"{{ requests {{ edges {{ node {{ number {selection} }} }} }} }}"}
        for front in (both.planned, both.core):
            answer = await front.post("/graphql", json=asked, headers=both.tokens["manager"])
            found.append(orjson.dumps(answer.json()["data"]))

    assert found[::2] == found[1::2]
    assert b"null" not in found


async def test_rows_with_instants_as_texts_are_shown_without_their_objects(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Rows, "each", None)
    texts = (
        "2026-03-01 12:00:00+00:00",
        "2026-03-01T13:00:00.5+01:00",
        "2026-03-01T12:00:00.00005",
    )
    (planned, _) = await answered([row(at=text) for text in texts], "at")

    assert [one["at"] for one in orjson.loads(planned)[0]["things"]] == [
        "2026-03-01T12:00:00+00:00",
        "2026-03-01T12:00:00.500000+00:00",
        "2026-03-01T12:00:00.000050+00:00",
    ]


async def test_stages_of_a_page_are_made_only_where_that_takes_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await door(world, "requester")).submit(world)
    reader = await door(world, "manager")
    made: list[object] = []
    usual = Stage.of

    def of(stage: approvals.Stage) -> Stage:
        made.append(stage)
        return usual(stage)

    monkeypatch.setattr(Stage, "of", of)
    page = "{ requests { edges { node { title stages { key state %s } } } } }"
    data = await reader.data(page % "quorum")

    assert data["requests"]["edges"][0]["node"]["stages"][0]["key"]
    assert not made
    await reader.data(page % "dueAt")
    assert made
