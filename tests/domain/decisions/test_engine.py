"""The decision engine: hit policies, unary tests, and files that are broken."""

import contextlib
from decimal import Decimal

import pytest

from domain.decisions.dmn import DmnError, Place, read
from domain.decisions.dmn.feel.language import Language
from domain.decisions.dmn.feel.run import Run, Scope
from domain.decisions.dmn.feel.types import DATE, NUMBER

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m">'


def table(policy: str, rules: str, output: str = '<output name="o" typeRef="number"/>') -> bytes:
    return f"""{HEAD}<inputData id="i" name="x"><variable name="x" typeRef="number"/></inputData>
      <decision id="d" name="D"><informationRequirement><requiredInput href="#i"/>
      </informationRequirement><decisionTable hitPolicy="{policy}">
      <input><inputExpression typeRef="number"><text>x</text></inputExpression></input>
      {output}{rules}</decisionTable></decision></definitions>""".encode()


def rule(cell: str, result: str, id_: str) -> str:
    cell = cell.replace("<", "&lt;")
    return (
        f'<rule id="{id_}"><inputEntry><text>{cell}</text></inputEntry>'
        f"<outputEntry><text>{result}</text></outputEntry></rule>"
    )


TWO = rule("> 0", "1", "a") + rule("> 5", "2", "b")


@pytest.mark.parametrize(
    ("policy", "value"),
    [("FIRST", 1), ("RULE ORDER", [1, 2]), ("COLLECT", [1, 2]), ("F", 1), ("R", [1, 2])],
)
def test_hit_policies_reduce_what_matched(policy: str, value: object) -> None:
    assert read(table(policy, TWO)).evaluate("D", {"x": 7}).value == value


@pytest.mark.parametrize(
    ("aggregation", "value"), [("SUM", 3), ("MIN", 1), ("MAX", 2), ("COUNT", 2)]
)
def test_collect_aggregates(aggregation: str, value: int) -> None:
    xml = table("COLLECT", TWO).replace(
        b'"COLLECT"', f'"COLLECT" aggregation="{aggregation}"'.encode()
    )

    assert read(xml).evaluate("D", {"x": 7}).value == value


def test_priority_takes_the_best_output() -> None:
    ranked = (
        '<output name="o" typeRef="number"><outputValues><text>2, 1</text></outputValues></output>'
    )

    assert read(table("PRIORITY", TWO, ranked)).evaluate("D", {"x": 7}).value == 2
    assert read(table("OUTPUT ORDER", TWO, ranked)).evaluate("D", {"x": 7}).value == [2, 1]


@pytest.mark.parametrize("policy", ["UNIQUE", "ANY"])
def test_a_violated_policy_is_said_and_gives_nothing(policy: str) -> None:
    decided = read(table(policy, TWO)).evaluate("D", {"x": 7})

    assert decided.value is None
    assert decided.violation is not None


def test_no_match_is_null_and_says_why_each_rule_missed() -> None:
    decided = read(table("FIRST", TWO)).evaluate("D", {"x": -1})

    assert decided.value is None
    assert [(miss.rule, miss.cell) for miss in decided.misses] == [("a", "> 0"), ("b", "> 5")]


@pytest.mark.parametrize(
    ("cell", "value", "holds"),
    [
        ("[1..5]", 5, True),
        ("[1..5)", 5, False),
        ("]1..5]", 1, False),
        ("(1..5[", 3, True),
        ("1, 3, 5", 3, True),
        ("not(1, 3)", 2, True),
        ("not(1, 3)", 3, False),
        ("< 2 * 3", 5, True),
        ("null", None, True),
        ("> 1", None, None),
        ("not(> 1)", None, None),
    ],
)
def test_unary_tests(cell: str, value: int | None, holds: object) -> None:
    test = Language().cell(cell, NUMBER, Place()).test
    given = None if value is None else Decimal(value)

    assert test is not None
    assert test(given, Scope({}, Run())) is holds


def test_dates_compare_as_dates() -> None:
    test = Language().cell('[date("2026-01-01")..date("2026-12-31")]', DATE, Place()).test
    scope = Scope({}, Run())
    day = Language().expression('date("2026-11-21")', Place()).compute(scope)

    assert test is not None
    assert test(day, scope) is True


def test_names_may_hold_spaces() -> None:
    compiled = Language({"net price": NUMBER}).expression("net price * 2", Place())

    assert compiled.compute(Scope({"net price": Decimal(4)}, Run())) == 8


@pytest.mark.parametrize(
    "text",
    [
        "1 / 0",
        '"a" + 1',
        'date("2026-13-01" )',
        "10 ** 99999999 * 10 ** 99999999",
        "unknown",
        "(" * 5000,
        "1 +",
    ],
)
def test_what_cannot_be_computed_is_null_or_refused_and_never_hangs(text: str) -> None:
    computed: object = None
    with contextlib.suppress(DmnError):
        computed = Language().expression(text, Place()).compute(Scope({}, Run()))

    assert computed is None


BROKEN = {
    "not xml": b"nonsense",
    "entity bomb": b'<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><definitions name="&c;"/>',
    "external entity": b'<!DOCTYPE a [<!ENTITY b SYSTEM "f:x">]><definitions>&b;</definitions>',
    "wrong encoding": '<?xml version="1.0" encoding="utf-8"?><definitions name="ü"/>'.encode(
        "latin-1"
    ),
    "too large": b" " * 10_000_001,
    "another root": b"<html/>",
    "unknown policy": table("SOMETIMES", TWO),
    "same rule id": table("FIRST", rule("1", "1", "a") + rule("2", "2", "a")),
    "cell does not parse": table("FIRST", rule(">>> nonsense", "1", "a")),
    "cell of another type": table("FIRST", rule('"DE"', "1", "a")),
    "unknown name": table("FIRST", rule("> y", "1", "a")),
    "dangling reference": table("FIRST", TWO).replace(b"#i", b"#gone"),
    "too few cells": table(
        "FIRST", '<rule id="a"><outputEntry><text>1</text></outputEntry></rule>'
    ),
}


@pytest.mark.parametrize("xml", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_refused_with_place_and_cure(xml: bytes) -> None:
    with pytest.raises(DmnError) as caught:
        read(xml)

    assert caught.value.cure
    assert "In " in str(caught.value)


def test_decisions_in_a_circle_are_refused() -> None:
    circle = "".join(
        f'<decision id="{one}" name="{one}"><informationRequirement>'
        f'<requiredDecision href="#{two}"/></informationRequirement>'
        f"<literalExpression><text>{two}</text></literalExpression></decision>"
        for one, two in (("a", "b"), ("b", "a"))
    )
    with pytest.raises(DmnError, match="circle"):
        read(f"{HEAD}{circle}</definitions>".encode())
