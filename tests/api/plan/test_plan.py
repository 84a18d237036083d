"""Plans: what is made once, what is waited for together, and what is left to graphql-core."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import strawberry
from graphql import GraphQLObjectType, parse
from strawberry.dataloader import DataLoader

from api.operations.masking import HubSchema
from api.plan import keeping
from api.plan.definitions import function_of, only_loads
from api.plan.executor import PLANS, PlanExecutor
from api.plan.keeping import Plans
from tests.api.door import door
from tests.api.plan.seeded import CORE, doors
from tests.world import World

LIST = """query Listed($with: Boolean = true) { requests(first: 20) { edges { node {
  id number title requesterName brandName @include(if: $with)
  stages { key state votes { choice } } decisions { table outcome }
  handOver { state } placements { publisher } } } totalCount } }"""


async def test_a_list_takes_as_many_statements_as_under_graphql_core(
    world: World, asked: list[str]
) -> None:
    for _ in range(3):
        await (await door(world, "requester")).submit(world)
    both = await doors(world, "manager")
    found = []
    for front in (both.planned, both.core, both.planned, both.core):  # Callers are remembered.
        asked.clear()
        await front.post("/graphql", json={"query": LIST}, headers=both.tokens["manager"])
        found.append(sorted(asked))

    assert found[2] == found[3]
    assert len(found[2]) > 4


def test_resolvers_that_await_nothing_but_loaders_are_known_by_their_code() -> None:
    known = CORE.type_map["Request"]
    assert isinstance(known, GraphQLObjectType)
    found = {name: function_of(known.fields[name]) for name in ("requesterName", "conditions")}
    others = {name: function_of(known.fields[name]) for name in ("compensation", "bpmn")}

    assert [only_loads(one.__code__) for one in found.values() if one] == [True, True]
    assert [only_loads(one.__code__) for one in others.values() if one] == [False, False]


def test_what_waits_in_another_way_beside_a_loader_is_not_led_by_hand() -> None:
    loader: Any = None

    async def in_a_context() -> Any:
        async with asyncio.timeout(1):
            return await loader.load("a")

    async def in_a_loop() -> Any:
        return [one async for one in loader.load("a")]

    async def for_a_key() -> Any:
        return await loader.load(await asyncio.sleep(0, "a"))

    async def at_once() -> Any:
        return None

    waits = (in_a_context, in_a_loop, for_a_key)
    assert [only_loads(one.__code__) for one in waits] == [False, False, False]
    assert only_loads(at_once.__code__)


@strawberry.type
class Thing:
    """What is asked for in the small schema of these tests."""

    name: str
    loader: strawberry.Private[DataLoader[str, str] | None] = None
    until: strawberry.Private[asyncio.Event | None] = None

    @strawberry.field
    async def loaded(self) -> str:
        assert self.loader is not None
        return await self.loader.load(self.name)

    @strawberry.field
    async def beside(self) -> str:
        assert self.loader is not None
        return await self.loader.load(f"{self.name}, beside")

    @strawberry.field
    async def never(self) -> str:
        assert self.until is not None
        try:
            await self.until.wait()
        finally:
            self.until.clear()
        return ""


def _schema(load: Callable[[list[str]], Awaitable[list[str]]], things: list[Thing]) -> HubSchema:
    loader = DataLoader(load_fn=load, cache=False)
    for thing in things:
        thing.loader = loader

    @strawberry.type
    class Query:
        @strawberry.field
        def things(self) -> list[Thing]:
            return things

    return HubSchema(query=Query).answering(planned=True)


async def test_one_batch_answers_a_field_of_all_in_a_list() -> None:
    batches: list[list[str]] = []

    async def load(keys: list[str]) -> list[str]:
        batches.append(keys)
        return keys

    things = [Thing(name=name) for name in "abc"]
    found = await _schema(load, things).execute("{ things { loaded beside } }")

    assert found.data == {
        "things": [{"loaded": one, "beside": f"{one}, beside"} for one in ("a", "b", "c")]
    }
    assert [len(keys) for keys in batches] == [6]


async def test_who_goes_away_leaves_nothing_running() -> None:
    waiting = asyncio.Event()

    async def load(keys: list[str]) -> list[str]:
        waiting.set()
        await asyncio.Event().wait()
        return keys

    until = asyncio.Event()
    things = [Thing(name=name, until=until) for name in "ab"]
    before = asyncio.all_tasks()
    asking = asyncio.create_task(_schema(load, things).execute("{ things { loaded never } }"))
    await asyncio.wait_for(waiting.wait(), 5)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    left = [one.get_coro().__name__ for one in asyncio.all_tasks() - before]  # type: ignore[union-attr]

    assert left == ["dispatch_batch"]


def _executor(text: str, **variables: Any) -> PlanExecutor:
    found = PlanExecutor.build(CORE, _parsed(text), raw_variable_values=variables)
    assert isinstance(found, PlanExecutor)
    return found


_DOCUMENTS: dict[str, Any] = {}


def _parsed(text: str) -> Any:
    return _DOCUMENTS.setdefault(text, parse(text))


def test_what_skip_and_include_make_of_an_operation_is_a_plan_of_its_own() -> None:
    plans = Plans()
    with_it = plans.plan_for(_executor(LIST, **{"with": True}))

    assert with_it is not None
    assert plans.plan_for(_executor(LIST)) is with_it
    assert plans.plan_for(_executor(LIST, **{"with": False})) is not with_it


def test_an_operation_asked_for_in_too_many_ways_is_left_to_graphql_core() -> None:
    names = [f"v{number}" for number in range(5)]
    given = ", ".join(f"${name}: Boolean!" for name in names)
    text = f"query({given}) {{ {' '.join(f'{n}: __typename @skip(if: ${n})' for n in names)} }}"
    plans, found = Plans(), []
    for ways in range(2 ** len(names)):
        values = {name: bool(ways >> place & 1) for place, name in enumerate(names)}
        found.append(plans.plan_for(_executor(text, **values)))

    assert [one is not None for one in found].index(False) == keeping.VARIANTS_MAX


@pytest.mark.parametrize(
    "text",
    [
        "{ __schema { types { name } } }",
        'fragment F on Query { __type(name: "Request") { name } } { ...F }',
    ],
)
def test_what_is_asked_about_the_schema_itself_is_left_to_graphql_core(text: str) -> None:
    assert Plans().plan_for(_executor(text)) is None


def test_acts_are_left_to_graphql_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PLANS, "plan_for", pytest.fail)
    _executor("mutation { __typename }").execute_operation()


def test_the_operations_asked_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "OPERATIONS_MAX", 2)
    plans = Plans()
    texts = ["{ a: __typename }", "{ b: __typename }", "{ c: __typename }"]
    first = plans.plan_for(_executor(texts[0]))
    plans.plan_for(_executor(texts[1]))
    kept = plans.plan_for(_executor(texts[0]))
    plans.plan_for(_executor(texts[2]))

    assert kept is first
    assert plans.plan_for(_executor(texts[0])) is first
    assert len(plans) == keeping.OPERATIONS_MAX
