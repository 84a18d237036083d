"""What differs between two versions of a table: rows, cells, columns, and what it builds on."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, permutations
from typing import Any

import pytest

from domain.decisions.diff import changes
from domain.decisions.model import Difference, RowChange
from domain.decisions.pairing import Pair, moved
from domain.decisions.rules import table_from
from domain.decisions.shipped import shipped
from tests.domain.decisions.drawn import HEAD, Drawn, Input, Output
from tests.domain.decisions.tables import shipped_table

ADDED, REMOVED = Difference.ADDED, Difference.REMOVED
CHANGED, MOVED = Difference.CHANGED, Difference.MOVED

AGE, CITY = Input("age"), Input("city", "string")
ROWS = [
    ("minor", ["< 18", "-"], ['"no"'], "Too young."),
    ("rome", ["-", '"Rome"'], ['"yes"'], "Rome is fine."),
    ("rest", ["-", "-"], ['"maybe"'], "Look at it."),
]
TABLE = Drawn([AGE, CITY], ROWS, "FIRST")


def between(before: Drawn, after: Drawn) -> tuple[RowChange, ...]:
    return changes(before.table(), after.table())


def with_rows(*rows: tuple[Any, ...], policy: str = "FIRST") -> Drawn:
    return replace(TABLE, rows=list(rows), policy=policy)


@pytest.mark.parametrize("key", [one.key for one in shipped()])
def test_a_table_is_as_it_is(key: str) -> None:
    assert changes(shipped_table(key), shipped_table(key)) == ()


@pytest.mark.parametrize(
    ("cells", "alike"),
    [
        ((">= 5", ">=5"), True),
        ((">= 5", ">= 5.0"), True),
        (("1, 2", "2,1"), True),
        (("-", ""), True),
        (("[1..5)", "[1 .. 5["), True),
        (("5", "= 5"), True),
        ((">= 5", "> 5"), False),
        (("[1..5)", "[1..5]"), False),
        (("1, 2", "not(1, 2)"), False),
        (("5", "-"), False),
    ],
)
def test_cells_are_compared_by_what_they_mean(cells: tuple[str, str], *, alike: bool) -> None:
    before, after = (with_rows(("a", [cell, "-"], ["1"])) for cell in cells)

    expected = () if alike else (RowChange("a", CHANGED, 1, 1, (("age", *cells),)),)
    assert between(before, after) == expected


@pytest.mark.parametrize(
    ("results", "alike"),
    [
        (("1", "1.0"), True),
        (("1 + 1", "2"), True),
        (("age+1", "age + 1"), True),
        (("1", "true"), False),
        (("1", '"1"'), False),
        (('"a"', '"b"'), False),
        (("age", "age + 1"), False),
        (("null", ""), True),
    ],
)
def test_results_are_compared_by_what_they_mean(results: tuple[str, str], *, alike: bool) -> None:
    before, after = (with_rows(("a", ["-", "-"], [result])) for result in results)

    expected = () if alike else (RowChange("a", CHANGED, 1, 1, (("o", *results),)),)
    assert between(before, after) == expected


NEW = ("paris", ["-", '"Paris"'], ['"yes"'])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [ROWS[0], NEW, ROWS[1], ROWS[2]],
            [("paris", ADDED, None, 2, (("city", "", '"Paris"'), ("o", "", '"yes"')))],
        ),
        (
            [ROWS[0], ROWS[2]],
            [
                (
                    "rome",
                    REMOVED,
                    2,
                    None,
                    (
                        ("city", '"Rome"', ""),
                        ("o", '"yes"', ""),
                        ("reason", "Rome is fine.", ""),
                    ),
                )
            ],
        ),
        (
            [("minor", ["< 21", "-"], ['"no"'], "Too young."), *ROWS[1:]],
            [("minor", CHANGED, 1, 1, (("age", "< 18", "< 21"),))],
        ),
        (
            [("minor", ["< 18", "-"], ['"no"'], "Not of age."), *ROWS[1:]],
            [("minor", CHANGED, 1, 1, (("reason", "Too young.", "Not of age."),))],
        ),
        ([("other", *ROWS[0][1:]), *ROWS[1:]], []),
        ([ROWS[2], ROWS[0], ROWS[1]], [("rest", MOVED, 3, 1, ())]),
        (
            [ROWS[1], ("minor", ["< 21", "-"], ['"no"'], "Too young."), ROWS[2]],
            [("rome", MOVED, 2, 1, ()), ("minor", CHANGED, 1, 2, (("age", "< 18", "< 21"),))],
        ),
        (
            [("rome", ["-", '"Rom"'], ['"yes"'], "Rome is fine."), ROWS[2], ROWS[0]],
            [("minor", MOVED, 1, 3, ()), ("rome", CHANGED, 2, 1, (("city", '"Rome"', '"Rom"'),))],
        ),
    ],
)
def test_rows_are_told_apart(rows: list[tuple[Any, ...]], expected: Sequence[Any]) -> None:
    found = between(TABLE, with_rows(*rows))

    assert sorted(found, key=str) == sorted((RowChange(*row) for row in expected), key=str)


def test_rows_are_told_in_the_order_they_stand() -> None:
    after = with_rows(NEW, ("minor", ["< 21", "-"], ['"no"'], "Too young."), ROWS[2])

    found = between(TABLE, after)

    assert [(change.rule, change.difference) for change in found] == [
        ("paris", ADDED),
        ("minor", CHANGED),
        ("rome", REMOVED),
    ]


def test_a_rule_that_moved_and_changed_says_both() -> None:
    after = with_rows(("rest", ["-", "-"], ['"no"'], "Look at it."), *ROWS[:2])

    (change,) = between(TABLE, after)

    assert (change.difference, change.was_at, change.is_at) == (CHANGED, 3, 1)
    assert change.cells == (("place", "3", "1"), ("o", '"maybe"', '"no"'))


@pytest.mark.parametrize(
    ("policy", "matters"),
    [
        ("FIRST", True),
        ("RULE ORDER", True),
        ("PRIORITY", False),
        ("OUTPUT ORDER", False),
        ("UNIQUE", False),
        ("ANY", False),
        ("COLLECT", False),
    ],
)
def test_order_counts_only_where_it_decides(policy: str, *, matters: bool) -> None:
    ranked = replace(TABLE, policy=policy, outputs=[Output("o", '"no", "yes", "maybe"')])

    found = between(ranked, replace(ranked, rows=[ROWS[1], ROWS[0], ROWS[2]]))

    assert [change.difference for change in found] == [MOVED] * matters


def test_rules_without_ids_are_known_by_their_cells() -> None:
    bare = [("", *row[1:]) for row in ROWS]
    new = ("", ["-", '"Paris"'], ['"yes"'])

    found = between(with_rows(*bare), with_rows(new, *bare))

    assert [(change.rule, change.difference, change.is_at) for change in found] == [
        ("rule_1", ADDED, 1)
    ]


def test_a_rule_without_id_that_changed_where_it_stands_is_changed() -> None:
    bare = [("", *row[1:]) for row in ROWS]
    after = [bare[0], ("", ["-", '"Rom"'], *ROWS[1][2:]), bare[2]]

    assert between(with_rows(*bare), with_rows(*after)) == (
        RowChange("rule_2", CHANGED, 2, 2, (("city", '"Rome"', '"Rom"'),)),
    )


# --- the table itself ---


@pytest.mark.parametrize(
    ("after", "cell"),
    [
        (replace(TABLE, policy="RULE ORDER"), ("hit policy", "FIRST", "RULE ORDER")),
        (
            replace(TABLE, inputs=[replace(AGE, allowed=">= 0"), CITY]),
            ("column age: allowed", "", ">= 0"),
        ),
        (
            replace(TABLE, outputs=[Output("o", '"no", "yes", "maybe"')]),
            ("result o: allowed", "", '"no", "yes", "maybe"'),
        ),
        (replace(TABLE, outputs=[Output("o", default='"no"')]), ("result o: default", "", '"no"')),
        (
            replace(TABLE, inputs=[replace(AGE, label="Years"), CITY]),
            ("column Years: label", "age", "Years"),
        ),
        (
            replace(TABLE, inputs=[replace(AGE, expression="age + 1"), CITY]),
            ("column age: tested", "age", "age + 1"),
        ),
    ],
)
def test_what_changed_about_the_table_comes_first(after: Drawn, cell: tuple[str, str, str]) -> None:
    assert between(TABLE, after) == (RowChange("", CHANGED, None, None, (cell,)),)


def test_the_order_of_ranked_values_is_what_they_mean() -> None:
    before = replace(TABLE, policy="PRIORITY", outputs=[Output("o", '"no", "yes", "maybe"')])
    after = replace(before, outputs=[Output("o", '"yes", "no", "maybe"')])

    (change,) = between(before, after)

    assert change.cells == (("result o: allowed", '"no", "yes", "maybe"', '"yes", "no", "maybe"'),)


def test_an_aggregation_is_part_of_the_table() -> None:
    rows = [("a", ["-", "-"], ["1"])]
    before = Drawn([AGE, CITY], rows, "COLLECT", aggregation="SUM")

    (change,) = between(before, replace(before, aggregation="MAX"))

    assert change.cells == (("aggregation", "SUM", "MAX"),)


def test_a_fact_that_is_asked_for_otherwise_is_said() -> None:
    (change,) = between(TABLE, replace(TABLE, facts=[replace(AGE, required=False), CITY]))

    assert change.cells == (("fact age", "number, required", "number, optional"),)


def test_a_column_that_is_new_changes_only_rows_that_use_it() -> None:
    host = Input("host", "boolean")
    rows = [(row[0], [*row[1], "true" if row[0] == "rome" else "-"], *row[2:]) for row in ROWS]
    after = replace(TABLE, inputs=[AGE, CITY, host], rows=rows)
    both = replace(TABLE, facts=[AGE, CITY, host])

    assert between(both, replace(after, facts=both.facts)) == (
        RowChange("", ADDED, None, None, (("column host", "", "host"),)),
        RowChange("rome", CHANGED, 2, 2, (("host", "", "true"),)),
    )
    assert between(replace(after, facts=both.facts), both) == (
        RowChange("", REMOVED, None, None, (("column host", "host", ""),)),
        RowChange("rome", CHANGED, 2, 2, (("host", "true", ""),)),
    )


def test_columns_that_change_places_change_nothing() -> None:
    rows = [(row[0], row[1][::-1], *row[2:]) for row in ROWS]

    assert between(TABLE, replace(TABLE, inputs=[CITY, AGE], rows=rows)) == ()


def test_a_result_that_is_new_changes_every_row() -> None:
    rows = [(row[0], row[1], [*row[2], "1"], row[3]) for row in ROWS]

    found = between(TABLE, replace(TABLE, outputs=[Output("o"), Output("p")], rows=rows))

    assert found[0] == RowChange("", ADDED, None, None, (("result p", "", "p"),))
    assert [change.cells for change in found[1:]] == [(("p", "", "1"),)] * 3


# --- what it builds on ---


def built_on(score: str, cells: tuple[str, str]) -> str:
    """A table over a decision that is an expression, and one that is a table."""
    return f"""{HEAD}
      <inputData id="a" name="a"><variable name="a" typeRef="number"/></inputData>
      <decision id="s" name="score"><variable name="score"/><informationRequirement>
        <requiredInput href="#a"/></informationRequirement>
        <literalExpression><text>{score}</text></literalExpression></decision>
      <decision id="r" name="risk"><variable name="risk"/><informationRequirement>
        <requiredInput href="#a"/></informationRequirement>
        {_table("a", "risky", cells[0])}</decision>
      <decision id="d" name="D"><informationRequirement><requiredDecision href="#s"/>
        </informationRequirement><informationRequirement><requiredDecision href="#r"/>
        </informationRequirement>{_table("score", "low", cells[1])}</decision></definitions>"""


def _table(expression: str, rule: str, cell: str) -> str:
    return f"""<decisionTable hitPolicy="FIRST"><input><inputExpression>
      <text>{expression}</text></inputExpression></input><output name="o"/>
      <rule id="{rule}"><inputEntry><text>{cell}</text></inputEntry>
      <outputEntry><text>1</text></outputEntry></rule></decisionTable>"""


def test_decisions_it_builds_on_are_compared_too() -> None:
    before = table_from("D", built_on("a * 2", ("1", "5")).encode())
    after = table_from("D", built_on("a * 3", ("2", "5")).encode())

    assert changes(before, before) == ()
    assert sorted(changes(before, after), key=str) == [
        RowChange("risk: risky", CHANGED, 1, 1, (("a", "1", "2"),)),
        RowChange("score:", CHANGED, None, None, (("logic", "a * 2", "a * 3"),)),
    ]


def test_an_expression_in_place_of_a_table_is_a_change_of_logic() -> None:
    before = table_from("D", built_on("a * 2", ("1", "5")).encode())
    text = built_on("a * 2", ("1", "5")).replace(
        _table("score", "low", "5"), "<literalExpression><text>score</text></literalExpression>"
    )

    assert changes(before, table_from("D", text.encode())) == (
        RowChange("", CHANGED, None, None, (("logic", "table", "score"),)),
    )


# --- what moved ---


@pytest.mark.parametrize("count", range(6))
def test_as_few_as_possible_are_said_to_have_moved(count: int) -> None:
    for order in permutations(range(count)):
        pairs: list[Pair] = [(was, now) for now, was in enumerate(order)]

        found = moved(pairs)

        left = [pair for pair in pairs if pair not in found]
        assert left == sorted(left)
        assert len(left) == max(
            (
                size
                for size in range(count + 1)
                for some in combinations(order, size)
                if [*some] == sorted(some)
            ),
            default=0,
        )
