"""From trees to closures. A closure takes the scope and is total: what has no answer is None.

Only what may grow without end is charged to the evaluation's `Run`: loops, calls, lists and texts
that are made. Nothing is handed to Python's `eval`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from domain.decisions.dmn.feel import arithmetic, ast, loops
from domain.decisions.dmn.feel.builtins import BUILTINS
from domain.decisions.dmn.feel.run import Run, Scope, call
from domain.decisions.dmn.feel.temporal import part_of
from domain.decisions.dmn.feel.typenames import Resolve, is_open, read_type
from domain.decisions.dmn.feel.types import ANY, Type, coerced, problem, without_values
from domain.decisions.dmn.feel.values import (
    COMPARE,
    Function,
    Range,
    Value,
    both,
    either,
    within,
)

Compute = Callable[[Scope], Value]
Test = Callable[[Value, Scope], bool | None]


@dataclass(frozen=True, slots=True)
class Compiler:
    """Makes closures; `names` are those in scope, which hide built-in functions."""

    names: frozenset[str]
    resolve: Resolve

    def compute(self, node: ast.Node) -> Compute:
        """Return what computes an expression."""
        return _OF[type(node)](self, node)

    def test(self, test: ast.Test) -> Test:
        """Return what says whether a test holds for a value."""
        if isinstance(test, ast.Compare):
            return self._compare(test)
        if isinstance(test, ast.Interval):
            return self._interval(test)
        inner = self.compute(test.expression)
        if isinstance(test, ast.Holds):
            return lambda value, scope: _truth(inner(scope.with_({"?": value})))
        return lambda value, scope: _matches(value, inner(scope))

    def tests(self, tests: ast.UnaryTests) -> Test | None:
        """Return what says whether a cell means a value; None if it means every one."""
        if tests.any:
            return None
        made = _any_of(tuple(self.test(test) for test in tests.tests))
        if not tests.negated:
            return made

        def negated(value: Value, scope: Scope) -> bool | None:
            found = made(value, scope)
            return None if found is None else not found

        return negated

    def _compare(self, test: ast.Compare) -> Test:
        compare = COMPARE[test.operator]
        if isinstance(test.operand, ast.Literal):
            known = test.operand.value
            if known is None:
                return lambda value, _: compare(value, None)
            # Over null, even `= 1` is null: a missing value must not match `not(1)`.
            return lambda value, _: None if value is None else compare(value, known)
        inner = self.compute(test.operand)

        def tested(value: Value, scope: Scope) -> bool | None:
            other = inner(scope)
            return None if value is None or other is None else compare(value, other)

        return tested

    def _interval(self, test: ast.Interval) -> Test:
        ends = (test.low_closed, test.high_closed)
        if isinstance(test.low, ast.Literal) and isinstance(test.high, ast.Literal):
            low, high = test.low.value, test.high.value
            return lambda value, _: within(value, low, high, ends)
        first, last = self.compute(test.low), self.compute(test.high)
        return lambda value, scope: within(value, first(scope), last(scope), ends)

    # --- single nodes ---

    def _name(self, node: ast.Name) -> Compute:
        name = node.name
        if name not in self.names and name in BUILTINS:
            return lambda scope: scope[name] if name in scope else _builtin_value(name, scope.run)
        return lambda scope: scope.get(name)

    def _path(self, node: ast.Path) -> Compute:
        inner, name = self.compute(node.source), node.name

        def path(scope: Scope) -> Value:
            value = inner(scope)
            if isinstance(value, list):
                scope.run.charge(len(value))
            return component(value, name)

        return path

    def _filter(self, node: ast.Filter) -> Compute:
        source, condition = self.compute(node.source), self.compute(node.condition)
        if isinstance(node.condition, ast.Literal) and isinstance(node.condition.value, Decimal):
            index = node.condition.value
            return lambda scope: loops.at(source(scope), index)
        return lambda scope: loops.filtered(source(scope), condition, scope)

    def _call(self, node: ast.Call) -> Compute:
        function = node.function
        positional = tuple(self.compute(item) for item in node.positional)
        named = tuple((name, self.compute(item)) for name, item in node.named)
        if isinstance(function, ast.Name) and function.name not in self.names:
            builtin = BUILTINS.get(function.name)
            if builtin is not None:
                order = builtin.positions(tuple(name for name, _ in named)) if named else None
                computes = _in_order(named, order[1]) if order else positional
                work = builtin.call
                return lambda scope: work(scope.run, tuple(c(scope) for c in computes))
        called = self.compute(function)

        def invoke(scope: Scope) -> Value:
            found = called(scope)
            if not isinstance(found, Function):
                return None
            values = [compute(scope) for compute in positional]
            if named:
                given = {name: compute(scope) for name, compute in named}
                if set(given) != set(found.parameters):
                    return None
                values = [given[name] for name in found.parameters]
            if len(values) != len(found.parameters):
                return None
            return call(scope.run, found, tuple(values))

        return invoke

    def _negate(self, node: ast.Negate) -> Compute:
        inner = self.compute(node.operand)
        return lambda scope: arithmetic.negative(inner(scope))

    def _arithmetic(self, node: ast.Arithmetic) -> Compute:
        left, right = self.compute(node.left), self.compute(node.right)
        operate = arithmetic.OPERATIONS[node.operator]
        return lambda scope: operate(left(scope), right(scope))

    def _comparison(self, node: ast.Comparison) -> Compute:
        left, right = self.compute(node.left), self.compute(node.right)
        compare = COMPARE[node.operator]
        return lambda scope: compare(left(scope), right(scope))

    def _between(self, node: ast.Between) -> Compute:
        value, low, high = map(self.compute, (node.value, node.low, node.high))
        return lambda scope: within(value(scope), low(scope), high(scope), (True, True))

    def _in(self, node: ast.In) -> Compute:
        value = self.compute(node.value)
        holds = _any_of(tuple(self.test(test) for test in node.tests))
        return lambda scope: holds(value(scope), scope)

    def _and(self, node: ast.And) -> Compute:
        items = tuple(self.compute(item) for item in node.items)

        def conjunction(scope: Scope) -> Value:
            found: bool | None = True
            for item in items:
                found = both(found, item(scope))
                if found is False:
                    return False
            return found

        return conjunction

    def _or(self, node: ast.Or) -> Compute:
        items = tuple(self.compute(item) for item in node.items)

        def disjunction(scope: Scope) -> Value:
            found: bool | None = False
            for item in items:
                found = either(found, item(scope))
                if found is True:
                    return True
            return found

        return disjunction

    def _if(self, node: ast.If) -> Compute:
        condition, yes, no = map(self.compute, (node.condition, node.yes, node.no))
        return lambda scope: yes(scope) if condition(scope) is True else no(scope)

    # --- loops ---

    def _looped(
        self, nodes: tuple[ast.Loop, ...]
    ) -> tuple[tuple[str, Compute, Compute | None], ...]:
        return tuple(
            (
                node.name,
                self.compute(node.source),
                None if node.until is None else self.compute(node.until),
            )
            for node in nodes
        )

    def _for(self, node: ast.For) -> Compute:
        partial = any(
            isinstance(found, ast.Name) and found.name == "partial"
            for found in ast.walk(node.result)
        )
        names = self.names | {loop.name for loop in node.loops} | {"partial"}
        inner = Compiler(names, self.resolve)
        return loops.for_(inner._looped(node.loops), inner.compute(node.result), partial=partial)

    def _quantified(self, node: ast.Quantified) -> Compute:
        inner = Compiler(self.names | {loop.name for loop in node.loops}, self.resolve)
        condition = inner.compute(node.condition)
        return loops.quantified(inner._looped(node.loops), condition, every=node.every)

    # --- what is made ---

    def _instance(self, node: ast.InstanceOf) -> Compute:
        if is_open(node.type, self.resolve):
            return lambda _: None
        inner = self.compute(node.value)
        kind = without_values(read_type(node.type, self.resolve) or ANY)
        return lambda scope: _is_instance(inner(scope), kind)

    def _list(self, node: ast.ListOf) -> Compute:
        items = tuple(self.compute(item) for item in node.items)
        return lambda scope: scope.run.kept([item(scope) for item in items])

    def _context(self, node: ast.ContextOf) -> Compute:
        entries = []
        names = self.names
        for name, part in node.entries:
            entries.append((name, Compiler(names, self.resolve).compute(part)))
            names |= {name}

        def context(scope: Scope) -> Value:
            made: dict[str, Value] = {}
            inner = scope.with_({})
            for name, compute in entries:
                made[name] = inner[name] = compute(inner)
            return scope.run.kept(made)

        return context

    def _range(self, node: ast.RangeOf) -> Compute:
        low = None if node.low is None else self.compute(node.low)
        high = None if node.high is None else self.compute(node.high)
        ends = (node.low_closed, node.high_closed)

        def made(scope: Scope) -> Value:
            first, last = low and low(scope), high and high(scope)
            missing = (low and first is None) or (high and last is None)
            return None if missing else Range(first, last, *ends)

        return made

    def _function(self, node: ast.FunctionOf) -> Compute:
        names = tuple(name for name, _ in node.parameters)
        kinds = tuple(read_type(kind or "Any", self.resolve) or ANY for _, kind in node.parameters)
        body = Compiler(self.names | set(names), self.resolve).compute(node.body)

        def function(scope: Scope) -> Value:
            def work(*given: Value) -> Value:
                values = [coerced(v, kind) for v, kind in zip(given, kinds, strict=True)]
                if any(problem(v, kind, "") for v, kind in zip(values, kinds, strict=True)):
                    return None
                return body(scope.with_(dict(zip(names, values, strict=True))))

            return Function(names, work)

        return function


def _builtin_value(name: str, run: Run) -> Function:
    """Return a built-in function as a value, under the names of its fullest signature."""
    found = BUILTINS[name]
    signature = max(found.signatures, key=lambda s: len(s.parameters))
    names = tuple(parameter.name for parameter in signature.parameters)
    return Function(names, lambda *given: found.call(run, given))


def _in_order(
    named: tuple[tuple[str, Compute], ...], order: tuple[int | None, ...]
) -> tuple[Compute, ...]:
    return tuple((lambda _: None) if at is None else named[at][1] for at in order)


def _any_of(tests: tuple[Test, ...]) -> Test:
    if len(tests) == 1:
        return tests[0]

    def any_of(value: Value, scope: Scope) -> bool | None:
        seen: bool | None = False
        for test in tests:
            found = test(value, scope)
            if found:
                return True
            if found is None:
                seen = None
        return seen

    return any_of


def _truth(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


def _matches(value: Value, other: Value) -> bool | None:
    """Whether a value is the other one, or in it where that is a list or a range."""
    equal = COMPARE["="]
    if isinstance(other, Range) and not isinstance(value, Range):
        return loops.inside(value, other)
    if isinstance(other, list) and not isinstance(value, list):
        found = any(loops.holds(value, item) for item in other)
        return found or (None if value is None else False)
    if value is None or other is None:
        return None
    if isinstance(other, list) and any(equal(value, item) is True for item in other):
        return True
    return equal(value, other)


def component(value: Value, name: str) -> Value:
    """Return what `value.name` is."""
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list):
        return [component(item, name) for item in value]
    if isinstance(value, Range):
        return {
            "start": value.low,
            "end": value.high,
            "start included": value.low_closed,
            "end included": value.high_closed,
        }.get(name)
    return part_of(value, name)


def _is_instance(value: Value, kind: Type) -> bool:
    if value is None:
        return kind.kind == "null"
    return kind.kind != "null" and problem(value, kind, "") is None


_OF: dict[type, Callable[..., Compute]] = {
    ast.Literal: lambda _self, node: lambda _: node.value,
    ast.InputValue: lambda _self, _node: lambda scope: scope.get("?"),
    ast.Name: Compiler._name,  # noqa: SLF001  The table stands beside its class.
    ast.Path: Compiler._path,  # noqa: SLF001
    ast.Filter: Compiler._filter,  # noqa: SLF001
    ast.Call: Compiler._call,  # noqa: SLF001
    ast.Negate: Compiler._negate,  # noqa: SLF001
    ast.Arithmetic: Compiler._arithmetic,  # noqa: SLF001
    ast.Comparison: Compiler._comparison,  # noqa: SLF001
    ast.Between: Compiler._between,  # noqa: SLF001
    ast.In: Compiler._in,  # noqa: SLF001
    ast.And: Compiler._and,  # noqa: SLF001
    ast.Or: Compiler._or,  # noqa: SLF001
    ast.If: Compiler._if,  # noqa: SLF001
    ast.For: Compiler._for,  # noqa: SLF001
    ast.Quantified: Compiler._quantified,  # noqa: SLF001
    ast.InstanceOf: Compiler._instance,  # noqa: SLF001
    ast.ListOf: Compiler._list,  # noqa: SLF001
    ast.ContextOf: Compiler._context,  # noqa: SLF001
    ast.RangeOf: Compiler._range,  # noqa: SLF001
    ast.FunctionOf: Compiler._function,  # noqa: SLF001
}
