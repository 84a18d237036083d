"""Amounts: exact, however they are written, and never worked out before they are judged."""

from decimal import Decimal

import pytest

from domain.errors import Invalid
from domain.money import MINOR_MAX, Money, money


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("5", "EUR", 500),
        ("5.000", "EUR", 500),
        ("1e3", "EUR", 100_000),
        ("0.01", "EUR", 1),
        ("7", "JPY", 7),
        ("90000000000.00", "EUR", MINOR_MAX),
        ("1" + "0" * 3 + "." + "0" * 400, "EUR", 100_000),
    ],
)
def test_an_amount_is_kept_exactly(amount: str, currency: str, minor: int) -> None:
    assert money(Decimal(amount), currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("1e999999", "too_much"),
        ("9" * 5_000, "too_much"),
        ("90000000000.01", "too_much"),
        ("1e-99999999", "too_many_digits"),
        ("0." + "0" * 40 + "1", "too_many_digits"),
        ("1." + "0" * 30 + "1", "too_many_digits"),
        ("-1e999999", "not_positive"),
        ("0e999999", "not_positive"),
        ("Infinity", "not_positive"),
    ],
)
def test_what_is_no_budget_is_refused_shortly(amount: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        money(Decimal(amount), "EUR", ("budget",))

    assert (caught.value.code, caught.value.path) == (code, ("budget", "amount"))
    assert len(caught.value.message) < 120
