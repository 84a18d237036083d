"""Whatever is asked, plans and graphql-core answer the same, to the byte."""

import os

import pytest

from api.plan.executor import PLANS
from domain.clock import SteppingClock
from tests.api.plan.seeded import ASKING, Pair, pair
from tests.world import World

#: How many documents are drawn here, and in the long suite.
SOME, ALL = 60, 10_000


@pytest.fixture
async def both(world: World, clock: SteppingClock) -> Pair:
    return await pair(world, clock)


async def test_documents_drawn_at_random_are_answered_alike(both: Pair) -> None:
    for seed in range(int(os.environ.get("SEEDS", SOME))):
        await _alike(both, seed)


async def _alike(both: Pair, seed: int) -> None:
    drawn, who = both.document(seed), ASKING[seed % len(ASKING)]
    planned, core = await both.answers(who, drawn.text, drawn.variables)
    assert planned == core, (seed, drawn.text, drawn.variables)


async def test_faulty_resolvers_are_told_of_alike(
    both: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.api.plan import faults
    from tests.api.plan.seeded import CORE
    import re

    n = d = e = b = big = 0
    for round in range(int(os.environ.get("ROUNDS", 1))):
        with monkeypatch.context() as patch:
            PLANS.forget()
            faults.put_in(CORE, patch, round)
            for seed in range(round * 100, round * 100 + int(os.environ.get("SEEDS", SOME))):
                drawn, who = both.document(seed), ASKING[seed % len(ASKING)]
                planned, core = await both.answers(who, drawn.text, drawn.variables)
                n += 1
                e += b'"errors"' in core
                b += len(core)
                big += b'"data":{' in core
                if planned != core:
                    d += 1
                    open("/tmp/planwork/diffs.jsonl", "a").write(
                        __import__("json").dumps(
                            [
                                seed,
                                who,
                                drawn.text,
                                drawn.variables,
                                planned.decode(),
                                core.decode(),
                            ]
                        )
                        + "\n"
                    )
    print("STATS", n, "diff", d, "errs", e, "bytes", b, "nonnull", big)
    PLANS.forget()
    assert not d
