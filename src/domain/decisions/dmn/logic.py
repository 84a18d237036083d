"""What a decision or a business knowledge model consists of: a table, an expression, or a box.

Every form has a `type` as far as it is known, and `compute`, which takes the scope. The forms hold
what was written, so that a model can be written again. Source: DMN 1.3, 7.3 and 10.2; 1.4, 10.2.2.
"""

from dataclasses import dataclass
from typing import TypeAlias

from domain.decisions.dmn.feel import loops
from domain.decisions.dmn.feel.language import Expression
from domain.decisions.dmn.feel.run import Scope, Violation, call
from domain.decisions.dmn.feel.types import ANY, FUNCTION, LIST, Type, coerced, problem
from domain.decisions.dmn.feel.values import Function, Value
from domain.decisions.dmn.table import Table


@dataclass(frozen=True, slots=True)
class Declared:
    """A name with the type that a file gives it: as written (None: not at all), and what it is."""

    name: str
    written: str | None
    type: Type

    def holding(self, value: Value, what: str) -> Value:
        """Return a value in the form of the type; a `Violation` if it does not fit."""
        found = coerced(value, self.type)
        wrong = problem(found, self.type, what)
        if wrong is not None:
            raise Violation(wrong)
        return found


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal expression."""

    expression: Expression

    @property
    def type(self) -> Type:
        """The type of its value."""
        return self.expression.type

    def compute(self, scope: Scope) -> Value:
        """Return its value."""
        return self.expression.compute(scope)


@dataclass(frozen=True, slots=True)
class Typed:
    """Logic that the file gives a type of its own; its value takes the form of that type."""

    logic: "Logic"
    declared: Declared

    @property
    def type(self) -> Type:
        """The type of its value."""
        return self.declared.type

    def compute(self, scope: Scope) -> Value:
        """Return its value; a `Violation` if it does not fit."""
        return self.declared.holding(self.logic.compute(scope), self.declared.name)


@dataclass(frozen=True, slots=True)
class Tabled:
    """A decision table."""

    table: Table

    @property
    def type(self) -> Type:
        """The type of its value."""
        return self.table.type or ANY

    def compute(self, scope: Scope) -> Value:
        """Return what the table says; a `Violation` if it goes against itself."""
        found = self.table.decide(scope)
        if found.violation is not None:
            raise Violation(found.violation)
        return found.value


@dataclass(frozen=True, slots=True)
class Context:
    """A boxed context: entries of which later ones see earlier ones, and perhaps a result."""

    entries: tuple[tuple[Declared, "Logic"], ...]
    result: "Logic | None"

    @property
    def type(self) -> Type:
        """The type of its value."""
        if self.result is not None:
            return self.result.type
        return Type("context", fields=tuple((name.name, name.type) for name, _ in self.entries))

    def compute(self, scope: Scope) -> Value:
        """Return the context, or its result."""
        inner = scope.with_({})
        made: dict[str, Value] = {}
        for name, logic in self.entries:
            value = name.holding(logic.compute(inner), f"`{name.name}`")
            made[name.name] = inner[name.name] = value
        return self.result.compute(inner) if self.result is not None else scope.run.kept(made)


@dataclass(frozen=True, slots=True)
class Invocation:
    """A boxed invocation: a function, and what is bound to its parameters."""

    function: Expression
    bindings: tuple[tuple[str, "Logic"], ...]
    type: Type = ANY

    def compute(self, scope: Scope) -> Value:
        """Return what the function says."""
        function = self.function.compute(scope)
        if not isinstance(function, Function):
            return None
        given = {name: logic.compute(scope) for name, logic in self.bindings}
        if not set(given) <= set(function.parameters):
            return None
        values = tuple(given.get(name) for name in function.parameters)
        return call(scope.run, function, values)


@dataclass(frozen=True, slots=True)
class BoxedList:
    """A boxed list."""

    items: tuple["Logic", ...]
    type: Type = LIST

    def compute(self, scope: Scope) -> Value:
        """Return the list."""
        return scope.run.kept([item.compute(scope) for item in self.items])


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation: a list of contexts, written as rows under columns."""

    columns: tuple[Declared, ...]
    rows: tuple[tuple["Logic", ...], ...]
    type: Type = LIST

    def compute(self, scope: Scope) -> Value:
        """Return the list of contexts."""
        return scope.run.kept(
            [
                {
                    column.name: column.holding(cell.compute(scope), f"`{column.name}`")
                    for column, cell in zip(self.columns, row, strict=True)
                }
                for row in self.rows
            ]
        )


@dataclass(frozen=True, slots=True)
class BoxedFunction:
    """A boxed function: parameters and a body."""

    parameters: tuple[Declared, ...]
    body: "Logic"
    type: Type = FUNCTION

    def compute(self, scope: Scope) -> Value:
        """Return the function, which sees the scope where it stands."""
        return self.function(scope, "the function")

    def function(self, scope: Scope, what: str) -> Function:
        """Return the function under a name for sentences."""
        names = tuple(parameter.name for parameter in self.parameters)

        def work(*given: Value) -> Value:
            values = {
                parameter.name: parameter.holding(value, f"`{parameter.name}` of {what}")
                for parameter, value in zip(self.parameters, given, strict=True)
            }
            return self.body.compute(scope.with_(values))

        return Function(names, work)


@dataclass(frozen=True, slots=True)
class Choice:
    """A boxed conditional (DMN 1.4)."""

    condition: "Logic"
    yes: "Logic"
    no: "Logic"
    type: Type = ANY

    def compute(self, scope: Scope) -> Value:
        """Return one of the two."""
        return (self.yes if self.condition.compute(scope) is True else self.no).compute(scope)


@dataclass(frozen=True, slots=True)
class Looped:
    """A boxed `for`, `some` or `every` (DMN 1.4): `form` says which.

    `partial` says whether the body looks at what there is so far.
    """

    form: str
    name: str
    source: "Logic"
    body: "Logic"
    type: Type = ANY
    partial: bool = False

    def compute(self, scope: Scope) -> Value:
        """Return what the loop makes."""
        passes: tuple[loops.Loop, ...] = ((self.name, self.source.compute, None),)
        if self.form == "for":
            return loops.for_(passes, self.body.compute, partial=self.partial)(scope)
        return loops.quantified(passes, self.body.compute, every=self.form == "every")(scope)


@dataclass(frozen=True, slots=True)
class Filtered:
    """A boxed filter (DMN 1.4)."""

    source: "Logic"
    match: "Logic"
    type: Type = ANY

    def compute(self, scope: Scope) -> Value:
        """Return the items that match."""
        return loops.filtered(self.source.compute(scope), self.match.compute, scope)


@dataclass(frozen=True, slots=True)
class Broken:
    """What cannot be used, in a model that was read leniently. Evaluating it is a violation."""

    text: str
    type: Type = ANY

    def compute(self, _: Scope) -> Value:
        """Say why there is no value."""
        raise Violation(self.text)


Logic: TypeAlias = (
    Literal
    | Typed
    | Tabled
    | Context
    | Invocation
    | BoxedList
    | Relation
    | BoxedFunction
    | Choice
    | Looped
    | Filtered
    | Broken
)
