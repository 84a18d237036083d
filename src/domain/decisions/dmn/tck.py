"""Runs compatibility kits: any folder of models and cases laid out like the DMN TCK.

`python -m domain.decisions.dmn.tck FOLDER` prints each case that fails with what was expected and
what was found, and `passed of total` at last. It exits with 1 if anything failed, and with 2 if
there was nothing to run. A case that expects an error passes where the value is null.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TextIO
from xml.etree.ElementTree import Element

from domain.decisions.dmn import xml
from domain.decisions.dmn.errors import DmnError
from domain.decisions.dmn.feel import temporal
from domain.decisions.dmn.feel.builtins.conversion import text_of
from domain.decisions.dmn.feel.numbers import parsed
from domain.decisions.dmn.feel.values import Range, Unknown, Value
from domain.decisions.dmn.model import Model
from domain.decisions.dmn.reader import read
from domain.decisions.dmn.table import Decided

#: How far numbers may lie apart: the kit's own were computed with 16 digits.
_APART_MAX = Decimal("1e-8")
#: After how many cases progress is told.
_TELL_EVERY = 250


@dataclass(frozen=True, slots=True)
class Expected:
    """One result that a case expects. `error` says that there must be none."""

    name: str
    value: Value
    error: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One case: the file of its model, facts, and what is expected of which decision.

    `invoked` is the function or service to call, where it is not decisions that are tested.
    """

    model: Path
    id: str
    facts: Mapping[str, Value]
    results: tuple[Expected, ...]
    invoked: str | None

    def __str__(self) -> str:
        """Return how a case is called."""
        return f"{self.model.parent.name} {self.id}"


def cases(folder: Path) -> Iterator[Case]:
    """Yield the cases of every test file in a folder and the folders within it."""
    for path in sorted(folder.rglob("*.xml")):
        try:
            root = xml.parse(path.read_bytes())
        except DmnError:
            continue
        if xml.name(root) == "testCases":
            model = path.parent / xml.text(xml.child(root, "modelName"))
            for element in xml.children(root, "testCase"):
                yield _case(model, element)


def _case(model: Path, element: Element) -> Case:
    facts = {str(node.get("name")): value_of(node) for node in xml.children(element, "inputNode")}
    results = []
    for node in xml.children(element, "resultNode"):
        expected = xml.child(node, "expected")
        value = None if expected is None else value_of(expected)
        name = str(node.get("name"))
        results.append(Expected(name, value, node.get("errorResult") == "true"))
    invoked = element.get("invocableName") if element.get("type") != "decision" else None
    return Case(model, element.get("id", ""), facts, tuple(results), invoked)


def value_of(element: Element) -> Value:
    """Return what a node of a test file stands for."""
    parts = [*xml.children(element, "component")]
    if parts:
        return {str(part.get("name")): value_of(part) for part in parts}
    held = xml.child(element, "value", "list")
    if held is None:
        return None
    if xml.name(held) == "list":
        return None if _is_nil(held) else [value_of(item) for item in xml.children(held, "item")]
    return None if _is_nil(held) else _single(held)


def _is_nil(element: Element) -> bool:
    return any(key.endswith("}nil") and held == "true" for key, held in element.attrib.items())


def _single(element: Element) -> Value:
    kind = next((held for key, held in element.attrib.items() if key.endswith("}type")), "string")
    parse = _PARSERS.get(kind.rpartition(":")[2], str)
    written = element.text or ""
    found = parse(written)
    return Unknown(written) if found is None else found


_PARSERS: Mapping[str, Callable[[str], Value]] = {
    **dict.fromkeys(("decimal", "double", "float", "integer", "int", "long"), parsed),
    "boolean": lambda written: written == "true",
    "date": temporal.read_date,
    "time": temporal.read_time,
    "dateTime": temporal.read_instant,
    "duration": temporal.read_duration,
}


def same(found: Value, expected: Value) -> bool:
    """Whether values agree, numbers to the digits that the kit was made with."""
    if type(found) is not type(expected):
        return False
    if isinstance(found, Decimal) and isinstance(expected, Decimal):
        return (found - expected).copy_abs() <= _APART_MAX
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(same, found, expected))
    if isinstance(found, dict) and isinstance(expected, dict):
        return found.keys() == expected.keys() and all(
            same(found[name], expected[name]) for name in found
        )
    return found == expected


def failures(case: Case, model: Model) -> Iterator[str]:
    """Yield what is wrong with each result of a case, in words."""
    for result in case.results:
        decided = _decided(case, model, result.name)
        right = decided.value is None if result.error else same(decided.value, result.value)
        if not right:
            wanted = "an error" if result.error else _shown(result.value)
            because = f" ({decided.violation})" if decided.violation else ""
            found = _shown(decided.value)
            yield f"{case} {result.name}: expected {wanted}, found {found}{because}"


def _decided(case: Case, model: Model, name: str) -> Decided:
    try:
        if case.invoked is not None:
            return model.invoke(case.invoked, case.facts)
        return model.evaluate(name, case.facts)
    except KeyError as error:
        return Decided(None, violation=f"There is no {error}.")


def _shown(value: Value) -> str:
    if isinstance(value, (str, Range)):
        return repr(value)
    return text_of(value) or "null"


def run(folder: Path, out: TextIO, progress: TextIO) -> tuple[int, int]:
    """Run every case in a folder; return how many passed, and of how many."""
    found = [*cases(folder)]
    models: dict[Path, Model | str] = {}
    passed = 0
    for number, case in enumerate(found, start=1):
        if case.model not in models:
            models[case.model] = _model(case.model)
        model = models[case.model]
        wrong = [f"{case}: {model}"] if isinstance(model, str) else [*failures(case, model)]
        passed += not wrong
        out.writelines(f"{line}\n" for line in wrong)
        if number % _TELL_EVERY == 0:
            progress.write(f"{number} of {len(found)} cases ...\n")
            progress.flush()
    return passed, len(found)


def _model(path: Path) -> Model | str:
    """Return a model, or why it cannot be read."""
    try:
        return read(path.read_bytes(), strict=False)
    except (DmnError, OSError) as error:
        return str(error)


def main(arguments: Sequence[str]) -> int:
    """Run what the command line asks for, and return its exit code."""
    folder = Path(arguments[0]) if len(arguments) == 1 else None
    if folder is None or not folder.is_dir():
        sys.stderr.write("Say which folder holds the kit: python -m ...tck FOLDER\n")
        return 2
    passed, total = run(folder, sys.stdout, sys.stderr)
    if not total:
        sys.stderr.write(f"There are no test cases in {folder}.\n")
        return 2
    sys.stdout.write(f"{passed} of {total}\n")
    return int(passed < total)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
