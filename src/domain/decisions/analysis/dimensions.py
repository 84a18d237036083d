"""The columns of a table as sets of atoms, and its cells as subsets of them.

Columns that test the same expression are one dimension. Null is an atom of its own where it may
come. A cell that cannot be known without the other facts, since it names or computes something,
has no set: it is opaque.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from domain.decisions.analysis.axes import Axis, Line, axis_of, line_of
from domain.decisions.analysis.boxes import Box
from domain.decisions.analysis.columns import Column, columns_of
from domain.decisions.dmn import Model, Rule, Table
from domain.decisions.dmn.feel import ast
from domain.decisions.dmn.feel.values import KINDS, ORDERED, Value
from domain.decisions.meaning import meaning

#: The atoms for which a test is true, and those for which it is false; for the rest it is null.
Truth = tuple[int, int]

_LINED = ORDERED | {bool}
_TYPES = {name: kind for kind, name in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Dimension:
    """What an expression may be, cut into atoms.

    `at` numbers the columns that test it. `axes` are the lines with the number of their first
    atom. `other` is the atom of all kinds that no cell mentions, and `null` that of null; 0 where
    there are none. `every` are the atoms that may come. `facts` are what it is computed from,
    None if unknown. `loose` says that the allowed values could not be made out.
    """

    label: str
    at: tuple[int, ...]
    axes: Mapping[Line, tuple[Axis, int]]
    other: int
    null: int
    every: int
    facts: frozenset[str] | None
    loose: bool

    def words(self, atoms: int) -> str:
        """Return a set of atoms in words."""
        found = []
        for axis, first in self.axes.values():
            own = atoms >> first & axis.filled
            if own:
                found.append(axis.words(own))
        if atoms & self.other:
            found.append("of another kind" if self.axes else "any value")
        if atoms & self.null:
            found.append("absent")
        return " or ".join(found)


@dataclass(frozen=True, slots=True)
class Region:
    """What the rule numbered `at` covers: atoms by dimension, none where nothing fits it.

    `opaque` are the numbers of columns whose cells are opaque; there the rule covers as much as
    `box` says at most.
    """

    at: int
    rule: Rule
    box: Box
    opaque: tuple[int, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing at all fits it."""
        return 0 in self.box


@dataclass(frozen=True, slots=True)
class _Atoms:
    """Reading tests as sets of atoms.

    `known` are all but null. With `blind` the values are of a kind that has no line, such as
    lists, and every test is opaque.
    """

    axes: Mapping[Line, tuple[Axis, int]]
    numbers: Mapping[tuple[Line, Value], int]
    known: int
    null: int
    blind: bool

    def cell(self, tests: ast.UnaryTests) -> int | None:
        """Return the atoms a cell means; None if it is opaque."""
        if tests.any:
            return self.known | self.null
        truths = [None if self.blind else self._truth(test) for test in tests.tests]
        if None in truths:
            return None
        known = [truth for truth in truths if truth is not None]
        if tests.negated:
            return reduce(and_, (no for _, no in known))
        return reduce(or_, (yes for yes, _ in known))

    def _truth(self, test: ast.Test) -> Truth | None:
        if isinstance(test, ast.Compare):
            return self._compare(test.operator, test.operand)
        if isinstance(test, ast.Interval):
            return self._interval(test)
        return None

    def _compare(self, operator: ast.ComparisonOperator, operand: ast.Node) -> Truth | None:
        if not isinstance(operand, ast.Literal):
            return None
        if operand.value is None:
            if operator in {"=", "!="}:
                truth = self.null, self.known
                return truth if operator == "=" else (truth[1], truth[0])
            return 0, 0
        line = line_of(operand.value)
        if line not in self.axes:
            return 0, 0
        axis, first = self.axes[line]
        found = axis.that(operator, self.numbers[line, operand.value])
        if found is None:
            return 0, 0
        every = ((1 << axis.size) - 1) << first
        return found << first, every & ~(found << first)

    def _interval(self, test: ast.Interval) -> Truth | None:
        above = self._compare(">=" if test.low_closed else ">", test.low)
        below = self._compare("<=" if test.high_closed else "<", test.high)
        if above is None or below is None:
            return None
        return above[0] & below[0], above[1] | below[1]


