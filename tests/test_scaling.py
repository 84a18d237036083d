"""What `docs/scaling.md` says of the memory of processes holds, and is all that there is."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs/scaling.md").read_text()
STORE = TEXT.partition("## Another store for points")[2]

#: What keeps what a function returned, by its arguments.
KEEPING = {"cache", "lru_cache"}


def functions() -> list[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    return [
        (path, node)
        for path in sorted((ROOT / "src").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def keeps(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    named = {
        node.id
        for one in function.decorator_list
        for node in ast.walk(one)
        if isinstance(node, ast.Name)
    }
    return bool(named & KEEPING)


def test_what_a_function_keeps_by_its_arguments_it_never_read() -> None:
    """Whoever asks the database waits for it, so nothing that is kept so was asked there."""
    kept = [(path, one) for path, one in functions() if keeps(one)]

    assert len(kept) > 20
    assert [
        f"{path.name}: {one.name}" for path, one in kept if isinstance(one, ast.AsyncFunctionDef)
    ] == []


def test_every_row_of_what_is_kept_names_a_test_that_is_there() -> None:
    rows = re.findall(r"^\| .*\| `(tests/[^`]+)` \|$", TEXT, re.MULTILINE)
    missing = [
        row
        for row in rows
        if f"def {row.rpartition('::')[2]}(" not in (ROOT / row.partition("::")[0]).read_text()
    ]

    assert len(rows) >= 10
    assert missing == []


def test_what_stands_before_the_store_of_points_is_there() -> None:
    named = {
        name
        for row in re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| ", STORE, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    files = ("records.py", "flight_records.py")
    kept = "".join((ROOT / "src/domain/metrics" / one).read_text() for one in files)

    assert {"merge", "points", "totals"} <= named
    assert [name for name in sorted(named) if f"def {name}(" not in kept] == []
