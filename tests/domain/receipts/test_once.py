"""The same key asks for the same thing once."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.errors import Busy, Conflict, Invalid
from domain.hub import Hub
from domain.receipts import records, service


class Act:
    """Counts how often it was run."""

    def __init__(self, error: Exception | None = None) -> None:
        self.runs = 0
        self.error = error

    async def __call__(self) -> dict[str, Any]:
        self.runs += 1
        await sql.write("INSERT INTO counters (name, value) VALUES ($1, 1)", f"run{self.runs}")
        if self.error is not None:
            raise self.error
        return {"run": self.runs}


async def ask(hub: Hub, act: Act, key: str = "k", **content: object) -> dict[str, Any]:
    return await service.once(
        hub.clock.now(), scope="usr_1:vote", key=key, content=content, act=act
    )


async def test_a_repetition_gets_the_first_answer(hub: Hub) -> None:
    act = Act()
    assert await ask(hub, act, stage="s") == {"run": 1}
    assert await ask(hub, act, stage="s") == {"run": 1}
    assert act.runs == 1


async def test_many_at_once_run_it_once(hub: Hub) -> None:
    act = Act()
    answers = await asyncio.gather(*(ask(hub, act) for _ in range(10)))
    assert answers == [{"run": 1}] * 10


async def test_the_same_key_for_something_else_is_refused(hub: Hub) -> None:
    act = Act()
    await ask(hub, act, stage="s")
    with pytest.raises(Conflict) as error:
        await ask(hub, act, stage="t")
    assert error.value.code == "idempotency_key_reused"
    assert act.runs == 1


async def test_what_failed_may_be_tried_again_with_its_key(hub: Hub) -> None:
    with pytest.raises(Invalid):
        await ask(hub, Act(Invalid("no", "no")))
    row = await sql.fetch_one("SELECT COUNT(*) AS n FROM counters")
    assert row is not None
    assert row["n"] == 0
    assert await ask(hub, Act()) == {"run": 1}


async def test_a_first_call_under_way_asks_for_patience(hub: Hub) -> None:
    async with transaction():
        await records.add("usr_1:vote", "k", service.fingerprint({}), hub.clock.now())
    with pytest.raises(Busy) as error:
        await ask(hub, Act())
    assert error.value.code == "in_flight"


@pytest.mark.parametrize("key", ["", "k" * 256])
async def test_a_key_without_sense_is_refused(hub: Hub, key: str) -> None:
    with pytest.raises(Invalid, match="1 to 255"):
        await ask(hub, Act(), key)


async def test_keys_are_forgotten_after_their_time(hub: Hub, clock: SteppingClock) -> None:
    act = Act()
    await ask(hub, act, stage="s")
    clock.advance(service.KEPT + timedelta(seconds=1))
    assert await records.forget_before(hub.clock.now() - service.KEPT) == 1
    assert await ask(hub, act, stage="t") == {"run": 2}


async def test_deliveries_count_once(hub: Hub) -> None:
    now = hub.clock.now()
    assert await service.first_time(now, scope="slack", key="e1")
    assert not await service.first_time(now, scope="slack", key="e1")
    assert await service.first_time(now, scope="other", key="e1")
