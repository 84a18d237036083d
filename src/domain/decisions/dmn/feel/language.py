"""The door of FEEL: texts in, checked and compiled expressions and cells out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.decisions.dmn.errors import Place
from domain.decisions.dmn.feel import ast
from domain.decisions.dmn.feel.builtins import BUILTINS
from domain.decisions.dmn.feel.calls import Names
from domain.decisions.dmn.feel.check import Checker
from domain.decisions.dmn.feel.compile import Compiler, Compute, Test
from domain.decisions.dmn.feel.cursor import Words
from domain.decisions.dmn.feel.fold import folded
from domain.decisions.dmn.feel.parser import parse_expression, parse_unary_tests
from domain.decisions.dmn.feel.temporal import PARTS
from domain.decisions.dmn.feel.types import ANY, Type, fits

_FUNCTIONS = frozenset(BUILTINS)
_PARTS = frozenset({*PARTS, "start", "end", "start included", "end included"})


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression: as written, as a tree, its type as far as known, and what computes it."""

    text: str
    node: ast.Node
    type: Type
    compute: Compute = field(compare=False)

    @property
    def constant(self) -> bool:
        """Whether its value is known without any facts."""
        return isinstance(self.node, ast.Literal)


@dataclass(frozen=True, slots=True)
class Cell:
    """An input cell: as written, as a tree, and its test; `test` is None if it means all."""

    text: str
    tests: ast.UnaryTests
    test: Test | None = field(compare=False)


@dataclass(frozen=True, slots=True)
class Language:
    """FEEL with the names and types that hold at one place of a file.

    `names` are what is in scope, `members` the names that components may have, `types` those the
    file defines. With `strict` off, operators between kinds that have none give null at run time.
    """

    names: Mapping[str, Type] = field(default_factory=dict)
    members: frozenset[str] = frozenset()
    types: Mapping[str, Type] = field(default_factory=dict)
    strict: bool = True

    def plus(self, names: Mapping[str, Type]) -> "Language":
        """Return this language with other names in front."""
        return Language({**self.names, **names}, self.members, self.types, self.strict)

    def expression(self, text: str, place: Place, wanted: Type = ANY) -> Expression:
        """Return an expression whose value must be of type `wanted`."""
        scope = frozenset(self.names)
        node = folded(parse_expression(text, self._words(), place), scope)
        checker = self._checker(text, place)
        found = checker.type_of(node, Names(self.names))
        single = found.kind == "list" and wanted.kind != "list" and fits(found.item or ANY, wanted)
        if not fits(found, wanted) and not single and wanted.kind != "list":
            checker.wrong(f"It must be a {wanted}; this is a {found}.")
        return Expression(text, node, found, Compiler(scope, self.types.get).compute(node))

    def cell(self, text: str, subject: Type, place: Place) -> Cell:
        """Return an input cell for a column whose values are of type `subject`."""
        scope = frozenset(self.names)
        tests = folded(parse_unary_tests(text, self._words(), place), scope)
        self._checker(text, place).check_tests(tests, subject, Names(self.names))
        return Cell(text, tests, Compiler(scope | {"?"}, self.types.get).tests(tests))

    def _words(self) -> Words:
        members = self.members | _PARTS
        return Words(frozenset(self.names), members, _FUNCTIONS, frozenset(self.types))

    def _checker(self, text: str, place: Place) -> Checker:
        return Checker(text, place, self.types.get, strict=self.strict)
