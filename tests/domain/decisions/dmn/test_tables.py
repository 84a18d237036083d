"""Tables: every hit policy, several outputs, defaults, allowed values, and why rules missed."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.decisions.dmn import DmnError, HitPolicy, Miss, read
from domain.decisions.dmn.feel.ast import Compare, Literal, Name, UnaryTests
from tests.domain.decisions.dmn.helpers import decision, listed, numbers, table, tabled

RANKED = ('name="o" typeRef="number"|' + listed("3", "2", "1"),)
THREE = [("> 0", "1"), ("> 5", "2"), ("> 9", "3")]


@pytest.mark.parametrize(
    ("policy", "given_", "value", "matched"),
    [
        ("UNIQUE", 3, 1, ["r1"]),
        ("UNIQUE", 7, None, ["r1", "r2"]),
        ("UNIQUE", -1, None, []),
        ("ANY", 3, 1, ["r1"]),
        ("ANY", 7, None, ["r1", "r2"]),
        ("PRIORITY", 7, 2, ["r2"]),
        ("PRIORITY", 10, 3, ["r3"]),
        ("FIRST", 10, 1, ["r1"]),
        ("RULE ORDER", 10, [1, 2, 3], ["r1", "r2", "r3"]),
        ("OUTPUT ORDER", 10, [3, 2, 1], ["r3", "r2", "r1"]),
        ("COLLECT", 7, [1, 2], ["r1", "r2"]),
        ("COLLECT", -1, None, []),
        ("COLLECT of SUM", 10, 6, ["r1", "r2", "r3"]),
        ("COLLECT of MIN", 10, 1, ["r1", "r2", "r3"]),
        ("COLLECT of MAX", 10, 3, ["r1", "r2", "r3"]),
        ("COLLECT of COUNT", 10, 3, ["r1", "r2", "r3"]),
        ("COLLECT of COUNT", -1, 0, []),
        ("COLLECT of SUM", -1, None, []),
        ("U", 3, 1, ["r1"]),
        ("A", 3, 1, ["r1"]),
        ("P", 10, 3, ["r3"]),
        ("F", 10, 1, ["r1"]),
        ("R", 10, [1, 2, 3], ["r1", "r2", "r3"]),
        ("O", 10, [3, 2, 1], ["r3", "r2", "r1"]),
        ("C", 10, [1, 2, 3], ["r1", "r2", "r3"]),
        ("C+", 10, 6, ["r1", "r2", "r3"]),
        ("C#", 10, 3, ["r1", "r2", "r3"]),
        ("C&lt;", 10, 1, ["r1", "r2", "r3"]),
        ("C&gt;", 10, 3, ["r1", "r2", "r3"]),
    ],
)
def test_hit_policies(policy: str, given_: int, value: Any, matched: list[str]) -> None:
    found = tabled(policy, THREE, outputs=RANKED).evaluate("D", {"x": given_})

    assert found.value == value
    assert [rule.id for rule in found.matched] == matched
    assert (found.violation is None) is (policy not in {"UNIQUE", "ANY"} or given_ != 7)


@given(st.integers(-2, 12), st.lists(st.tuples(st.integers(-2, 12), st.integers(1, 3)), max_size=5))
def test_hit_policies_are_all_made_of_what_matched(x: int, drawn: list[tuple[int, int]]) -> None:
    rules = [(f">= {low}", str(result)) for low, result in drawn]
    hits = [(f"r{at}", result) for at, (low, result) in enumerate(drawn, start=1) if x >= low]
    results = [result for _, result in hits]

    def said(policy: str) -> Any:
        return tabled(policy, rules, outputs=RANKED).evaluate("D", {"x": x})

    assert said("RULE ORDER").value == (results or None)
    assert [rule.id for rule in said("COLLECT").matched] == [rule for rule, _ in hits]
    assert said("FIRST").value == (results[0] if results else None)
    assert said("PRIORITY").value == (max(results) if results else None)
    assert said("OUTPUT ORDER").value == (sorted(results, reverse=True) or None)
    assert said("COLLECT of SUM").value == (sum(results) if results else None)
    assert said("COLLECT of COUNT").value == len(results)
    assert (said("UNIQUE").violation is None) is (len(hits) < 2)
    assert (said("ANY").violation is None) is (len(set(results)) < 2)
    missed = {miss.rule for miss in said("COLLECT").misses}
    assert missed == {f"r{at}" for at in range(1, len(drawn) + 1)} - {rule for rule, _ in hits}


TWO = ('name="a" typeRef="string"|' + listed('"x"', '"y"'), 'name="b" typeRef="number"|'
       + listed("2", "1"))  # fmt: skip


def test_several_outputs_make_a_context_and_rank_from_left_to_right() -> None:
    rules = [("-", '"y"', "2"), ("-", '"x"', "1"), ("-", '"x"', "2")]
    ordered = tabled("OUTPUT ORDER", rules, outputs=TWO).evaluate("D", {"x": 1})
    first = tabled("PRIORITY", rules, outputs=TWO).evaluate("D", {"x": 1})

    assert ordered.value == [{"a": "x", "b": 2}, {"a": "x", "b": 1}, {"a": "y", "b": 2}]
    assert first.value == {"a": "x", "b": 2}
    assert first.rows == ({"a": "x", "b": 2},)


def test_an_output_without_listed_values_does_not_rank() -> None:
    rules = [("-", '"y"', "1"), ("-", '"x"', "9")]
    outputs = (TWO[0], 'name="b" typeRef="number"')

    assert tabled("PRIORITY", rules, outputs=outputs).evaluate("D", {"x": 1}).value == {
        "a": "x",
        "b": 9,
    }


def test_any_agrees_where_all_outputs_do() -> None:
    rules = [("> 0", '"x"', "1"), ("> 5", '"x"', "1.0")]

    assert tabled("ANY", rules, outputs=TWO).evaluate("D", {"x": 7}).value == {"a": "x", "b": 1}


DEFAULT = ('name="o" typeRef="number"|<defaultOutputEntry><text>9</text></defaultOutputEntry>',)


@pytest.mark.parametrize(
    "policy", ["UNIQUE", "ANY", "FIRST", "RULE ORDER", "COLLECT", "COLLECT of SUM"]
)
def test_a_default_stands_for_no_match(policy: str) -> None:
    found = tabled(policy, THREE, outputs=DEFAULT).evaluate("D", {"x": -1})

    assert (found.value, found.rows, found.matched) == (9, ({"o": 9},), ())
    assert len(found.misses) == 3


def test_a_miss_is_the_first_cell_that_said_no_with_its_value() -> None:
    rules = [("> 0", '"a"', "1"), ("> 5", '"b"', "2"), ("-", 'not("a")', "3"), ("-", "-", "4")]
    model = tabled("FIRST", rules, inputs=("x: number", "s: string"))
    found = model.evaluate("D", {"x": 3, "s": "a"})

    assert [rule.id for rule in found.matched] == ["r1"]
    assert found.misses == (Miss("r2", "x", "> 5", 3), Miss("r3", "s", 'not("a")', "a"))
    assert model.evaluate("D", {}).misses == (
        Miss("r1", "x", "> 0", None),
        Miss("r2", "x", "> 5", None),
        Miss("r3", "s", 'not("a")', None),
    )


def test_a_table_keeps_the_trees_of_its_columns_and_cells() -> None:
    found = tabled("FIRST", THREE).decisions["D"].table

    assert found is not None
    assert found.policy is HitPolicy.FIRST
    assert found.inputs[0].expression.node == Name("x")
    assert found.rules[1].cells[0].tests == UnaryTests((Compare(">", Literal(Decimal(5))),))
    assert found.rules[1].results[0].node == Literal(Decimal(2))


def test_a_table_over_no_input_always_matches() -> None:
    assert tabled("UNIQUE", [("7",)], inputs=()).evaluate("D", {}).value == 7


def test_results_are_computed_and_checked() -> None:
    rules = [("-", "x * 2")]
    fine = tabled("UNIQUE", rules, outputs=('name="o" typeRef="number"|' + listed("[0..10]"),))

    assert fine.evaluate("D", {"x": 4}).value == 8
    assert "may not be 12" in str(fine.evaluate("D", {"x": 6}).violation)
    untyped = tabled("UNIQUE", [("-", "-", "y")], inputs=("x: number", "y:"))
    assert untyped.evaluate("D", {"y": 1}).value == 1


@pytest.mark.parametrize(
    ("logic", "facts", "words"),
    [
        (table("FIRST", [("-", "y")], ("x: number",)), {"y": "a"}, "`o` must be a number"),
        (table("C+", [("-", "null")]), {}, "SUM has no answer"),
        (table("C&gt;", [("-", "y"), ("-", "1")], outputs=('name="o"',)), {"y": "a"}, "MAX"),
    ],
)
def test_a_result_that_does_not_fit_is_a_violation(
    logic: str, facts: dict[str, Any], words: str
) -> None:
    found = read(decision(logic, "x: number", "y:")).evaluate("D", facts)

    assert found.value is None
    assert words in str(found.violation)


@pytest.mark.parametrize("given_", ["a", True, [1], {"a": 1}, float("nan"), float("inf"), object()])
def test_a_fact_of_the_wrong_type_is_a_violation(given_: object) -> None:
    found = tabled("FIRST", THREE).evaluate("D", {"x": given_})

    assert found.value is None
    assert "`x` must be a number" in str(found.violation)


def test_a_column_says_which_values_it_allows() -> None:
    logic = table("FIRST", [('"a"', "1"), ("-", "2")], ("s: string",)).replace(
        "</input>", '<inputValues><text>"a", "b"</text></inputValues></input>'
    )
    model = read(decision(logic, "s: string"))

    assert model.evaluate("D", {"s": "b"}).value == 2
    assert model.evaluate("D", {"s": None}).value == 2
    assert "may not be c" in str(model.evaluate("D", {"s": "c"}).violation)


ANNOTATED = table("FIRST", [("-", "1")]).replace(
    "<rule", '<annotation name="reason"/><annotation name="by"/><rule'
).replace("</rule>", "<annotationEntry><text>why</text></annotationEntry></rule>")  # fmt: skip


def test_annotations_go_by_their_names() -> None:
    found = read(decision(ANNOTATED, "x: number")).evaluate("D", {"x": 1})

    assert found.matched[0].annotations == {"reason": "why"}


REFUSED = {
    "policy": table("SOMETIMES", THREE),
    "aggregation": table("COLLECT of MEAN", THREE),
    "aggregation without collect": table("FIRST of SUM", THREE),
    "sum of texts": table("C+", [("-", '"a"')], outputs=('name="o" typeRef="string"',)),
    "sum of several": table("C+", [("-", "1", "2")], outputs=('name="a"', 'name="b"')),
    "no order of outputs": table("PRIORITY", THREE),
    "no output": table("FIRST", [], outputs=()),
    "outputs of one name": table("FIRST", [("-", "1", "2")], outputs=('name="a"', 'name="a"')),
    "outputs without names": table("FIRST", [("-", "1", "2")], outputs=("", "")),
    "a result of another type": table("FIRST", [("-", '"a"')]),
    "a result of a list": table("FIRST", [("-", "[1]")]),
    "a result beyond the listed": table("FIRST", [("-", "7")], outputs=RANKED),
    "a default of another type": table("FIRST", THREE, outputs=(DEFAULT[0].replace("9", '"a"'),)),
    "a default beyond the listed": table(
        "FIRST", [("-", "1")], outputs=(DEFAULT[0] + listed("1"),)
    ),
    "an input of another type": table("FIRST", [("-", "1")], ("x: string",)),
    "an input without expression": table("FIRST", THREE).replace("<text>x</text>", ""),
    "a cell too many": table("FIRST", THREE).replace("<inputEntry>", "<inputEntry/><inputEntry>"),
    "an unknown type": table("FIRST", THREE, ("x: money",)),
    "another language": table("FIRST", THREE).replace(
        "<inputExpression", '<inputExpression expressionLanguage="juel"'
    ),
    "values that are none": table("FIRST", THREE, outputs=('name="o"|' + listed("1 1"),)),
}


@pytest.mark.parametrize("logic", REFUSED.values(), ids=REFUSED.keys())
def test_a_table_that_cannot_be_right_is_refused(logic: str) -> None:
    with pytest.raises(DmnError) as caught:
        read(decision(logic, "x: number"))

    assert caught.value.place.decision == "D"
    assert caught.value.cure


@pytest.mark.parametrize(("rules", "columns"), [(5_001, 1), (1, 101), (2_000, 60)])
def test_a_table_that_is_too_large_is_refused(rules: int, columns: int) -> None:
    inputs = tuple(f"x{at}: number" for at in range(columns - 1))

    with pytest.raises(DmnError, match="At most"):
        read(decision(table("FIRST", [("-",) * columns] * rules, inputs), *inputs))


def test_a_refused_cell_is_named_by_decision_rule_and_column() -> None:
    with pytest.raises(DmnError) as caught:
        tabled("FIRST", [("> 0", "1"), ('"a"', "1")])

    assert str(caught.value).startswith('In decision `D`, rule `r2`, column `x`: `"a"`.')


def test_a_wide_and_long_table_answers() -> None:
    rules = [(f"[{at}..{at}]", f"{at}") for at in range(2_000)]
    found = tabled("UNIQUE", rules).evaluate("D", {"x": 1_500})

    assert found.value == 1_500
    assert len(found.misses) == 1_999
    assert numbers(1_500) == [found.value]
