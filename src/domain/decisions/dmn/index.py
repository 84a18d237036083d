"""One question per column instead of one per cell: which rules accept this value.

The answer is a number with a bit for each rule. Where a column holds only constants, as nearly
all do, the answers for every value there may be are computed once: for a text by looking it up,
for numbers and dates by where the value lies between the constants. A column with variables, `?`
or mixed kinds asks its cells, each different one once. One more bit, above the rules', says
whether the column may hold the value at all.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import time
from typing import Any

from domain.decisions.dmn.feel import ast
from domain.decisions.dmn.feel.compile import Test
from domain.decisions.dmn.feel.language import Cell
from domain.decisions.dmn.feel.run import Run, Scope
from domain.decisions.dmn.feel.types import Type, problem
from domain.decisions.dmn.feel.values import ORDERED, Value, moving_zone
from domain.decisions.dmn.limits import INDEX_BITS_MAX

#: Says which rules accept a value, and with the highest bit whether the column may hold it.
Accepting = Callable[[Value, Scope], int]


def accepting(cells: Sequence[Cell], type_: Type, allowed: Cell | None) -> Accepting:
    """Return what answers for a column; `cells` are those of its rules, in their order."""
    slow = _asking(cells, type_, allowed)
    watched = [cell.tests for cell in cells] + ([allowed.tests] if allowed else [])
    points = _points(watched)
    if not points or len(cells) * (2 * len(points) + 1) > INDEX_BITS_MAX:
        return slow
    if any(isinstance(point, time) and moving_zone(point) for point in points):
        return slow
    kind: Any = type(points[0])
    absent = slow(None, Scope({}, Run()))
    answers = _answers(watched, len(cells), points)
    if kind is bool or (kind is str and not any(map(_orders, watched))):
        known = {point: answers[2 * at + 1] for at, point in enumerate(points)}
        return _looking_up(kind, known, (answers[0], absent), slow)
    return _placing(kind, points, answers, absent, slow)


def _looking_up(
    kind: type, known: dict[Any, int], others: tuple[int, int], slow: Accepting
) -> Accepting:
    other, absent = others
    get = known.get

    def look_up(value: Value, scope: Scope) -> int:
        if type(value) is kind:
            return get(value, other)
        return absent if value is None else slow(value, scope)

    return look_up


def _placing(
    kind: type, points: list[Any], answers: list[int], absent: int, slow: Accepting
) -> Accepting:
    def place(value: Any, scope: Scope) -> int:  # noqa: ANN401  Any value may come.
        if type(value) is kind:
            try:
                # Both are equal between two constants, and one apart on one of them.
                return answers[bisect_left(points, value) + bisect_right(points, value)]
            except TypeError:  # An instant with a zone among those without.
                return slow(value, scope)
        return absent if value is None else slow(value, scope)

    return _apart_by_zone(place, slow) if kind is time else place


def _apart_by_zone(place: Accepting, slow: Accepting) -> Accepting:
    """Ask the cells about times that have no place among those of another zone."""

    def place_time(value: Value, scope: Scope) -> int:
        alien = isinstance(value, time) and moving_zone(value)
        return slow(value, scope) if alien else place(value, scope)

    return place_time


def _asking(cells: Sequence[Cell], type_: Type, allowed: Cell | None) -> Accepting:
    """Return what asks every different cell."""
    everywhere = 1 << len(cells)
    masks: dict[str, int] = {}
    tests: dict[str, Test] = {}
    for at, cell in enumerate(cells):
        if cell.test is None:
            everywhere |= 1 << at
        else:
            masks[cell.text] = masks.get(cell.text, 0) | 1 << at
            tests[cell.text] = cell.test
    pairs = tuple((test, masks[text]) for text, test in tests.items())
    may = allowed.test if allowed is not None else None

    def ask(value: Value, scope: Scope) -> int:
        if value is not None and type_.kind != "any" and problem(value, type_, ""):
            return 0
        if value is not None and may is not None and may(value, scope) is not True:
            return 0
        found = everywhere
        for test, mask in pairs:
            if test(value, scope) is True:
                found |= mask
        return found

    return ask


def _points(watched: list[ast.UnaryTests]) -> list[Any] | None:
    """Return the constants of a column in their order; None if it holds anything else."""
    found: set[Any] = set()
    for tests in watched:
        for test in tests.tests:
            for operand in _operands(test):
                if not isinstance(operand, ast.Literal):
                    return None
                if operand.value is not None:
                    found.add((type(operand.value), operand.value))
            if not isinstance(test, (ast.Compare, ast.Interval)):
                return None
    kinds = {kind for kind, _ in found}
    if len(kinds) != 1 or not kinds <= {*ORDERED, bool}:
        return None
    try:
        return sorted(value for _, value in found)
    except TypeError:
        return None


def _operands(test: ast.Test) -> list[ast.Node | None]:
    if isinstance(test, ast.Compare):
        return [test.operand]
    return [test.low, test.high] if isinstance(test, ast.Interval) else [None]


def _orders(tests: ast.UnaryTests) -> bool:
    return any(
        isinstance(test, ast.Interval) or test.operator not in {"=", "!="}
        for test in tests.tests
        if isinstance(test, (ast.Compare, ast.Interval))
    )


def _answers(watched: list[ast.UnaryTests], count: int, points: list[Any]) -> list[int]:
    """Return the answer for each place: below the first constant, on it, above it, and so on.

    A cell accepts a few runs of places. Its bit changes where a run begins and after it ends, so
    one pass over the places finds every answer.
    """
    places = {point: 2 * at + 1 for at, point in enumerate(points)}
    last = 2 * len(points)
    changes = [0] * (last + 2)
    for at, tests in enumerate(watched):
        for begin, end in _runs(tests, places, last):
            changes[begin] ^= 1 << at
            changes[end + 1] ^= 1 << at
    if len(watched) == count:
        changes[0] ^= 1 << count
    found, answers = 0, []
    for change in changes[:-1]:
        found ^= change
        answers.append(found)
    return answers


def _runs(tests: ast.UnaryTests, places: dict[Any, int], last: int) -> list[tuple[int, int]]:
    """Return the runs of places that a cell accepts, apart and in their order."""
    if tests.any:
        return [(0, last)]
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(run for test in tests.tests for run in _run(test, places, last)):
        if joined and begin <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif begin <= end:
            joined.append((begin, end))
    if not tests.negated:
        return joined
    between, at = [], 0
    for begin, end in joined:
        if at < begin:
            between.append((at, begin - 1))
        at = end + 1
    return [*between, (at, last)] if at <= last else between


def _run(test: ast.Test, places: dict[Any, int], last: int) -> list[tuple[int, int]]:
    if isinstance(test, ast.Interval):
        low, high = _place(test.low, places), _place(test.high, places)
        if low is None or high is None:
            return []
        begin, end = low + (not test.low_closed), high - (not test.high_closed)
        return [(begin, end)] if begin <= end else []
    operator = test.operator if isinstance(test, ast.Compare) else "="
    at = _place(test.operand, places) if isinstance(test, ast.Compare) else None
    if at is None:
        # Against null: a value that is there is not null, and has no order with it.
        return [(0, last)] if operator == "!=" else []
    runs = {
        "=": [(at, at)],
        "!=": [(0, at - 1), (at + 1, last)],
        "<": [(0, at - 1)],
        "<=": [(0, at)],
        ">": [(at + 1, last)],
        ">=": [(at, last)],
    }
    return runs[operator]


def _place(node: ast.Node, places: dict[Any, int]) -> int | None:
    value = node.value if isinstance(node, ast.Literal) else None
    return None if value is None else places[value]
