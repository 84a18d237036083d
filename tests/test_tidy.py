"""The tails: no file and no function outgrows the house."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent

FILE_MAX, FILE_P95 = 500, 300
FUNCTION_MAX, FUNCTION_P95 = 70, 40

PROMISES = ("TO" + "DO", "FIX" + "ME", "X" + "XX")


def sources() -> list[Path]:
    return [
        path
        for room in ("src", "tests", "benchmarks")
        for path in sorted((ROOT / room).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def percentile(sizes: list[int]) -> int:
    ordered = sorted(sizes)
    return ordered[int(0.95 * (len(ordered) - 1))]


def test_files_stay_short() -> None:
    sizes = {str(path): path.read_text().count("\n") for path in sources()}

    assert {name: size for name, size in sizes.items() if size > FILE_MAX} == {}
    assert percentile(list(sizes.values())) <= FILE_P95


def test_functions_stay_short() -> None:
    sizes = {
        f"{path}:{node.lineno}": (node.end_lineno or 0) - node.lineno + 1
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }

    assert {name: size for name, size in sizes.items() if size > FUNCTION_MAX} == {}
    assert percentile(list(sizes.values())) <= FUNCTION_P95


def test_nothing_is_left_for_later() -> None:
    left = [str(path) for path in sources() for word in PROMISES if word in path.read_text()]

    assert left == []


def test_every_folder_of_tests_is_a_package() -> None:
    bare = [
        str(path.parent)
        for path in (ROOT / "tests").rglob("*.py")
        if not (path.parent / "__init__.py").exists()
    ]

    assert bare == []
