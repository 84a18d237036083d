"""What would go on for ever, grow without end or nest too deep ends as a violation."""

from decimal import Decimal
from typing import Any

import pytest

from domain.decisions.dmn import read
from tests.domain.decisions.dmn.helpers import decided, decision, literal

DOUBLED = "{" + ", ".join(
    ["v0: [1, 1]", *(f"v{n}: [v{n - 1}, v{n - 1}]" for n in range(1, 60))]
) + "}"  # fmt: skip
TEXTS = "{" + ", ".join(['t0: "ab"', *(f"t{n}: t{n - 1} + t{n - 1}" for n in range(1, 60))]) + "}"

ENDLESS = {
    "a loop": "for i in 1..10000000000 return i",
    "loops in loops": "for a in 1..1000, b in 1..1000, c in 1..1000 return 1",
    "some": "some a in 1..100000, b in 1..100000 satisfies a + b < 0",
    "recursion": "{f: function(g) g(g), r: f(f)}.r",
    "recursion of two": "{f: function(g, h) h(h, g), r: f(f, f)}.r",
    "deep recursion": "{f: function(g, n) if n = 0 then 0 else g(g, n - 1), r: f(f, 100)}.r",
    "lists of lists": DOUBLED,
    "flattened": f"flatten(get entries({DOUBLED}).value)",
    "compared": f"{DOUBLED} = {DOUBLED}",
    "replaced": 'replace(string join(for i in 1..40000 return "a"), "a", "aaaaaaaaaaaaa")',
    "appended": "for i in 1..5000 return append(partial, i)",
    "patterns": 'matches(string join(for i in 1..40000 return "a"), "(.*)(.*)(.*)(.*)x")',
    "sorting": "sort(for i in 1..40000 return -i, function(a, b) a < b)",
    "filters": "(for i in 1..40000 return i)[(for j in 1..40000 return j)[item = 1][1] = 1]",
    "days": 'for d in date("0001-01-01")..date("9999-12-31") return d',
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS.keys())
def test_what_does_not_end_is_stopped(text: str) -> None:
    found = read(decision(literal(text)), strict=False).evaluate("D", {})

    assert found.value is None
    assert found.violation is not None


@pytest.mark.parametrize(
    "text",
    [
        "10 ** 6145",
        "exp(10 ** 30)",
        "10 ** (10 ** 30)",
        "decimal(1, 10 ** 30)",
        'substring("a", 10 ** 30)',
        "sublist([1], 10 ** 30)",
        "[1][10 ** 30]",
        'duration("P1D") * 10 ** 30',
        'duration("P1Y") * 10 ** 30',
        'date("2026-01-01") + duration("P999999999D")',
        'date("2026-01-01") + duration("P999999999Y")',
        "date(10 ** 30, 1, 1)",
        "time(10 ** 30, 1, 1)",
        f"{TEXTS}.t59",
        "modulo(10 ** 6000, 3)",
        "0 / 0",
        'range(string join(for i in 1..9000 return "."))',
        'range("[1" + string join(for i in 1..9000 return " ") + "x..2]")',
        'range("[1.." + string join(for i in 1..11000 return "1") + "]")',
    ],
)  # fmt: skip
def test_what_is_too_large_is_null(text: str) -> None:
    assert read(decision(literal(text)), strict=False).evaluate("D", {}).value is None


HUGE = {
    "whole": 10**7000,
    "negative": -(10**7000),
    "decimal": Decimal("1e99999"),
    "signal": Decimal("sNaN"),
    "infinite": float("inf"),
}


@pytest.mark.parametrize("given_", HUGE.values(), ids=HUGE.keys())
def test_a_number_beyond_all_measure_is_no_number(given_: Any) -> None:
    assert decided(literal("x > 1"), "x: number", x=given_).violation is not None
    assert decided(literal("x > 1"), "x:", x=given_).value is None


def test_a_fact_that_nests_without_end_is_a_violation() -> None:
    nested: list[Any] = []
    nested.append(nested)

    assert decided(literal("count(x)"), "x:", x=nested).violation is not None
