"""Test cases of tables as CSV: how they are read, and what is said of those that fail."""

import pytest

from domain.decisions import cases
from domain.decisions.shipped import shipped
from domain.errors import Invalid
from tests.domain.decisions.tables import shipped_table

KEY = "campaign_admission"
HEAD = "case,budget,currency,category,youngest_age,lead_days,flight_days,market_count,then"
PLAIN = "900,EUR,none,18,7,14,1"


@pytest.mark.parametrize("key", [one.key for one in shipped()])
def test_every_shipped_table_does_what_its_cases_say(key: str) -> None:
    table = shipped_table(key)
    (written,) = (one.cases for one in shipped() if one.key == key)
    found = cases.read(table, written)

    assert [str(failure) for failure in cases.failures(table, found)] == []
    assert len(found) >= 30
    assert any(case.expected.get("then") == "review" for case in found)
    assert set(table.model.inputs) == {name for case in found for name in case.facts}


@pytest.mark.parametrize("key", [one.key for one in shipped()])
def test_every_rule_of_a_shipped_table_matches_in_some_case(key: str) -> None:
    table = shipped_table(key)
    (written,) = (one.cases for one in shipped() if one.key == key)
    decided = [table.model.evaluate(key, case.facts) for case in cases.read(table, written)]
    matched = {rule.id for one in decided for rule in one.matched}
    compiled = table.model.decisions[key].table
    assert compiled is not None

    assert {rule.id for rule in compiled.rules} == matched


def test_a_case_that_does_not_hold_says_what_came_instead() -> None:
    text = f"{HEAD},then outcome\nsmall,{PLAIN},decided,refuse\nlarge,{PLAIN},review,\n"
    table = shipped_table(KEY)

    assert [str(failure) for failure in cases.failures(table, cases.read(table, text))] == [
        "Line 2 (small): `then outcome` should be refuse, but is admit.",
        "Line 3 (large): `then` should be review, but is decided.",
    ]


def test_a_blank_cell_is_an_absent_fact() -> None:
    table = shipped_table(KEY)
    (case,) = cases.read(table, f"{HEAD}\n,,EUR,none,18,7,14,1,review\n")

    assert "budget" not in case.facts
    assert cases.failures(table, [case]) == ()


def test_what_a_spreadsheet_writes_is_read() -> None:
    table = shipped_table(KEY)
    (case,) = cases.read(table, f"\ufeff{HEAD}\r\n,{PLAIN},decided\r\n,,,,,,,,\r\n")

    assert (case.line, case.facts["currency"]) == (2, "EUR")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The first line names the columns"),
        ("case,budget\n", "No column says what must follow"),
        (f"{HEAD},mood\n", "`mood` are unknown; there are `budget`"),
        (f"{HEAD},then\n", "stands there twice"),
        (f"{HEAD}\nx,{PLAIN}\n", "Line 2 has 8 cells, and the first line 9"),
        (f"{HEAD}\nx,{PLAIN},\n", "Line 2 says nothing of what must follow"),
        (f"{HEAD}\nx,{PLAIN},perhaps\n", "Line 2: `then` is `decided` or `review`"),
        (f"{HEAD}\nx,much{PLAIN[3:]},decided\n", "Line 2: `budget` holds `much`, which is no num"),
        (f"{HEAD}\nx,NaN{PLAIN[3:]},decided\n", "Line 2: `budget` holds `NaN`"),
        (f'{HEAD}\n"x,{PLAIN},decided\n', "is no CSV"),
        (f"{HEAD}\n" + f"x,{PLAIN},decided\n" * (cases.CASES_MAX + 1), "test cases at most"),
        ("x" * (cases.SIZE_MAX + 1), "characters of test cases at most"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Invalid) as caught:
        cases.read(shipped_table(KEY), text)

    assert said in caught.value.message
    assert caught.value.path == ("cases",)
