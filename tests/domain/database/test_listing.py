"""Pages of a list: forwards and back they are the whole list, in order, each item once."""

from datetime import UTC, datetime, timedelta

import pytest

from domain import ids
from domain.database import sql
from domain.database.gathering import Gathered
from domain.database.listing import Listing, Shown
from domain.hub import Hub
from domain.orchestration.records import TaskRecord
from domain.pages import Direction, PageRequest

DAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


BY_ID = Shown(lambda row: str(row["id"]))


class Tasks(Listing[str]):
    """Any list will do; tasks belong to nobody."""

    def __init__(self, *names: str, shown: Shown[str] = BY_ID) -> None:
        super().__init__("workflow_tasks", "t", shown)
        self.only_among("name", names)


@pytest.fixture
async def tasks(hub: Hub) -> list[str]:
    """Seven tasks, oldest first; two and two of them are of one instant, and of one number."""
    made = [ids.new(ids.Prefix.JOB) for _ in range(7)]
    for at, task in enumerate(made):
        values = {"id": task, "subject_id": "s", "generation": 1, "name": "odd" if at % 2 else ""}
        when = {"created_at": DAY + timedelta(hours=at // 2), "round": at // 2}
        await sql.insert(TaskRecord, values | when | {"quorum": 1, "approvals": 0})
    return made


@pytest.mark.parametrize("column", ["created_at", "round"])
@pytest.mark.parametrize("direction", Direction)
async def test_pages_forwards_and_back(tasks: list[str], column: str, direction: Direction) -> None:
    there = [await Tasks().page(column, direction, PageRequest(size=3))]
    while there[-1].has_next:
        after = there[-1].items[-1][0]
        there.append(await Tasks().page(column, direction, PageRequest(size=3, after=after)))
    back = [await Tasks().page(column, direction, PageRequest(size=3, backwards=True))]
    while back[-1].has_previous:
        before = back[-1].items[0][0]
        wanted = PageRequest(size=3, before=before, backwards=True)
        back.append(await Tasks().page(column, direction, wanted))

    whole = tasks if direction is Direction.ASC else tasks[::-1]
    assert [item for page in there for _, item in page.items] == whole
    assert [item for page in reversed(back) for _, item in page.items] == whole
    assert [page.has_previous for page in there] == [False, True, True]
    assert [page.has_next for page in back] == [False, True, True]


async def test_only_what_is_left_is_counted(tasks: list[str]) -> None:
    assert await Tasks().count() == 7
    assert await Tasks("odd").count() == 3
    assert await Tasks("odd", "odd", "even").count() == 3


async def test_what_is_gathered_comes_in_its_order_and_is_nothing_where_there_is_none(
    tasks: list[str],
) -> None:
    for at, name in enumerate(("late", "early", "later")):
        values = {"id": ids.new(ids.Prefix.JOB), "subject_id": tasks[1], "generation": 1}
        when = {"created_at": DAY - timedelta(hours=at % 2), "round": at, "name": name}
        await sql.insert(TaskRecord, values | when | {"quorum": 1, "approvals": 0})
    below = Gathered("workflow_tasks", "subject_id", ("round", "name"), "created_at, id")
    shown = Shown(lambda row: str([*below.rows(row["below"])]), gathered={"below": below})
    page = await Tasks("odd", "", shown=shown).page(
        "created_at", Direction.ASC, PageRequest(size=3)
    )

    children = str([[1, "early"], [0, "late"], [2, "later"]])
    assert [(key[1], item) for key, item in page.items] == [
        (tasks[0], "[]"),
        (tasks[1], children),
        (tasks[2], "[]"),
    ]
