"""The drawers of the API and of the app: what lies where, so that it is found."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"

#: What a reader of each room meets first; all else is in a drawer.
ON_TOP = {
    "api": {"__init__", "app", "changes", "context", "export", "loading", "schema"},
    "app": {"__init__", "__main__", "cli", "findings", "parts", "released", "settings"},
}


def drawers(room: str) -> list[Path]:
    """Return the drawers of a room."""
    return sorted(path for path in (SOURCE / room).iterdir() if (path / "__init__.py").exists())


@pytest.mark.parametrize("room", ON_TOP)
def test_nothing_lies_beside_the_drawers_but_what_a_reader_meets_first(room: str) -> None:
    assert {path.stem for path in (SOURCE / room).glob("*.py")} == ON_TOP[room]


@pytest.mark.parametrize("room", ON_TOP)
def test_a_drawer_says_what_it_holds_and_imports_nothing(room: str) -> None:
    openings = {path.name: ast.parse((path / "__init__.py").read_text()) for path in drawers(room)}

    assert [name for name, said in openings.items() if not ast.get_docstring(said)] == []
    assert [name for name, said in openings.items() if len(said.body) > 1] == []


@pytest.mark.parametrize("room", ON_TOP)
def test_a_drawer_is_looked_through_at_a_glance(room: str) -> None:
    held = {path.name: len([*path.glob("*.py")]) - 1 for path in drawers(room)}

    assert {name: count for name, count in held.items() if not 3 <= count <= 20} == {}
