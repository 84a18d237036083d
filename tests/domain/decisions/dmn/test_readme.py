"""The engine's own README: its example runs, and the engine imports nothing around it."""

import ast
import re
import sys
from pathlib import Path

from domain.decisions import dmn

FOLDER = Path(dmn.__file__).parent


def test_the_example_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (FOLDER / "README.md").read_text(), re.DOTALL)

    exec(compile(example, "README.md", "exec"), {})


def test_the_engine_imports_only_itself_python_and_a_safe_parser() -> None:
    known = {*sys.stdlib_module_names, "defusedxml"}
    foreign = {
        name
        for path in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        for name in imported(node)
        if name.partition(".")[0] not in known and not name.startswith("domain.decisions.dmn")
    }

    assert foreign == set()


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    return [str(node.module)] if isinstance(node, ast.ImportFrom) else []


def test_nothing_is_evaluated_by_python() -> None:
    called = {
        node.func.id
        for path in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    assert called & {"eval", "exec", "compile", "__import__"} == set()
