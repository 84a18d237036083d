"""What type an expression has, and what cannot be right about it.

`Checker.type_of` returns the type as far as the text tells (`ANY` where it does not) and refuses
what never has an answer: unknown names and functions, wrong numbers of arguments, operators
between kinds that have none. What depends on the values is left to the evaluation, which gives
null. With `strict` off, only names, functions and arguments are refused.
"""

from collections.abc import Callable
from dataclasses import replace

from domain.decisions.dmn.errors import BrokenExpression, Place
from domain.decisions.dmn.feel import ast
from domain.decisions.dmn.feel.arithmetic import RESULTS
from domain.decisions.dmn.feel.builtins import BUILTINS
from domain.decisions.dmn.feel.calls import Names, type_of_call
from domain.decisions.dmn.feel.temporal import PARTS
from domain.decisions.dmn.feel.typenames import Resolve, is_open, read_type
from domain.decisions.dmn.feel.types import (
    ANY,
    BOOLEAN,
    FUNCTION,
    NULL,
    Type,
    fits,
    joined,
    list_of,
    range_of,
    type_of,
)
from domain.decisions.dmn.feel.values import KINDS, ORDERED

_ORDERED = {KINDS[kind] for kind in ORDERED}
_RANGE_PARTS = {"start", "end", "start included", "end included"}
_PARTS_OF = {
    "date": {"year", "month", "day", "weekday"},
    "time": {"hour", "minute", "second", "time offset", "timezone"},
    "days and time duration": {"days", "hours", "minutes", "seconds"},
    "years and months duration": {"years", "months"},
}
_PARTS_OF["date and time"] = _PARTS_OF["date"] | _PARTS_OF["time"]


