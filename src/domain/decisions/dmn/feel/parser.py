"""Reading FEEL: from text to the trees of `ast`, by recursive descent.

Nothing is looked up here but the names that the lexer needs; whether a name is known and a type
fits is the checker's question. Source: DMN 1.3, 10.3.1.2.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from domain.decisions.dmn.errors import Place
from domain.decisions.dmn.feel import ast, temporal
from domain.decisions.dmn.feel.cursor import Cursor, Words
from domain.decisions.dmn.feel.lexer import KEY, LOOP_NAME, PARAMETER
from domain.decisions.dmn.feel.numbers import parsed
from domain.decisions.dmn.limits import HEIGHT_MAX


def parse_expression(text: str, words: Words, place: Place) -> ast.Node:
    """Return the tree of an expression."""
    parser = Parser(text, words, place)
    found = parser.expression()
    parser.finish(found)
    return found


def parse_unary_tests(text: str, words: Words, place: Place) -> ast.UnaryTests:
    """Return the tree of an input cell."""
    if text.strip() in {"", "-"}:
        return ast.UnaryTests()
    parser = Parser(text, words, place)
    found = parser.unary_tests()
    parser.finish(found)
    return found


#: How strongly operators bind. What stands between two of the same strength is taken left first.
_BINDS = {
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "between", "in"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/"), 5),
    "or": 1,
    "and": 2,
    "**": 6,
}
_ARITHMETIC = {"+", "-", "*", "/", "**"}
_COMPARISON = {"=", "!=", "<", "<=", ">", ">="}
_CLOSERS = {"]": True, ")": False, "[": False}
_KEYWORDS = {"then", "else", "in", "return", "satisfies", "between", "and", "or", "instance", "of"}
_CONSTANTS = {"true": True, "false": False, "null": None}


class Parser(Cursor):
    """One pass over a text."""

    def finish(self, tree: ast.Tree) -> None:
        """Refuse what stands after the end, and trees that are too high."""
        if self._token.kind != "end":
            raise self._broken(f"`{self._token.text}` does not belong here.")
        if ast.height(tree) > HEIGHT_MAX:
            raise self._broken(f"Nest at most {HEIGHT_MAX} operators within one another.")

    # --- unary tests ---

    def unary_tests(self) -> ast.UnaryTests:
        """Read a whole cell."""
        if self._is_word("not") and self._follows("("):
            self._next()
            self._next()
            tests = self._tests()
            self._expect(")")
            if self._token.kind == "end":
                return ast.UnaryTests(tests, negated=True)
            raise self._broken("After `not(...)` nothing may follow in a cell.")
        return ast.UnaryTests(self._tests())

    def _tests(self) -> tuple[ast.Test, ...]:
        tests = [self._test()]
        while self._take(","):
            tests.append(self._test())
        return tuple(tests)

    def _test(self) -> ast.Test:
        if self._token.kind == "mark" and self._token.text in _COMPARISON:
            mark = cast("ast.ComparisonOperator", self._next().text)
            return ast.Compare(mark, self._binary(4))
        return as_test(self.expression())

    # --- expressions ---

    def expression(self) -> ast.Node:
        """Read an expression."""
        with self._nested():
            if self._token.kind == "word":
                special = getattr(self, f"_{self._token.text}", None)
                if self._token.text in {"if", "for", "some", "every"} and special:
                    return cast("ast.Node", special())
                if self._token.text == "function" and self._follows("("):
                    return self._function()
            return self._binary(1)

    def _binary(self, least: int) -> ast.Node:
        left = self._unary()
        while (mark := self._operator()) and _BINDS[mark] >= least:
            self._next()
            left = self._joined(mark, left)
        return left

    def _operator(self) -> str | None:
        token = self._token
        words = token.kind == "word" and token.text in {"or", "and", "between", "in"}
        return token.text if words or (token.kind == "mark" and token.text in _BINDS) else None

    def _joined(self, mark: str, left: ast.Node) -> ast.Node:
        if mark == "between":
            low = self._binary(4)
            self._word("and")
            return ast.Between(left, low, self._binary(4))
        if mark == "in":
            return ast.In(left, self._in_tests())
        right = self._binary(_BINDS[mark] + 1)
        if mark == "and":
            return ast.And((*(left.items if isinstance(left, ast.And) else (left,)), right))
        if mark == "or":
            return ast.Or((*(left.items if isinstance(left, ast.Or) else (left,)), right))
        if mark in _ARITHMETIC:
            return ast.Arithmetic(cast("ast.ArithmeticOperator", mark), left, right)
        return ast.Comparison(cast("ast.ComparisonOperator", mark), left, right)

    def _in_tests(self) -> tuple[ast.Test, ...]:
        """Read what follows `in`: one test, or several in brackets."""
        with self._nested():
            if not self._is_mark("("):
                if self._token.kind == "mark" and self._token.text in _COMPARISON:
                    return (self._test(),)
                return (as_test(self._binary(4)),)
            self._next()
            with self._filtering():
                first = self._test()
                if self._is_mark("..") and isinstance(first, (ast.Compare, ast.Matches)):
                    low = first.operand if isinstance(first, ast.Compare) else first.expression
                    return (as_test(self._range(low, closed=False)),)
                tests = [first]
                while self._take(","):
                    tests.append(self._test())
            self._expect(")")
            return tuple(tests)

    def _unary(self) -> ast.Node:
        if self._take("-"):
            with self._nested():
                return ast.Negate(self._unary())
        return self._postfix(self._primary())

    def _postfix(self, base: ast.Node) -> ast.Node:
        while True:
            if self._is_mark("."):
                base = ast.Path(base, self._member())
            elif self._is_mark("[") and self._filters:
                base = self._filter(base)
            elif self._is_mark("(") and isinstance(base, (ast.Path, ast.Call, ast.FunctionOf)):
                base = self._call(base)
            elif self._is_word("instance"):
                self._next()
                self._word("of", then_type=True)
                base = ast.InstanceOf(base, self._type())
            else:
                return base

    def _member(self) -> str:
        """Take `.name`, where name is one of the components there may be."""
        token = self._lexer.token(self._token.end, self._words.members, ())
        if token.kind not in {"word", "name"}:
            raise self._broken("After a point comes a name.")
        self._token = self._at(token.end)
        return token.text

    def _filter(self, base: ast.Node) -> ast.Node:
        with self._scope({"item"} | self._words.members), self._filtering():
            self._next()
            condition = self.expression()
        self._expect("]")
        return ast.Filter(base, condition)

    def _primary(self) -> ast.Node:
        token = self._token
        if token.kind == "mark":
            return self._bracketed()
        self._next()
        if token.kind == "number":
            number = parsed(token.text)
            if number is None:
                raise self._broken("The number is too large.")
            return ast.Literal(number)
        if token.kind == "string":
            return ast.Literal(token.text)
        if token.kind == "end":
            raise self._broken("A value is missing.")
        if token.kind == "word" and token.text in _CONSTANTS:
            return ast.Literal(_CONSTANTS[token.text])
        if token.kind == "word" and token.text in _KEYWORDS:
            raise self._broken(f"A value is missing before `{token.text}`.")
        name = ast.Name(token.text)
        return self._call(name) if self._is_mark("(") else name

    def _bracketed(self) -> ast.Node:
        mark = self._next().text
        if mark in {"?", "@", "{"}:
            return self._single(mark)
        if mark not in {"(", "[", "]"}:
            raise self._broken(f"A value is missing before `{mark}`.")
        with self._nested(), self._filtering():
            if mark == "[" and self._take("]"):
                return ast.ListOf(())
            first = self._comparable()
            if self._is_mark(".."):
                return self._range(first, closed=mark == "[")
            if mark == "]":
                raise self._broken("`..` is missing.")
            if mark == "[":
                return self._list(first)
        self._expect(")")
        return first

    def _single(self, mark: str) -> ast.Node:
        if mark == "?":
            return ast.InputValue()
        return self._temporal() if mark == "@" else self._context()

    def _comparable(self) -> ast.Node:
        """Read an expression, or a range without one bound, such as `(< 5)`."""
        if self._token.kind == "mark" and self._token.text in {"<", "<=", ">", ">="}:
            mark = self._next().text
            end = self._binary(4)
            if mark[0] == "<":
                return ast.RangeOf(None, end, low_closed=False, high_closed=mark == "<=")
            return ast.RangeOf(end, None, low_closed=mark == ">=", high_closed=False)
        return self.expression()

    def _range(self, low: ast.Node, *, closed: bool) -> ast.RangeOf:
        self._expect("..")
        with self._filtering(on=False):
            high = self._binary(4)
        closer = self._next()
        if closer.kind != "mark" or closer.text not in _CLOSERS:
            raise self._broken("An interval ends with `]`, `)` or `[`.")
        return ast.RangeOf(low, high, closed, _CLOSERS[closer.text])

    def _list(self, first: ast.Node) -> ast.ListOf:
        items = [first]
        while self._take(","):
            items.append(self._comparable())
        self._expect("]")
        return ast.ListOf(tuple(items))

    def _temporal(self) -> ast.Literal:
        token = self._next()
        value = temporal.read(token.text) if token.kind == "string" else None
        if value is None:
            raise self._broken("This is no date, time or duration.")
        return ast.Literal(value)

    def _context(self) -> ast.ContextOf:
        entries: list[tuple[str, ast.Node]] = []
        with self._nested(), self._filtering():
            names: set[str] = set()
            while not self._is_mark("}"):
                key = self._key()
                if key in names:
                    raise self._broken(f"`{key}` stands twice in one context.")
                with self._scope(names):
                    self._expect(":")
                    entries.append((key, self.expression()))
                names.add(key)
                self._learn(key)
                if not self._take(","):
                    break
        self._expect("}")
        return ast.ContextOf(tuple(entries))

    def _key(self) -> str:
        if self._token.kind == "string":
            return self._next().text
        found = self._lexer.introduced(KEY, self._token.at)
        if found is None:
            raise self._broken("A name and `:` are missing.")
        self._token = self._at(found[1])
        return found[0]

    def _call(self, function: ast.Node) -> ast.Call:
        named: list[tuple[str, ast.Node]] = []
        positional: list[ast.Node] = []
        with self._nested(), self._filtering():
            self._expect("(")
            while not self._is_mark(")"):
                found = self._lexer.introduced(KEY, self._token.at)
                if found is not None:
                    self._token = self._at(found[1])
                    self._expect(":")
                    named.append((found[0], self._comparable()))
                else:
                    positional.append(self._comparable())
                if not self._take(","):
                    break
        self._expect(")")
        if named and positional:
            raise self._broken("Give all arguments by name, or none.")
        if len({name for name, _ in named}) != len(named):
            raise self._broken("An argument is given twice.")
        return ast.Call(function, tuple(positional), tuple(named))

    def _function(self) -> ast.FunctionOf:
        self._next()
        self._expect("(")
        parameters: list[tuple[str, str | None]] = []
        while not self._is_mark(")"):
            found = self._lexer.introduced(PARAMETER, self._token.at)
            if found is None:
                raise self._broken("The name of a parameter is missing.")
            self._token = self._at(found[1])
            parameters.append((found[0], self._type() if self._is_mark(":") else None))
            if not self._take(","):
                break
        names = {name for name, _ in parameters}
        if len(names) != len(parameters):
            raise self._broken("Two parameters have the same name.")
        with self._scope(names):
            self._expect(")")
            if self._is_word("external"):
                raise self._broken("Functions outside FEEL are not called.")
            return ast.FunctionOf(tuple(parameters), self.expression())

    # --- words that begin an expression ---

    def _if(self) -> ast.If:
        self._next()
        condition = self.expression()
        self._word("then")
        yes = self.expression()
        self._word("else")
        return ast.If(condition, yes, self.expression())

    def _for(self) -> ast.For:
        with self._loops() as loops, self._scope({"partial"}):
            self._word("return")
            return ast.For(loops, self.expression())

    def _some(self) -> ast.Quantified:
        every = self._token.text == "every"
        with self._loops() as loops:
            self._word("satisfies")
            return ast.Quantified(every, loops, self.expression())

    _every = _some

    @contextmanager
    def _loops(self) -> Iterator[tuple[ast.Loop, ...]]:
        """Read `name in source, ...`; within, their names are in scope."""
        loops: list[ast.Loop] = []
        before = len(self._scopes)
        at = self._token.end
        while True:
            found = self._lexer.introduced(LOOP_NAME, at)
            if found is None:
                raise self._broken("A name and `in` are missing.")
            self._token = self._at(found[1])
            self._word("in")
            source = self._comparable()
            until = self.expression() if self._take("..") else None
            loops.append(ast.Loop(found[0], source, until))
            self._scopes.append(self._scopes[-1] | {found[0]})
            self._token = self._at(self._token.at)
            if not self._is_mark(","):
                break
            at = self._token.end
        try:
            yield tuple(loops)
        finally:
            del self._scopes[before:]
            self._token = self._at(self._token.at)


def as_test(node: ast.Node) -> ast.Test:
    """Return what an expression means where a test is wanted."""
    if isinstance(node, ast.RangeOf):
        if node.low is not None and node.high is not None:
            return ast.Interval(node.low, node.high, node.low_closed, node.high_closed)
        mark = (">" if node.high is None else "<") + "=" * (node.low_closed or node.high_closed)
        return ast.Compare(cast("Any", mark), cast("ast.Node", node.low or node.high))
    if isinstance(node, ast.Literal):
        return ast.Compare("=", node)
    if any(isinstance(found, ast.InputValue) for found in ast.walk(node)):
        return ast.Holds(node)
    return ast.Matches(node)
