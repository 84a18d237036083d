"""The drawers of the API: what lies where, so that it is found."""

import ast
from pathlib import Path

API = Path(__file__).parents[2] / "src/api"
DRAWERS = sorted(path for path in API.iterdir() if (path / "__init__.py").exists())

#: What a reader of the package meets first; all else is in a drawer.
ON_TOP = {"__init__", "app", "changes", "context", "export", "loading", "schema"}


def test_nothing_lies_beside_the_drawers_but_what_a_reader_meets_first() -> None:
    assert {path.stem for path in API.glob("*.py")} == ON_TOP


def test_a_drawer_says_what_it_holds_and_imports_nothing() -> None:
    openings = {path.name: ast.parse((path / "__init__.py").read_text()) for path in DRAWERS}

    assert [name for name, said in openings.items() if not ast.get_docstring(said)] == []
    assert [name for name, said in openings.items() if len(said.body) > 1] == []


def test_a_drawer_is_looked_through_at_a_glance() -> None:
    held = {path.name: len([*path.glob("*.py")]) - 1 for path in DRAWERS}

    assert {name: count for name, count in held.items() if not 3 <= count <= 20} == {}
