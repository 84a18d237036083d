"""Several at once: together or each by itself, once per key, and nothing half done."""

from collections.abc import Sequence

import pytest

from domain import bulk
from domain.bulk import ErrorPolicy, Outcome, Receipt
from domain.database import (
    after_commit,
    first_in_transaction,
    part_of_transaction,
    sql,
    transaction,
)
from domain.errors import Busy, Conflict, Invalid
from domain.hub import Hub

EVERYTHING, FAILED_ROWS = ErrorPolicy.REJECT_EVERYTHING, ErrorPolicy.REJECT_FAILED_ROWS
IGNORED = ErrorPolicy.IGNORE_FAILED


class Counting:
    """Writes a row under its name, then fails if it is to."""

    def __init__(self, name: str, *, fails: bool = False) -> None:
        self.name, self.fails, self.runs = name, fails, 0

    async def __call__(self) -> str:
        self.runs += 1
        await sql.write("INSERT INTO counters (name, value) VALUES ($1, 1)", self.name)
        if self.fails:
            others = (Invalid("other", "This as well.", ("b",)),)
            raise Invalid("wrong", "This is wrong.", ("a",), others)
        return self.name


def receipt(hub: Hub, *content: str) -> Receipt:
    return Receipt(hub.clock.now(), "usr_1:bulk", "k", {"items": list(content)})


async def written() -> list[str]:
    rows = await sql.fetch("SELECT name FROM counters WHERE name LIKE 'b%' ORDER BY name")
    return [row["name"] for row in rows]


def said(found: Sequence[Outcome]) -> list[str | None]:
    return [one.error.code if one.error else one.id for one in found]


def three() -> list[Counting]:
    return [Counting("b1"), Counting("b2", fails=True), Counting("b3")]


@pytest.mark.parametrize(
    ("policy", "answers", "kept"),
    [
        (EVERYTHING, [None, "wrong", None], []),
        (FAILED_ROWS, ["b1", "wrong", "b3"], ["b1", "b3"]),
        (IGNORED, ["b1", "wrong", "b3"], ["b1", "b3"]),
    ],
)
@pytest.mark.parametrize("keyed", [False, True])
async def test_what_becomes_of_the_others_is_as_the_policy_says(
    hub: Hub, policy: ErrorPolicy, answers: list[str | None], kept: list[str], *, keyed: bool
) -> None:
    found = await bulk.run(policy, three(), receipt(hub) if keyed else None)

    assert (said(found), await written()) == (answers, kept)


async def test_a_repetition_of_what_was_done_together_answers_the_same_and_does_nothing(
    hub: Hub,
) -> None:
    acts = three()
    first = await bulk.run(FAILED_ROWS, acts, receipt(hub))
    again = await bulk.run(FAILED_ROWS, acts, receipt(hub))
    errors = [one.error for one in again if one.error]

    assert said(first) == said(again)
    assert [act.runs for act in acts] == [1, 1, 1]
    assert [isinstance(one, Invalid) and one.others[0].path for one in errors] == [("b",)]


async def test_a_repetition_of_what_each_did_by_itself_tries_again_only_what_failed(
    hub: Hub,
) -> None:
    acts = three()
    await bulk.run(IGNORED, acts, receipt(hub))
    acts[1].fails = False
    again = await bulk.run(IGNORED, acts, receipt(hub))

    assert said(again) == ["b1", "b2", "b3"]
    assert [act.runs for act in acts] == [1, 2, 1]


@pytest.mark.parametrize("policy", [EVERYTHING, FAILED_ROWS])
async def test_what_is_busy_for_a_moment_is_not_remembered_as_failed(
    hub: Hub, policy: ErrorPolicy
) -> None:
    async def busy() -> str:
        raise Busy("database_busy", "Try again shortly.")

    first, second = Counting("b1"), Counting("b2")
    with pytest.raises(Busy):
        await bulk.run(policy, [first, busy], receipt(hub))
    assert await written() == []

    assert said(await bulk.run(policy, [first, second], receipt(hub))) == ["b1", "b2"]


@pytest.mark.parametrize("policy", [EVERYTHING, FAILED_ROWS])
async def test_where_all_fail_the_key_is_free_again(hub: Hub, policy: ErrorPolicy) -> None:
    act = Counting("b1", fails=True)
    await bulk.run(policy, [act], receipt(hub))
    act.fails = False

    assert said(await bulk.run(policy, [act], receipt(hub))) == ["b1"]


@pytest.mark.parametrize("policy", [FAILED_ROWS, EVERYTHING])
async def test_a_key_that_was_used_for_something_else_is_refused(
    hub: Hub, policy: ErrorPolicy
) -> None:
    await bulk.run(policy, [Counting("b1")], receipt(hub, "one"))

    with pytest.raises(Conflict):
        await bulk.run(policy, [Counting("b2")], receipt(hub, "other"))


@pytest.mark.parametrize("count", [0, 101])
async def test_none_and_too_many_are_refused(hub: Hub, count: int) -> None:
    with pytest.raises(Invalid, match="1 to 100"):
        await bulk.run(IGNORED, [Counting("b1")] * count, None)


async def test_what_a_part_left_for_after_the_commit_is_forgotten_with_it(hub: Hub) -> None:
    heard: list[str] = []
    async with transaction():
        after_commit(lambda: heard.append("whole"))
        with pytest.raises(Invalid):
            async with part_of_transaction():
                after_commit(lambda: heard.append("part"))
                assert first_in_transaction("asked")
                await Counting("b1", fails=True)()
        assert first_in_transaction("asked")
        await Counting("b2")()

    assert (heard, await written()) == (["whole"], ["b2"])


async def test_a_statement_that_the_database_refuses_is_taken_back_with_its_part(hub: Hub) -> None:
    async with transaction():
        await Counting("b1")()
        with pytest.raises(Exception, match=r"(?i)unique"):
            async with part_of_transaction():
                await Counting("b1")()
        await Counting("b2")()

    assert await written() == ["b1", "b2"]
