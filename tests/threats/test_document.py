"""The threat model: every line of its tables names tests, and each of them is there."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "security.md").read_text()

_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")

#: Lines of tables of threats, their heads left out.
LINES = [
    line
    for table in re.findall(r"^\| threat \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", DOCUMENT, re.MULTILINE)
    for line in table.splitlines()
]


@cache
def collected(path: str) -> frozenset[str]:
    """The tests of a file, as pytest finds them: functions of its own whose name begins so."""
    tree = ast.parse((ROOT / path).read_text())
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(one.name for one in tree.body if isinstance(one, functions))


def test_every_line_names_a_test() -> None:
    assert len(LINES) > 50
    assert [line for line in LINES if not _NAMED.search(line.rpartition(" | ")[2])] == []
    assert [line for line in LINES if line.count(" | ") != 2] == []


def test_every_test_that_is_named_is_there_and_collected() -> None:
    named = _NAMED.findall(DOCUMENT)
    gone = [f"{path}::{name}" for path, name in named if name not in collected(path)]

    assert gone == []
    assert all(Path(path).name.startswith("test_") for path, _ in named)
    assert DOCUMENT.count("tests/") == len(named) + 1  # And this file, at its top.


def test_every_test_that_is_made_for_threats_is_named() -> None:
    files = sorted((ROOT / "tests" / "threats").glob("test_*.py"))
    made = {path.name for path in files} - {Path(__file__).name}

    assert {name for name in made if f"tests/threats/{name}::" not in DOCUMENT} == set()
