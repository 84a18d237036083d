"""Tables of accounts and of what they did: what is read, and what is said of the rest."""

from datetime import date

import pytest

from domain.audience.accounts import sheet
from domain.audience.accounts.model import Signal
from domain.catalog.premises import Tier
from domain.errors import Invalid

TODAY = date(2026, 7, 1)
HEAD = "account,day,signal,subject,times"


def test_accounts_are_read_as_spreadsheets_write_them() -> None:
    text = (
        "\ufeffProducts,Account,Tier,Region\r\nTea; Mug;Tea,cust-1,KEY,de\r\n,cust-2,,\r\n,,,\r\n"
    )
    (one, other, third), aside = sheet.accounts(text + "none,cust-3,,\r\n")

    assert (one.pseudonym, one.tier, one.region) == ("cust-1", Tier.KEY, "DE")
    assert one.products == ("Mug", "Tea")
    assert (other.tier, other.region, other.products) == (None, None, None)
    assert (third.line, third.products, aside) == (5, (), [])


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("ann@example.com,2026-06-30,listen,Show,1", "account"),
        ("cust-1,30.06.2026,listen,Show,1", "day"),
        ("cust-1,2026-02-30,listen,Show,1", "day"),
        ("cust-1,2026-07-02,listen,Show,1", "day"),
        ("cust-1,2026-06-30,heard,Show,1", "signal"),
        ("cust-1,2026-06-30,listen,,1", "subject"),
        (f"cust-1,2026-06-30,listen,{'x' * 121},1", "subject"),
        ("cust-1,2026-06-30,listen,Show,-1", "times"),
        ("cust-1,2026-06-30,listen,Show,1.5", "times"),
        ("cust-1,2026-06-30,listen,Show,10001", "times"),
        ("cust-1,2026-06-30,listen,Show,²", "times"),
    ],
)
def test_a_line_that_cannot_be_read_is_set_aside_with_its_cure(row: str, column: str) -> None:
    found, aside = sheet.engagement(f"{HEAD}\n{row}\ncust-2,2026-07-01,skip,Show,\n", TODAY)

    assert [(one.line, one.signal, one.times) for one in found] == [(3, Signal.SKIP, 1)]
    assert [one.line for one in aside] == [2]
    assert aside[0].cure.startswith(f"Put into `{column}` ")


def test_what_stands_twice_is_taken_once() -> None:
    row = "cust-1,2026-06-30,listen,Show"
    found, aside = sheet.engagement(f"{HEAD}\n{row},1\n{row},2\ncust-1,short\n", TODAY)

    assert [one.times for one in found] == [1]
    assert [(one.line, one.reason) for one in aside] == [
        (3, "Line 2 says something of the same."),
        (4, "It has 2 cells, and the first line 5."),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The column `account` is missing"),
        ("account,name\n", "`name` is no column"),
        ("account,day\n", "The column `signal` is missing"),
        (f"{HEAD},day\n", "twice"),
        (f'{HEAD}\n"a', "is no CSV"),
        (f"{HEAD}\n" + "\n" * sheet.LINES_MAX + "a", "at most 5,000 lines"),
        ("a" * (sheet.SIZE_MAX + 1), "at most 900,000 characters"),
    ],
)
def test_what_is_no_table_is_refused(text: str, said: str) -> None:
    with pytest.raises(Invalid) as found:
        sheet.engagement(text, TODAY)
    assert said in found.value.message


def test_entries_are_read_as_lines_are() -> None:
    entry = {"account": "cust-1", "day": "2026-06-30", "signal": "add", "subject": "Show"}
    found, aside = sheet.events([entry, entry | {"times": "-2"}, entry], TODAY)

    assert [(one.line, one.times) for one in found] == [(1, 1)]
    assert [one.line for one in aside] == [2, 3]
    with pytest.raises(Invalid):
        sheet.events([entry] * (sheet.LINES_MAX + 1), TODAY)
