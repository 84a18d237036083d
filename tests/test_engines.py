"""What runs on one engine in every run rests on what runs on both."""

from pathlib import Path

import pytest

from tests import engines
from tests.engines import BENEATH

ROOM = Path(__file__).parents[1]


def test_every_module_that_is_named_is_there() -> None:
    named = {*BENEATH, *BENEATH.values()}

    assert [module for module in sorted(named) if not (ROOM / module).is_file()] == []


def test_nothing_rests_on_what_runs_on_one_engine_itself() -> None:
    assert not BENEATH.keys() & set(BENEATH.values())


class _Item:
    """As much of a test as is looked at."""

    def __init__(self, module: str, line: int = 1, **given: str) -> None:
        self.path = ROOM / module
        self.location = (module, line, "")
        self.marked: list[str] = []
        self.callspec = type("Given", (), {"params": given})

    def add_marker(self, marker: pytest.MarkDecorator) -> None:
        self.marked.append(marker.name)


@pytest.mark.parametrize(
    ("module", "engine", "marked"),
    [
        ("tests/bot/test_readers.py", "postgres", ["long"]),
        ("tests/bot/test_readers.py", "sqlite", []),
        ("tests/bot/test_cards.py", "postgres", []),
    ],
)
def test_only_what_such_a_module_tells_on_postgresql_is_left_to_the_long_run(
    module: str, engine: str, marked: list[str]
) -> None:
    item = _Item(module, database_url=engine)

    engines.pytest_collection_modifyitems([item])  # type: ignore[list-item]

    assert item.marked == marked


def test_of_a_story_the_first_part_is_told_on_both_engines_and_of_some_all() -> None:
    alone, rested = "tests/stories/test_d8_leads.py", "tests/stories/test_w2_campaign.py"
    items = [
        _Item(module, line, way=way)
        for module in (alone, rested)
        for line in (9, 3)
        for way in ("sqlite", "postgres")
    ]

    engines.pytest_collection_modifyitems(items)  # type: ignore[arg-type]

    left = [(item.path.name, item.location[1]) for item in items if item.marked]
    assert left == [("test_d8_leads.py", 9)]
    assert rested in BENEATH.values()