class Checker:
    """Checks the trees of one text."""

    def __init__(self, text: str, place: Place, resolve: Resolve, *, strict: bool) -> None:
        self._text = text
        self._place = place
        self.resolve = resolve
        self._strict = strict

    def type_of(self, node: ast.Node, names: Names) -> Type:
        """Return the type of an expression; a `BrokenExpression` if it cannot be right."""
        return _OF[type(node)](self, node, names)

    def check_tests(self, tests: ast.UnaryTests, subject: Type, names: Names) -> None:
        """Refuse a cell that cannot fit a column whose values are of type `subject`."""
        for test in tests.tests:
            self.check_test(test, subject, names.plus({"?": subject}))

    def check_test(self, test: ast.Test, subject: Type, names: Names) -> None:
        """Refuse a test that cannot fit values of type `subject`."""
        if isinstance(test, ast.Holds):
            self._boolean(test.expression, names)
            return
        if isinstance(test, ast.Compare):
            self._compared(test.operator, subject, self.type_of(test.operand, names))
            return
        if isinstance(test, ast.Interval):
            ends = (self.type_of(test.low, names), self.type_of(test.high, names))
            for end in ends:
                self._compared("<", subject, end)
            self._compared("<", *ends)
            return
        found = self.type_of(test.expression, names)
        within = found.item if found.kind in {"list", "range"} and found.item else found
        if not fits(found, subject) and not fits(within, subject):
            self.wrong(f"The values here are of type {subject}; this is a {found}.")

    # --- refusing ---

    def broken(self, cure: str) -> BrokenExpression:
        """Return what to raise about this text."""
        return BrokenExpression(self._place, self._text, cure)

    def wrong(self, cure: str) -> None:
        """Refuse what has no answer for its types, if that is asked for."""
        if self._strict:
            raise self.broken(cure)

    def _boolean(self, node: ast.Node, names: Names) -> None:
        found = self.type_of(node, names)
        if not fits(found, BOOLEAN):
            self.wrong(f"A condition must be true or false; this is a {found}.")

    def _compared(self, mark: str, left: Type, right: Type) -> None:
        if not fits(left, right) and not fits(right, left):
            self.wrong(f"A {left} and a {right} cannot be compared.")
        known = {left.kind, right.kind} - {"any", "null"}
        if mark not in {"=", "!="} and known - _ORDERED:
            self.wrong(f"A {known.pop()} has no order.")

    # --- single nodes ---

    def _name(self, node: ast.Name, names: Names) -> Type:
        found = names.types.get(node.name)
        if found is not None:
            return found
        if node.name in BUILTINS:
            return FUNCTION
        if names.open:
            return ANY
        raise self.broken(f"`{node.name}` is not known here; a text needs quotation marks.")

    def _input(self, _: ast.InputValue, names: Names) -> Type:
        found = names.types.get("?")
        if found is None:
            raise self.broken("`?` has a meaning only in the input cells of a table.")
        return found

    def _path(self, node: ast.Path, names: Names) -> Type:
        return self._component(self.type_of(node.source, names), node.name)

    def _component(self, source: Type, name: str) -> Type:
        if source.kind == "list":
            return list_of(self._component(source.item or ANY, name))
        if source.kind == "context" and source.fields is not None:
            found = source.component(name)
            if found is None:
                self.wrong(f"There is no `{name}` in it.")
            return found or ANY
        if source.kind in _PARTS_OF:
            if name not in _PARTS_OF[source.kind]:
                self.wrong(f"A {source.kind} has no `{name}`.")
            return type_named(PARTS.get(name))
        if source.kind == "range" and name in _RANGE_PARTS:
            return BOOLEAN if "included" in name else source.item or ANY
        if source.kind not in {"any", "null", "context"}:
            self.wrong(f"A {source.kind} has no `{name}`.")
        return ANY

    def _filter(self, node: ast.Filter, names: Names) -> Type:
        source = self.type_of(node.source, names)
        item = (source.item or ANY) if source.kind == "list" else source
        fields = dict(item.fields or ())
        unknown = item.kind in {"any", "null"} or (item.kind == "context" and item.fields is None)
        if unknown:
            # Any name may be one of its components, and hide what is known under it.
            names = Names(dict.fromkeys(names.types, ANY), open=True)
        inner = names.plus({**fields, "item": item})
        chosen = self.type_of(node.condition, inner)
        if chosen.kind == "number":
            return item
        if not fits(chosen, BOOLEAN):
            self.wrong(f"A filter is a number or true or false; this is a {chosen}.")
        return list_of(item) if chosen.kind == "boolean" else ANY

    def _call(self, node: ast.Call, names: Names) -> Type:
        return type_of_call(self, node, names)

    def _negate(self, node: ast.Negate, names: Names) -> Type:
        found = self.type_of(node.operand, names)
        if found.kind not in {"number", "any", "null"} and "duration" not in found.kind:
            self.wrong(f"A {found} has no negative.")
        return found

    def _arithmetic(self, node: ast.Arithmetic, names: Names) -> Type:
        left, right = self.type_of(node.left, names), self.type_of(node.right, names)
        kinds = {left.kind, right.kind}
        if "any" in kinds:
            return ANY
        if "null" in kinds:
            return NULL
        found = RESULTS[node.operator].get((left.kind, right.kind))
        if found is None:
            self.wrong(f"`{node.operator}` has no meaning between a {left} and a {right}.")
            return NULL
        return type_named(found[0])

    def _comparison(self, node: ast.Comparison, names: Names) -> Type:
        left, right = self.type_of(node.left, names), self.type_of(node.right, names)
        self._compared(node.operator, left, right)
        return BOOLEAN

    def _between(self, node: ast.Between, names: Names) -> Type:
        value = self.type_of(node.value, names)
        for end in (node.low, node.high):
            self._compared("<", value, self.type_of(end, names))
        return BOOLEAN

    def _in(self, node: ast.In, names: Names) -> Type:
        value = self.type_of(node.value, names)
        for test in node.tests:
            self.check_test(test, value, names)
        return BOOLEAN

    def _logic(self, node: ast.And | ast.Or, names: Names) -> Type:
        for item in node.items:
            self._boolean(item, names)
        return BOOLEAN

    def _if(self, node: ast.If, names: Names) -> Type:
        self._boolean(node.condition, names)
        return joined(self.type_of(node.yes, names), self.type_of(node.no, names))

    # --- loops ---

    def _looped(self, loops: tuple[ast.Loop, ...], names: Names) -> Names:
        for loop in loops:
            source = self.type_of(loop.source, names)
            if loop.until is not None:
                until = self.type_of(loop.until, names)
                self._compared("<", source, until)
                source = list_of(joined(source, until))
            elif source.kind not in {"list", "range", "any", "null"}:
                self.wrong(f"One goes through a list; this is a {source}.")
            names = names.plus({loop.name: source.item or ANY})
        return names

    def _for(self, node: ast.For, names: Names) -> Type:
        inner = self._looped(node.loops, names).plus({"partial": list_of(ANY)})
        return list_of(self.type_of(node.result, inner))

    def _quantified(self, node: ast.Quantified, names: Names) -> Type:
        self._boolean(node.condition, self._looped(node.loops, names))
        return BOOLEAN

    # --- what is made ---

    def _instance(self, node: ast.InstanceOf, names: Names) -> Type:
        self.type_of(node.value, names)
        if read_type(node.type, self.resolve) is None:
            raise self.broken(f"There is no type `{node.type}`.")
        if example := is_open(node.type, self.resolve):
            self.wrong(f"Say of what, as in `{example}`.")
        return BOOLEAN

    def _list(self, node: ast.ListOf, names: Names) -> Type:
        items = [self.type_of(item, names) for item in node.items]
        found = items[0] if items else ANY
        for item in items[1:]:
            found = joined(found, item)
        return list_of(ANY if found is NULL else found)

    def _context(self, node: ast.ContextOf, names: Names) -> Type:
        fields: dict[str, Type] = {}
        for name, part in node.entries:
            fields[name] = self.type_of(part, names.plus(fields))
        return Type("context", fields=tuple(fields.items()))

    def _range(self, node: ast.RangeOf, names: Names) -> Type:
        ends = [self.type_of(end, names) for end in (node.low, node.high) if end is not None]
        for end in ends:
            self._compared("<", ends[0], end)
        return range_of(joined(ends[0], ends[-1]))

    def _function(self, node: ast.FunctionOf, names: Names) -> Type:
        parameters = []
        for name, written in node.parameters:
            found = ANY if written is None else read_type(written, self.resolve)
            if found is None:
                raise self.broken(f"There is no type `{written}`.")
            parameters.append((name, found))
        result = self.type_of(node.body, names.plus(dict(parameters)))
        return replace(FUNCTION, parameters=tuple(parameters), result=result)


