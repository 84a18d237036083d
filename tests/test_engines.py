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

    def __init__(self, module: str, **given: str) -> None:
        self.path = ROOM / module
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
