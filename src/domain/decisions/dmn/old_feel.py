"""FEEL expressions and unary tests, compiled once to closures.

`expression` compiles what stands in an input expression, an output cell or a literal decision;
`unary_tests` compiles an input cell. Nothing is evaluated by Python's own `eval`. The closures
are total: what cannot be computed is None. Source: DMN 1.3, chapters 9 and 10.
"""

import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from domain.decisions.dmn import values
from domain.decisions.dmn.builtins import BUILTINS
from domain.decisions.dmn.errors import BrokenExpression, Place
from domain.decisions.dmn.old_lexer import Token, tokens
from domain.decisions.dmn.values import Value

Scope = Mapping[str, Value]
Compute = Callable[[Scope], Value]
Test = Callable[[Value, Scope], bool | None]

#: How deep parentheses and operators may nest.
DEPTH_MAX = 60

_COMPARE: dict[str, Callable[[Value, Value], bool | None]] = {
    "=": values.equal,
    "!=": lambda left, right: values.negated(values.equal(left, right)),
    "<": values.ordered(operator.lt),
    "<=": values.ordered(operator.le),
    ">": values.ordered(operator.gt),
    ">=": values.ordered(operator.ge),
}
_OPENERS = {"[": ">=", "(": ">", "]": ">"}
_CLOSERS = {"]": "<=", ")": "<", "[": "<"}


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression as a closure, and the kind of its value where the text alone tells it."""

    compute: Compute
    kind: str | None


def expression(text: str, names: Collection[str], place: Place) -> Compiled:
    """Compile an expression; `names` are what it may refer to."""
    parser = _Parser(text, names, place)
    compiled = parser.disjunction()
    parser.expect_end()
    return compiled


def unary_tests(text: str, kind: str | None, names: Collection[str], place: Place) -> Test | None:
    """Compile an input cell for a column whose values are of `kind`; None if it matches all."""
    if text.strip() in {"", "-"}:
        return None
    parser = _Parser(text, names, place, column_kind=kind)
    test = parser.unary_tests()
    parser.expect_end()
    return test


class _Parser:
    """One pass over the tokens of a text, by recursive descent."""

    def __init__(
        self, text: str, names: Collection[str], place: Place, column_kind: str | None = None
    ) -> None:
        self._text = text
        self._names = names
        self._place = place
        self._column_kind = column_kind
        self._tokens = tokens(text, names, place)
        self._at = 0
        self._depth = 0

    # --- unary tests ---

    def unary_tests(self) -> Test:
        if self._peek().text == "not" and self._peek(1).text == "(":
            self._at += 2
            inner = self._positive_tests()
            self._expect(")")
            return lambda value, scope: values.negated(inner(value, scope))
        return self._positive_tests()

    def _positive_tests(self) -> Test:
        tests = [self._test()]
        while self._take(","):
            tests.append(self._test())
        if len(tests) == 1:
            return tests[0]
        alternatives = tuple(tests)

        def any_of(value: Value, scope: Scope) -> bool | None:
            seen: bool | None = False
            for test in alternatives:
                found = test(value, scope)
                if found:
                    return True
                if found is None:
                    seen = None
            return seen

        return any_of

    def _test(self) -> Test:
        token = self._peek()
        if token.kind == "mark" and token.text in {"<", "<=", ">", ">="}:
            self._at += 1
            return self._comparison(token.text, self._fitting(self._sum()))
        if token.kind == "mark" and token.text in _OPENERS:
            start = self._at
            interval = self._interval()
            if interval is not None:
                return interval
            self._at = start
        return self._comparison("=", self._fitting(self._sum()))

    def _interval(self) -> Test | None:
        opener = self._next().text
        low = self._sum()
        if not self._take(".."):
            return None
        low, high = self._fitting(low), self._fitting(self._sum())
        closer = self._next()
        if closer.text not in _CLOSERS:
            raise self._broken("An interval ends with `]`, `)` or `[`.")
        above = self._comparison(_OPENERS[opener], low)
        below = self._comparison(_CLOSERS[closer.text], high)
        return lambda value, scope: values.both(above(value, scope), below(value, scope))

    def _comparison(self, mark: str, right: Compiled) -> Test:
        compare, compute = _COMPARE[mark], right.compute
        if right.kind is not None and right.kind != "list":
            constant = compute({})
            return lambda value, _: compare(value, constant)

        def test(value: Value, scope: Scope) -> bool | None:
            other = compute(scope)
            if isinstance(other, list) and not isinstance(value, list):
                return value in other
            return compare(value, other)

        return test

    def _fitting(self, compiled: Compiled) -> Compiled:
        wanted, found = self._column_kind, compiled.kind
        if wanted and found and found not in {wanted, "null", "list"}:
            raise self._broken(f"The column holds a {wanted}; this is a {found}.")
        return compiled

    # --- expressions ---

    def disjunction(self) -> Compiled:
        return self._chain("or", self._conjunction, values.either)

    def _conjunction(self) -> Compiled:
        return self._chain("and", self._relation, values.both)

    def _chain(
        self,
        word: str,
        part: Callable[[], Compiled],
        join: Callable[[Value, Value], bool | None],
    ) -> Compiled:
        left = part()
        while self._peek().kind == "name" and self._peek().text == word:
            self._at += 1
            left = _joined(join, left, part(), "boolean")
        return left

    def _relation(self) -> Compiled:
        left = self._sum()
        mark = self._peek()
        if mark.kind == "mark" and mark.text in _COMPARE:
            self._at += 1
            left = _joined(_COMPARE[mark.text], left, self._sum(), "boolean")
        return left

    def _sum(self) -> Compiled:
        return self._arithmetic({"+": _plus, "-": _minus}, self._product)

    def _product(self) -> Compiled:
        return self._arithmetic({"*": _times, "/": _over}, self._power)

    def _power(self) -> Compiled:
        return self._arithmetic({"**": _raised}, self._unary)

    def _arithmetic(
        self, marks: Mapping[str, Callable[[Value, Value], Value]], part: Callable[[], Compiled]
    ) -> Compiled:
        left = part()
        while self._peek().kind == "mark" and self._peek().text in marks:
            mark = self._next().text
            right = part()
            kind = "number" if left.kind == right.kind == "number" else None
            left = _joined(marks[mark], left, right, kind)
        return left

    def _unary(self) -> Compiled:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise self._broken(f"Nest at most {DEPTH_MAX} deep.")
        try:
            if self._take("-"):
                inner = self._unary()
                return Compiled(lambda scope: _minus(Decimal(0), inner.compute(scope)), inner.kind)
            return self._path(self._primary())
        finally:
            self._depth -= 1

    def _path(self, base: Compiled) -> Compiled:
        while self._take("."):
            name = self._next()
            if name.kind != "name":
                raise self._broken("After a point comes a name.")
            base = Compiled(_member(base.compute, name.text), None)
        return base

    def _primary(self) -> Compiled:
        token = self._next()
        if token.kind == "number":
            return _constant(Decimal(token.text), "number")
        if token.kind == "string":
            return _constant(token.text, "string")
        if token.kind == "name":
            return self._named(token)
        if token.text == "(":
            inner = self.disjunction()
            self._expect(")")
            return inner
        if token.text == "[":
            return self._list()
        raise self._broken("A value is missing." if token.kind == "end" else "")

    def _list(self) -> Compiled:
        items = [] if self._peek().text == "]" else [self.disjunction()]
        while self._take(","):
            items.append(self.disjunction())
        self._expect("]")
        computes = tuple(item.compute for item in items)
        return Compiled(lambda scope: [compute(scope) for compute in computes], "list")

    def _named(self, token: Token) -> Compiled:
        word = token.text
        if word in self._names:
            return Compiled(lambda scope: scope.get(word), None)
        if word in {"true", "false"}:
            return _constant(word == "true", "boolean")
        if word == "null":
            return _constant(None, "null")
        if word == "if":
            return self._choice()
        if self._peek().text == "(":
            return self._call(word)
        raise self._broken(f"`{word}` is not known here; a text needs quotation marks.")

    def _choice(self) -> Compiled:
        condition = self.disjunction()
        self._word("then")
        yes = self.disjunction()
        self._word("else")
        no = self.disjunction()
        return Compiled(
            lambda scope: (yes if condition.compute(scope) is True else no).compute(scope), None
        )

    def _call(self, word: str) -> Compiled:
        builtin = BUILTINS.get(word)
        if builtin is None:
            raise self._broken(f"There is no function `{word}`.")
        self._expect("(")
        given = [] if self._peek().text == ")" else [self.disjunction()]
        while self._take(","):
            given.append(self.disjunction())
        self._expect(")")
        if not builtin.least <= len(given) <= builtin.most:
            raise self._broken(f"`{word}` takes {builtin.least} to {builtin.most} values.")
        computes = tuple(item.compute for item in given)
        call = builtin.call
        compiled = Compiled(lambda scope: call(*(c(scope) for c in computes)), builtin.kind)
        if all(item.kind is not None for item in given):
            value = compiled.compute({})
            if value is None and builtin.kind not in {None, "boolean"}:
                raise self._broken(f"This is no valid {builtin.kind}.")
            return _constant(value, builtin.kind)
        return Compiled(compiled.compute, None)

    # --- tokens ---

    def expect_end(self) -> None:
        if self._peek().kind != "end":
            raise self._broken(f"`{self._peek().text}` does not belong here.")

    def _peek(self, ahead: int = 0) -> Token:
        return self._tokens[min(self._at + ahead, len(self._tokens) - 1)]

    def _next(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _take(self, mark: str) -> bool:
        found = self._peek().kind == "mark" and self._peek().text == mark
        self._at += found
        return found

    def _expect(self, mark: str) -> None:
        if not self._take(mark):
            raise self._broken(f"`{mark}` is missing.")

    def _word(self, word: str) -> None:
        token = self._next()
        if token.kind != "name" or token.text != word:
            raise self._broken(f"`{word}` is missing.")

    def _broken(self, cure: str) -> BrokenExpression:
        return BrokenExpression(self._place, self._text, cure or "This does not parse as FEEL.")


def _constant(value: Value, kind: str | None) -> Compiled:
    return Compiled(lambda _: value, kind)


def _joined(
    join: Callable[[Value, Value], Value], left: Compiled, right: Compiled, kind: str | None
) -> Compiled:
    one, two = left.compute, right.compute
    known = kind if left.kind is not None and right.kind is not None else None
    return Compiled(lambda scope: join(one(scope), two(scope)), known)


def _member(base: Compute, name: str) -> Compute:
    def compute(scope: Scope) -> Value:
        value = base(scope)
        return value.get(name) if isinstance(value, dict) else None

    return compute


def _computed(work: Callable[[], Value]) -> Value:
    """Return what `work` computes, or None where mathematics or the calendar say no."""
    try:
        return work()
    except (ArithmeticError, InvalidOperation, TypeError, ValueError):
        return None


def _numbers(left: Value, right: Value) -> bool:
    return isinstance(left, Decimal) and isinstance(right, Decimal)


def _plus(left: Value, right: Value) -> Value:
    if isinstance(left, bool) or isinstance(right, bool):
        return None
    return _computed(lambda: left + right)  # type: ignore[operator]


def _minus(left: Value, right: Value) -> Value:
    if isinstance(left, bool) or isinstance(right, bool):
        return None
    return _computed(lambda: left - right)  # type: ignore[operator]


def _times(left: Value, right: Value) -> Value:
    return _computed(lambda: left * right) if _numbers(left, right) else None  # type: ignore[operator]


def _over(left: Value, right: Value) -> Value:
    return _computed(lambda: left / right) if _numbers(left, right) else None  # type: ignore[operator]


def _raised(left: Value, right: Value) -> Value:
    return _computed(lambda: left**right) if _numbers(left, right) else None  # type: ignore[operator]
