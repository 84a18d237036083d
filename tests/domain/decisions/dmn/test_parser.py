"""Trees: what cells and expressions are read to, and what is refused."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.decisions.dmn.errors import DmnError, Place
from domain.decisions.dmn.feel import ast
from domain.decisions.dmn.feel.ast import Compare, Holds, Interval, Literal, Matches, Name
from domain.decisions.dmn.feel.language import Language
from domain.decisions.dmn.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    NUMBER,
    STRING,
    TIME,
    Type,
    list_of,
)

LOAN = Type("context", fields=(("rate", NUMBER), ("net price", NUMBER)))
LANGUAGE = Language(
    {"x": NUMBER, "s": STRING, "xs": list_of(NUMBER), "u": ANY, "loan": LOAN, "b": BOOLEAN},
    frozenset({"rate", "net price"}),
    {"tLoan": LOAN},
)


def number(value: str) -> Literal:
    return Literal(Decimal(value))


@pytest.mark.parametrize(
    ("cell", "kind", "tests"),
    [
        ('"DE"', STRING, [Compare("=", Literal("DE"))]),
        ('"DE", "AT"', STRING, [Compare("=", Literal("DE")), Compare("=", Literal("AT"))]),
        ("-5", NUMBER, [Compare("=", number("-5"))]),
        ("< 2 * 3", NUMBER, [Compare("<", number("6"))]),
        ("!= 2", NUMBER, [Compare("!=", number("2"))]),
        ("null", NUMBER, [Compare("=", Literal(None))]),
        ("[1..2]", NUMBER, [Interval(number("1"), number("2"), True, True)]),
        ("]1..2[", NUMBER, [Interval(number("1"), number("2"), False, False)]),
        ("(-2..-1)", NUMBER, [Interval(number("-2"), number("-1"), False, False)]),
        ("[1..2)", NUMBER, [Interval(number("1"), number("2"), True, False)]),
        ("> x", NUMBER, [Compare(">", Name("x"))]),
        ("x", NUMBER, [Matches(Name("x"))]),
        ("? > 1", NUMBER, [Holds(ast.Comparison(">", ast.InputValue(), number("1")))]),
        ('date("2026-01-02")', DATE, [Compare("=", Literal(date(2026, 1, 2)))]),
        (
            '>= @"2026-01-02"',
            DATE,
            [Compare(">=", Literal(date(2026, 1, 2)))],
        ),
        ('< date("2026-01-02") + duration("P1D")', DATE, [Compare("<", Literal(date(2026, 1, 3)))]),
    ],
)
def test_a_cell_is_read_to_tests_over_constants(
    cell: str, kind: Type, tests: list[ast.Test]
) -> None:
    found = LANGUAGE.cell(cell, kind, Place()).tests

    assert found == ast.UnaryTests(tuple(tests))


@pytest.mark.parametrize("cell", ["", "-", " - "])
def test_an_empty_cell_means_everything(cell: str) -> None:
    found = LANGUAGE.cell(cell, NUMBER, Place())

    assert found.tests.any
    assert found.test is None


def test_not_negates_the_whole_cell() -> None:
    found = LANGUAGE.cell("not(1, [3..4])", NUMBER, Place()).tests

    assert found.negated
    assert len(found.tests) == 2
    assert not found.any


def test_a_tree_tells_its_parts() -> None:
    node = LANGUAGE.expression("if x > 1 then sum(xs) else -x", Place()).node

    assert {found.name for found in ast.walk(node) if isinstance(found, Name)} == {"x", "xs", "sum"}
    assert ast.height(node) == 3
    assert [type(found).__name__ for found in ast.children(node)] == [
        "Comparison",
        "Call",
        "Negate",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x + 1", NUMBER),
        ("x > 1", BOOLEAN),
        ("xs[1]", NUMBER),
        ("xs[item > 1]", list_of(NUMBER)),
        ("loan.net price", NUMBER),
        ("for i in xs return i = 1", list_of(BOOLEAN)),
        ('if b then "a" else null', STRING),
        ("{a: 1}.a", NUMBER),
        ("[1, 2]", list_of(NUMBER)),
        ('@"10:00:00"', TIME),
        ('substring("a", 1)', STRING),
        ("max(xs)", NUMBER),
        ("u + 1", ANY),
        ("u.a[b = 1]", list_of(ANY)),
        ("[{a: 1}][a = 1]", list_of(Type("context", fields=(("a", NUMBER),)))),
    ],
)
def test_types_are_known_as_far_as_the_text_tells(text: str, kind: Type) -> None:
    assert LANGUAGE.expression(text, Place()).type == kind


BROKEN = {
    # what does not parse
    "1 +": "missing",
    "": "missing",
    "(1": "`)` is missing",
    "[1, 2": "`]` is missing",
    "[1..2": "interval ends",
    "]1, 2]": "`..` is missing",
    '"open': "quotation mark",
    "1 2": "does not belong",
    "if b then 1": "`else` is missing",
    "for in xs return 1": "missing",
    "some y in xs": "`satisfies` is missing",
    "{a 1}": "missing",
    "{a: 1, a: 2}": "twice",
    "x #": "means nothing",
    "1a": "is no number",
    "2026-01-01T10": "is no number",
    "x.": "After a point",
    "abs(n: 1, 2)": "by name",
    "abs(n: 1, n: 2)": "twice",
    "function(a, a) a": "same name",
    "function(a) external {}": "outside FEEL",
    '@"2026-02-30"': "no date",
    "@x": "no date",
    "x instance of": "missing",
    "x instance of list<number": "missing",
    "> 1": "missing before",
    "and b": "missing before",
    # what is not known
    "foo": "not known here",
    "DE": "quotation marks",
    "foo(1)": "no function",
    "loan.foo": "no `foo`",
    "x.foo": "no `foo`",
    "x instance of foo": "no type",
    "x instance of list": "Say of what, as in `list<Any>`",
    "?": "only in the input cells",
    "today()": "clock",
    "now()": "clock",
    # what is called wrongly
    "substring(s)": "takes",
    "abs(1, 2)": "takes",
    "abs(foo: 1)": "takes",
    "abs()": "takes",
    "xs()": "cannot be called",
    "(1)(2)": "does not belong",
    "x(1)": "cannot be called",
    "upper case(1)": "cannot be called",
    "not(1)": "takes true or false",
    'date("2026-13-01")': "no date",
    'time("x")': "no time",
    'duration("x")': "no duration",
    'number("x")': "no number",
    'range("7..2")': "no range",
    'matches(s, "(")': "pattern",
    'replace(s, "[a", "b")': "pattern",
    # what never has an answer
    "s + 1": "no meaning",
    "s - s": "no meaning",
    "s > 1": "cannot be compared",
    "b < b": "no order",
    "x = s": "cannot be compared",
    "x in (1, s)": "of type",
    "x between 1 and s": "cannot be compared",
    "-s": "no negative",
    "x and b": "true or false",
    "if x then 1 else 2": "true or false",
    "xs[s]": "a number or true or false",
    "for i in x return i": "goes through a list",
    "1 < 2 < 3": "cannot be compared",
    '[1..@"P1D"]': "cannot be compared",
}


@pytest.mark.parametrize(("text", "cure"), BROKEN.items(), ids=BROKEN.keys())
def test_what_cannot_be_right_is_refused_with_place_text_and_cure(text: str, cure: str) -> None:
    with pytest.raises(DmnError) as caught:
        LANGUAGE.expression(text, Place("D", "r", "c"))

    assert cure in caught.value.cure
    assert caught.value.place == Place("D", "r", "c")
    assert caught.value.text == text


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("> 5", STRING),
        ('"DE"', NUMBER),
        ("[1..2]", DATE),
        ('[1.."a"]', NUMBER),
        ("true", NUMBER),
        ("> true", BOOLEAN),
        ("s", NUMBER),
        ('["a", "b"]', NUMBER),
        ("? + 1", NUMBER),
        ("not(5)", STRING),
        ("not(1) or x", NUMBER),
        ('date("2026-01-01")', STRING),
        ('@"P1D"', DATE),
        ("foo", NUMBER),
        ("< foo(1)", NUMBER),
    ],
)
def test_a_cell_that_cannot_fit_its_column_is_refused(cell: str, kind: Type) -> None:
    with pytest.raises(DmnError):
        LANGUAGE.cell(cell, kind, Place())


LONG: dict[str, Any] = {
    "brackets": "(" * 5_000 + "1" + ")" * 5_000,
    "minus": "-" * 5_000 + "1",
    "lists": "[" * 500,
    "choices": "if b then " * 200,
    "sums": "+".join("1" * 500),
    "paths": "u" + ".a" * 500,
    "filters": "u" + "[1]" * 500,
    "in": "1 in (" * 500,
    "contexts": "{a:" * 500,
    "calls": "abs(" * 500,
    "functions": "function(a) " * 500,
    "types": "x instance of " + "list<" * 500,
    "long": "1 " * 10_000,
    "number": "1" * 9_000 + "e999999999",
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_what_is_too_long_or_too_deep_is_refused(text: str) -> None:
    with pytest.raises(DmnError):
        LANGUAGE.expression(text, Place())


def test_many_of_one_kind_are_not_deep() -> None:
    joined = LANGUAGE.expression(" or ".join(f"x = {n}" for n in range(500)), Place())

    assert isinstance(joined.node, ast.Or)
    assert len(joined.node.items) == 500