def type_named(name: str | None) -> Type:
    """Return one of the types that are always there."""
    return ANY if name is None else read_type(name, lambda _: None) or ANY


_OF: dict[type, Callable[..., Type]] = {
    ast.Literal: lambda _self, node, _names: type_of(node.value),
    ast.Name: Checker._name,  # noqa: SLF001  The table stands beside its class.
    ast.InputValue: Checker._input,  # noqa: SLF001
    ast.Path: Checker._path,  # noqa: SLF001
    ast.Filter: Checker._filter,  # noqa: SLF001
    ast.Call: Checker._call,  # noqa: SLF001
    ast.Negate: Checker._negate,  # noqa: SLF001
    ast.Arithmetic: Checker._arithmetic,  # noqa: SLF001
    ast.Comparison: Checker._comparison,  # noqa: SLF001
    ast.Between: Checker._between,  # noqa: SLF001
    ast.In: Checker._in,  # noqa: SLF001
    ast.And: Checker._logic,  # noqa: SLF001
    ast.Or: Checker._logic,  # noqa: SLF001
    ast.If: Checker._if,  # noqa: SLF001
    ast.For: Checker._for,  # noqa: SLF001
    ast.Quantified: Checker._quantified,  # noqa: SLF001
    ast.InstanceOf: Checker._instance,  # noqa: SLF001
    ast.ListOf: Checker._list,  # noqa: SLF001
    ast.ContextOf: Checker._context,  # noqa: SLF001
    ast.RangeOf: Checker._range,  # noqa: SLF001
    ast.FunctionOf: Checker._function,  # noqa: SLF001
}
