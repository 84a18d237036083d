"""Everybody comes in one way, so that all doors know for whom somebody stands in."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[3] / "src"

#: What may read actors as they are kept: the way in itself, and what it is made of.
INSIDE = {"domain/people/entering.py", "domain/people/sign_ins.py"}


def _imported(path: Path) -> set[str]:
    """Return the full names of what a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_actors_are_taken_from_the_way_in_and_from_nowhere_else() -> None:
    importers = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "domain.people.actor_records" in _imported(path)
    }

    assert importers == INSIDE
