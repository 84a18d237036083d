"""What FEEL texts mean, as trees of frozen values. The parser makes them, everybody reads them.

There are two roots. An *expression* (`Node`) computes a value. *Unary tests* (`UnaryTests`, an
input cell) say whether a value is meant. Both are folded: what can be computed when the text is
read is a `Literal` already, so `date("2026-01-01")`, `@"2026-01-01"` and `-5` are literals, and
`"DE"` in a cell is `Compare("=", Literal("DE"))`.

Source: DMN 1.3, 10.3.1.2 (grammar).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Literal as OneOf
from typing import TypeAlias

from domain.decisions.dmn.feel.values import Value

# --- expressions ---


@dataclass(frozen=True, slots=True)
class Literal:
    """A single value known when the text is read: number, string, boolean, null, date ..."""

    value: Value


@dataclass(frozen=True, slots=True)
class Name:
    """A variable: an input, a decision, a parameter, `item`, or a function to call."""

    name: str


@dataclass(frozen=True, slots=True)
class InputValue:
    """`?`: the value that a cell tests."""


@dataclass(frozen=True, slots=True)
class Path:
    """`source.name`: a component, or a property of a temporal value; over a list, of each item."""

    source: "Node"
    name: str


@dataclass(frozen=True, slots=True)
class Filter:
    """`source[condition]`: the item at a whole number (from 1, or -1 from the end), or a choice."""

    source: "Node"
    condition: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """`function(...)`: arguments are positional or named, never both."""

    function: "Node"
    positional: tuple["Node", ...] = ()
    named: tuple[tuple[str, "Node"], ...] = ()


@dataclass(frozen=True, slots=True)
class Negate:
    """`-operand`."""

    operand: "Node"


ArithmeticOperator: TypeAlias = OneOf["+", "-", "*", "/", "**"]
ComparisonOperator: TypeAlias = OneOf["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left operator right`, of numbers, texts (`+`) and temporal values."""

    operator: ArithmeticOperator
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left operator right`: true, false, or null where they cannot be compared."""

    operator: ComparisonOperator
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Between:
    """`value between low and high`, both included."""

    value: "Node"
    low: "Node"
    high: "Node"


@dataclass(frozen=True, slots=True)
class In:
    """`value in tests`: whether any of the tests holds for the value."""

    value: "Node"
    tests: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class And:
    """`a and b and c`, in three-valued logic; two items or more."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """`a or b or c`, in three-valued logic; two items or more."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class If:
    """`if condition then yes else no`; a condition that is not true gives `no`."""

    condition: "Node"
    yes: "Node"
    no: "Node"


@dataclass(frozen=True, slots=True)
class Loop:
    """`name in source`, or `name in source..until` over whole numbers or dates."""

    name: str
    source: "Node"
    until: "Node | None" = None


@dataclass(frozen=True, slots=True)
class For:
    """`for loops return result`; later loops are inner ones; `partial` is what there is so far."""

    loops: tuple[Loop, ...]
    result: "Node"


@dataclass(frozen=True, slots=True)
class Quantified:
    """`some|every loops satisfies condition`."""

    every: bool
    loops: tuple[Loop, ...]
    condition: "Node"


@dataclass(frozen=True, slots=True)
class InstanceOf:
    """`value instance of type`; `type` as written, spaces made single."""

    value: "Node"
    type: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """`[a, b]`."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class ContextOf:
    """`{name: value}`; later entries see earlier ones."""

    entries: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class RangeOf:
    """A range as a value, `[low..high]`; an end that is None is open without bound."""

    low: "Node | None"
    high: "Node | None"
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class FunctionOf:
    """`function(parameters) body`; a parameter's type is as written, or None."""

    parameters: tuple[tuple[str, str | None], ...]
    body: "Node"


Node: TypeAlias = (
    Literal
    | Name
    | InputValue
    | Path
    | Filter
    | Call
    | Negate
    | Arithmetic
    | Comparison
    | Between
    | In
    | And
    | Or
    | If
    | For
    | Quantified
    | InstanceOf
    | ListOf
    | ContextOf
    | RangeOf
    | FunctionOf
)

# --- unary tests ---


@dataclass(frozen=True, slots=True)
class Compare:
    """`operator operand`. A plain value `5` is `= 5`; against null all but `= null` are null."""

    operator: ComparisonOperator
    operand: Node


@dataclass(frozen=True, slots=True)
class Interval:
    """`[low..high]`: `low_closed` and `high_closed` say whether the ends belong to it."""

    low: Node
    high: Node
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """A test that is an expression without `?`.

    The value must equal what it computes, or be in it where that is a list or a range.
    """

    expression: Node


@dataclass(frozen=True, slots=True)
class Holds:
    """A test that is an expression with `?`: it must be true."""

    expression: Node


Test: TypeAlias = Compare | Interval | Matches | Holds


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """A cell: any of `tests` holds; with `negated`, none does. Without tests (`-`): anything.

    Three-valued: over null every test but `null` is null, and so is its negation.
    """

    tests: tuple[Test, ...] = ()
    negated: bool = field(default=False)

    @property
    def any(self) -> bool:
        """Whether every value is meant, null included: the cell is empty or `-`."""
        return not self.tests and not self.negated


Tree: TypeAlias = Node | Test | UnaryTests | Loop


def children(tree: Tree) -> Iterator[Tree]:
    """Yield what stands directly within `tree`, left to right."""
    for name in KINDS[type(tree)]:
        yield from _trees(getattr(tree, name))


def walk(tree: Tree) -> Iterator[Tree]:
    """Yield `tree` and everything within it."""
    waiting = [tree]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(children(found))


def height(tree: Tree) -> int:
    """Return how many trees stand within one another at most."""
    highest = 0
    waiting = [(tree, 1)]
    while waiting:
        found, depth = waiting.pop()
        highest = max(highest, depth)
        waiting.extend((child, depth + 1) for child in children(found))
    return highest


def _trees(held: object) -> Iterator[Tree]:
    if isinstance(held, tuple):
        for item in held:
            yield from _trees(item)
    elif type(held) in KINDS:
        yield held  # type: ignore[misc]  # It is one of the kinds that `KINDS` lists.


#: Every kind of tree, and the names of its parts.
KINDS: dict[type, tuple[str, ...]] = {
    kind: tuple(part.name for part in fields(kind))
    for kind in (
        *Node.__args__,
        *Test.__args__,
        Loop,
        UnaryTests,
    )
    if kind is not Literal
} | {Literal: ()}
