"""OpenText's tables, read: its own sample decides as its tutorial says, what cannot be is said."""

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectors.opentext.otdt import read
from domain.decisions.model import Judgement, Outcome
from domain.decisions.rules import judge, table_from
from domain.errors import Invalid

SAMPLE = Path(__file__).parents[4] / "shared/data/dmn/opentext/required_approvals.otdt"

needs_sample = pytest.mark.skipif(
    not SAMPLE.exists(), reason="OpenText's sample table is not beside this checkout"
)

SMALL: dict[str, Any] = {
    "key": "small",
    "name": "Small",
    "hitIndicator": "RULE ORDER",
    "inputExpressions": [
        {"id": "i1", "type": "string", "variableId": "town", "label": "Town"},
        {"id": "i2", "type": "number", "variableId": "amount", "label": "Amount"},
        {"id": "i3", "type": "date", "variableId": "day", "label": "Day"},
        {"id": "i4", "type": "boolean", "variableId": "urgent", "label": "Urgent"},
    ],
    "outputExpressions": [{"id": "o", "type": "string", "variableId": "who", "label": "Who"}],
    "rules": [{"o": "desk"}],
}
FACTS = {"town": "Ulm", "amount": 5, "day": "2026-12-01", "urgent": True}


def small(**cells: object) -> str:
    data = deepcopy(SMALL)
    data["rules"][0].update(cells)
    return json.dumps({"data": data})


def changed(path: tuple[Any, ...], value: object) -> str:
    data = deepcopy(SMALL)
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(data)


def judged(text: str, key: str, **facts: Any) -> Judgement:
    given = dict(facts)
    if isinstance(given.get("day"), str):
        given["day"] = date.fromisoformat(given["day"])
    return judge(table_from(key, read(text).encode()), given)


@needs_sample
@pytest.mark.parametrize(
    ("kind", "value", "risk", "approvals"),
    [
        ("ca_loan_contract", 6000, 4, ["solvency_check", "line_managers", "risk_managers"]),
        ("ca_loan_contract", 5000, 3, ["solvency_check"]),
        ("ca_contract", 1001, 5, ["line_managers", "risk_managers"]),
    ],
)
def test_opentexts_own_sample_decides_as_its_tutorial_says(
    kind: str, value: int, risk: int, approvals: list[str]
) -> None:
    facts = {"contract_type": kind, "contract_value": value, "risk_level": risk}
    found = judged(SAMPLE.read_text(), "required_approvals", **facts)

    assert [row["required_approval"] for row in found.rows] == approvals


@needs_sample
def test_an_absent_variable_or_one_that_is_not_listed_is_left_to_people() -> None:
    text = SAMPLE.read_text()
    absent = judged(text, "required_approvals", contract_type="ca_contract", contract_value=1)
    other = judged(
        text, "required_approvals", contract_type="lease", contract_value=1, risk_level=1
    )

    assert absent.missing == ("risk_level",)
    assert other.outcome is Outcome.REVIEW


@pytest.mark.parametrize(
    ("column", "said", "cell", "matches", "misses"),
    [
        ("i1", "==", "Ulm", "Ulm", "Bonn"),
        ("i1", "==", '"Ulm"', "Ulm", '"Ulm"'),
        ("i1", "", "Ulm", "Ulm", "Bonn"),
        ("i1", "!=", "Ulm", "Bonn", "Ulm"),
        ("i1", "IN", '"Ulm", Bonn', "Bonn", "Köln"),
        ("i1", "NOT IN", "Ulm,Bonn", "Köln", "Bonn"),
        ("i1", "==", 'a "b" \\ c', 'a "b" \\ c', "a b c"),
        ("i1", "==", "true", "true", "false"),
        ("i2", "==", "5.0", 5, 6),
        ("i2", "<=", "-3", -3, -2),
        ("i2", ">", 1000, 1001, 1000),
        ("i2", "IN", "1, 2,3", 2, 4),
        ("i3", "==", "2026-12-01", "2026-12-01", "2026-12-02"),
        ("i3", ">=", "fn_date('2026-12-01')", "2026-12-01", "2026-11-30"),
        ("i3", "<", "date:toDate('2026-12-01')", "2026-11-30", "2026-12-01"),
        ("i4", "==", True, True, False),
        ("i4", "!=", "true", False, True),
    ],
)
def test_a_cell_means_what_it_means_there(
    column: str, said: str, cell: object, matches: object, misses: object
) -> None:
    text = small(**{f"{column}_operator": said, f"{column}_expression": cell})
    names = dict(zip(("i1", "i2", "i3", "i4"), FACTS, strict=True))
    name = names[column]

    assert judged(text, "small", **(FACTS | {name: matches})).rows == ({"who": "desk"},)
    assert judged(text, "small", **(FACTS | {name: misses})).outcome is Outcome.REVIEW


@pytest.mark.parametrize("operator", ["-- NA --", "==", "", None])
@pytest.mark.parametrize("cell", ["-", "", None])
def test_a_cell_without_a_value_means_every_value(operator: object, cell: object) -> None:
    given = {"i1_operator": operator} | ({"i1_expression": cell} if cell is not None else {})

    assert judged(small(**given), "small", **FACTS).rows == ({"who": "desk"},)


@pytest.mark.parametrize(
    ("text", "place", "cure"),
    [
        ("{", "The file", "Export it again"),
        ("[]", "The file", "Export a decision table"),
        (" " * 1_000_001, "The file", "Keep it below"),
        (changed(("key",), "a b"), "`key`", "letters, digits"),
        (changed(("hitIndicator",), "UNORDERED"), "`hitIndicator`", "Use one of UNIQUE"),
        (changed(("collectOperator",), "SUM"), "`collectOperator`", "With COLLECT"),
        (changed(("rules",), []), "`rules`", "Export the table again"),
        (changed(("inputExpressions", 0, "type"), "collection"), "Column `Town`", "Use one of"),
        (changed(("inputExpressions", 0, "variableId"), "amount"), "The columns", "Join them"),
        (changed(("inputExpressions", 1, "entries"), ["x"]), "Column `Amount`", "Correct"),
        (small(i2_operator="ALL OF", i2_expression="1"), "Row 1, column `Amount`", "Use =="),
        (small(i1_operator="<", i1_expression="Ulm"), "Row 1, column `Town`", "for numbers"),
        (small(i2_operator=">", i2_expression="#{x + 1}"), "Row 1, column `Amount`", "plain value"),
        (small(i2_operator=">", i2_expression="much"), "Row 1, column `Amount`", "Correct"),
        (small(i2_operator=">", i2_expression="-"), "Row 1, column `Amount`", "Correct"),
        (small(i3_operator="==", i3_expression="2026-02-30"), "Row 1, column `Day`", "Correct"),
        (small(i4_operator="==", i4_expression="yes"), "Row 1, column `Urgent`", "Correct"),
        (small(i1_expression="x", i1_expressionLanguage="juel"), "Row 1", "plain value"),
        (small(i1_expression=["x"]), "Row 1, column `Town`", "Correct"),
        (small(o=None), "Row 1, column `Who`", "Give one"),
        (small(o=""), "Row 1, column `Who`", "Give one"),
        (small(o="${execution}"), "Row 1, column `Who`", "plain value"),
    ],
)
def test_what_has_no_meaning_here_is_refused_with_place_and_cure(
    text: str, place: str, cure: str
) -> None:
    with pytest.raises(Invalid) as caught:
        read(text)

    assert caught.value.message.startswith(place)
    assert cure in caught.value.message
