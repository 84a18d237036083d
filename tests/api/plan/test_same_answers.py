"""Whatever is asked, plans and graphql-core answer the same, to the byte."""

import pytest
from graphql import is_leaf_type
from graphql.type import get_named_type

from api.plan.executor import PLANS
from domain.clock import SteppingClock
from tests.api.plan import faults
from tests.api.plan.seeded import ASKING, CORE, Pair, pair
from tests.world import World

#: How many documents are drawn here, of which a third meets faults; and in the long suite.
SOME, ALL = 45, 10_000

#: After how many documents there are other faults.
FAULTS_EVERY = 15


@pytest.fixture
async def both(world: World, clock: SteppingClock) -> Pair:
    return await pair(world, clock)


async def test_documents_drawn_at_random_are_answered_alike(
    both: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _drawn(both, monkeypatch, SOME)


@pytest.mark.long
async def test_ten_thousand_documents_are_answered_alike(
    both: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _drawn(both, monkeypatch, ALL)


async def test_every_role_reads_the_same_of_everything_that_takes_no_arguments(both: Pair) -> None:
    root = CORE.query_type
    assert root is not None
    asked = [_shown(name) for name, field in root.fields.items() if not _demands(field.args)]
    for who in ASKING:
        for text in asked:
            planned, core = await both.answers(who, text, {})
            assert planned == core, (who, text)


def _demands(arguments: dict[str, object]) -> bool:
    return any(str(getattr(one, "type", "")).endswith("!") for one in arguments.values())


def _shown(name: str) -> str:
    """Return a query for a field with all scalars there are two levels below it."""
    return f"{{ {name} {_leaves(CORE.query_type.fields[name].type, 3)} }}"  # type: ignore[union-attr]


def _leaves(type_: object, depth: int) -> str:
    bare = get_named_type(type_)  # type: ignore[call-overload]
    if is_leaf_type(bare):
        return ""
    parts = ["__typename"]
    for name, field in getattr(bare, "fields", {}).items():
        if not field.args and (depth > 1 or is_leaf_type(get_named_type(field.type))):
            parts.append(f"{name} {_leaves(field.type, depth - 1)}")
    return f"{{ {' '.join(parts)} }}"


async def _drawn(both: Pair, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Draw documents; in every third stretch of them resolvers are faulty."""
    for first in range(0, count, FAULTS_EVERY):
        with monkeypatch.context() as patch:
            if first // FAULTS_EVERY % 3 == 2:
                faults.put_in(CORE, patch, first)
                PLANS.forget()
            for seed in range(first, first + FAULTS_EVERY):
                drawn, who = both.document(seed), ASKING[seed % len(ASKING)]
                planned, core = await both.answers(who, drawn.text, drawn.variables)
                assert planned == core, (seed, who, drawn.text, drawn.variables)
        PLANS.forget()