def dimensions_of(
    model: Model, decision: str, table: Table
) -> tuple[tuple[Dimension, ...], tuple[Region, ...]]:
    """Return the dimensions of the table of a decision, and what each rule covers of them."""
    columns = columns_of(model, decision, table)
    made = [_dimension(table, columns, at) for at in _same(table)]
    dimensions = tuple(dimension for dimension, _ in made)
    return dimensions, tuple(_region(at, rule, made) for at, rule in enumerate(table.rules))


def independent(dimensions: Sequence[Dimension], box: Box) -> bool:
    """Whether the values of a box can come together for all that is known.

    That is so where what bounds it is computed from different facts.
    """
    bounds = [
        dimension
        for dimension, atoms in zip(dimensions, box, strict=True)
        if atoms != dimension.every
    ]
    seen: set[str] = set()
    for bound in bounds:
        if bound.loose or (len(bounds) > 1 and (bound.facts is None or bound.facts & seen)):
            return False
        seen |= bound.facts or set()
    return True


def _region(at: int, rule: Rule, made: Sequence[tuple[Dimension, _Atoms]]) -> Region:
    box = []
    opaque = []
    for dimension, atoms in made:
        covered = dimension.every
        for column in dimension.at:
            means = atoms.cell(rule.cells[column].tests)
            if means is None:
                opaque.append(column)
            else:
                covered &= means
        box.append(covered)
    return Region(at, rule, tuple(box), tuple(opaque))


def _same(table: Table) -> list[tuple[int, ...]]:
    """Return the numbers of columns, those of the same expression together."""
    found: dict[object, list[int]] = {}
    for at, column in enumerate(table.inputs):
        found.setdefault(meaning(column.expression), []).append(at)
    return [tuple(at) for at in found.values()]


def _dimension(
    table: Table, every: Sequence[Column], at: tuple[int, ...]
) -> tuple[Dimension, _Atoms]:
    columns = [every[number] for number in at]
    allowed = [tests for column in columns for tests in column.allowed]
    cells = [rule.cells[number].tests for rule in table.rules for number in at]
    kinds = {column.kind for column in columns if column.kind is not None}
    lines = _lines(kinds, [*_values([*allowed, *cells])])
    axes: dict[Line, tuple[Axis, int]] = {}
    size = 0
    for axis in lines:
        axes[axis.line] = axis, size
        size += axis.size
    other = 0 if kinds and lines else 1 << size
    null = 2 << size if all(column.nullable for column in columns) else 0
    known = reduce(or_, (axis.filled << first for axis, first in axes.values()), other)
    atoms = _Atoms(axes, _numbers(axes), known, null, blind=bool(kinds and not lines))
    masks = [atoms.cell(tests) for tests in allowed]
    may = reduce(and_, (mask for mask in masks if mask is not None), known)
    facts = [column.facts for column in columns]
    dimension = Dimension(
        table.inputs[at[0]].label,
        at,
        axes,
        other,
        null,
        may & known | null,
        None if None in facts else frozenset[str]().union(*(names or () for names in facts)),
        loose=None in masks,
    )
    return dimension, atoms


def _values(cells: Iterable[ast.UnaryTests]) -> Iterator[Value]:
    for tests in cells:
        for found in ast.walk(tests):
            if isinstance(found, ast.Literal) and type(found.value) in _LINED:
                yield found.value


def _lines(kinds: set[str], values: Sequence[Value]) -> list[Axis]:
    """Return the lines of a column: those of its kind, or all that are mentioned."""
    types = {_TYPES[kind] for kind in kinds if kind in _TYPES}
    if kinds and not types <= _LINED:
        return []
    mentioned = dict.fromkeys(line_of(value) for value in values)
    lines = [line for line in mentioned if not types or line[0] in types]
    missing = types - {line[0] for line in lines}
    return [axis_of(line, values) for line in [*lines, *((kind, False) for kind in missing)]]


def _numbers(axes: Mapping[Line, tuple[Axis, int]]) -> dict[tuple[Line, Value], int]:
    return {
        (line, point): number
        for line, (axis, _) in axes.items()
        for number, point in enumerate(axis.points)
    }
