"""Everybody comes in one way, so that all doors know for whom somebody stands in."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[3] / "src"

#: What may read actors as they are kept: the way in itself, and what it is made of.
INSIDE = {"domain/people/entering.py", "domain/people/sign_ins.py"}


def _reads_of_actors(path: Path) -> list[str]:
    """Return the calls of `people.records` in a file that return actors."""
    tree = ast.parse(path.read_text())
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "domain.people"
        for alias in node.names
        if alias.name == "records"
    }
    return [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in names
        and (node.attr == "actor" or node.attr.startswith("actor_by"))
    ]


def test_actors_are_taken_from_the_way_in_and_from_nowhere_else() -> None:
    every = {path: _reads_of_actors(path) for path in SOURCE.rglob("*.py")}
    inside = {str(path.relative_to(SOURCE)) for path, found in every.items() if found}

    assert inside == INSIDE, [line for found in every.values() for line in found]
