"""Cells: three-valued logic and ranges as properties, and columns that answer for all rules."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.decisions.dmn.errors import Place
from domain.decisions.dmn.feel.language import Cell, Language
from domain.decisions.dmn.feel.run import Run, Scope
from domain.decisions.dmn.feel.types import ANY, BOOLEAN, DATE, NUMBER, STRING, Type, list_of
from domain.decisions.dmn.feel.values import Range, both, either, equal, in_range, negated
from domain.decisions.dmn.index import accepting
from tests.domain.decisions.dmn.helpers import answer, value

Truth = bool | None
TRUTHS = st.sampled_from([True, False, None])


@given(TRUTHS, TRUTHS, TRUTHS)
def test_three_valued_logic_keeps_its_laws(a: Truth, b: Truth, c: Truth) -> None:
    assert both(a, b) is both(b, a)
    assert either(a, b) is either(b, a)
    assert negated(both(a, b)) is either(negated(a), negated(b))
    assert negated(either(a, b)) is both(negated(a), negated(b))
    assert negated(negated(a)) is a
    assert both(a, both(b, c)) is both(both(a, b), c)
    assert both(a, either(b, c)) is either(both(a, b), both(a, c))
    assert both(a, True) is a
    assert both(a, False) is False


@given(TRUTHS, TRUTHS)
def test_texts_say_what_the_laws_say(a: Truth, b: Truth) -> None:
    assert value("a and b", a=a, b=b) is both(a, b)
    assert value("a or b", a=a, b=b) is either(a, b)
    assert value("not(a)", a=a) is negated(a)


NUMBERS = st.integers(-9, 9)


@given(NUMBERS, NUMBERS, NUMBERS, st.sampled_from("[(]"), st.sampled_from("])["))
def test_an_interval_holds_what_lies_between_its_ends(
    low: int, high: int, given_: int, opener: str, closer: str
) -> None:
    above = given_ >= low if opener == "[" else given_ > low
    below = given_ <= high if closer == "]" else given_ < high
    cell = f"{opener}{low}..{high}{closer}"

    assert answer(cell, NUMBER, given_) is (above and below)
    assert answer(f"not({cell})", NUMBER, given_) is not (above and below)
    assert value(f"{given_} in {cell}") is (above and below)
    assert in_range(
        Decimal(given_), Range(Decimal(low), Decimal(high), opener == "[", closer == "]")
    ) is (above and below)


@pytest.mark.parametrize(
    ("cell", "kind", "given_", "expected"),
    [
        ("> 1", NUMBER, None, None),
        ("not(> 1)", NUMBER, None, None),
        ("1, 2", NUMBER, None, None),
        ("not(1, 2)", NUMBER, None, None),
        ('not("a")', STRING, None, None),
        ("[1..2]", NUMBER, None, None),
        ("null", NUMBER, None, True),
        ("null, 1", NUMBER, None, True),
        ("not(null)", NUMBER, None, False),
        ("not(null)", NUMBER, 1, True),
        ("not(null, 1)", NUMBER, 2, True),
        ("-", NUMBER, None, True),
        ("? = null", NUMBER, None, True),
        ("? > 1", NUMBER, None, None),
        ("other", NUMBER, 1, None),
        ("not(other)", NUMBER, 1, None),
        ("> other", NUMBER, 1, None),
        ("[1..other]", NUMBER, 0, False),
        ("[1..other]", NUMBER, 2, None),
        ('"a"', ANY, 1, None),
        ('["a", "b"]', STRING, "b", True),
        ('["a", "b"]', STRING, "c", False),
        ("[[1..3], [7..9]]", ANY, 8, True),
        ("list contains(?, 1)", list_of(NUMBER), [1, 2], True),
        ("[1, 2]", list_of(NUMBER), [1, 2], True),
        ('starts with(?, "a")', STRING, "ab", True),
        ("true", BOOLEAN, True, True),
        ("not(true)", BOOLEAN, False, True),
        ("? in (1, > 5)", NUMBER, 7, True),
        ("if ? > 1 then false else true", NUMBER, 1, True),
    ],
)
def test_what_a_cell_says(cell: str, kind: Type, given_: Any, expected: bool | None) -> None:  # noqa: FBT001
    assert answer(cell, kind, given_, other=None) is expected


# --- columns ---

ENDS = st.integers(-3, 3)


def ordered(constant: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Cells over constants of a kind that has an order."""
    compared = st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">=", "!="]), constant)
    between = st.builds(
        "{}{}..{}{}".format, st.sampled_from("[(]"), constant, constant, st.sampled_from("])[")
    )
    single = st.one_of(constant, compared, between, st.just("null"))
    several = st.lists(single, min_size=1, max_size=3).map(", ".join)
    return st.one_of(several, several.map("not({})".format), st.just("-"))


def day(number: int) -> str:
    return f'@"{date(2026, 1, 10) + timedelta(days=number)}"'


COLUMNS = st.one_of(
    st.tuples(st.just(NUMBER), st.lists(ordered(ENDS.map(str)), min_size=1, max_size=6)),
    st.tuples(st.just(DATE), st.lists(ordered(ENDS.map(day)), min_size=1, max_size=6)),
    st.tuples(
        st.just(STRING), st.lists(ordered(st.sampled_from(['"a"', '"b"', '"c"'])), max_size=6)
    ),
    st.tuples(
        st.just(BOOLEAN),
        st.lists(st.sampled_from(["true", "false", "-", "not(true)", "null"]), max_size=6),
    ),
    st.tuples(st.just(NUMBER), st.lists(st.sampled_from(["x", "> x", "1", "? > x"]), max_size=6)),
)
VALUES: dict[str, list[Any]] = {
    "number": [None, *(Decimal(n) / 2 for n in range(-8, 9))],
    "date": [None, *(date(2026, 1, 10) + timedelta(days=n) for n in range(-5, 6))],
    "string": [None, "", "a", "aa", "b", "c", "d"],
    "boolean": [None, True, False],
}


@given(COLUMNS, st.booleans())
def test_a_column_answers_what_its_cells_say(
    column: tuple[Type, list[str]],
    limited: bool,  # noqa: FBT001
) -> None:
    kind, texts = column
    scope = Scope({"x": Decimal(1)}, Run())
    language = Language({"x": NUMBER})
    cells = [language.cell(text, kind, Place()) for text in texts]
    allowed = language.cell('not("c")', kind, Place()) if limited and kind is STRING else None
    accepts = accepting(cells, kind, allowed)

    for held in VALUES[kind.kind]:
        bits = accepts(held, scope)
        fits = allowed is None or held is None or holds(allowed, held, scope)
        assert bool(bits >> len(cells)) is fits
        if fits:
            said = [bool(bits >> at & 1) for at in range(len(cells))]
            assert said == [holds(cell, held, scope) for cell in cells]


def holds(cell: Cell, held: object, scope: Scope) -> bool:
    return cell.test is None or cell.test(held, scope) is True


@pytest.mark.parametrize("kind", [NUMBER, DATE, STRING, BOOLEAN])
def test_a_column_refuses_values_of_another_kind(kind: Type) -> None:
    literal = {"number": "1", "date": day(0), "string": '"a"', "boolean": "true"}[kind.kind]
    accepts = accepting([Language().cell(literal, kind, Place())], kind, None)

    for name, values in VALUES.items():
        if name != kind.kind:
            assert accepts(values[-1], Scope({}, Run())) == 0


def test_instants_with_and_without_a_zone_have_no_order_in_a_column() -> None:
    kind = Type("date and time")
    cells = [Language().cell('> @"2026-01-01T00:00:00"', kind, Place())]
    accepts = accepting(cells, kind, None)
    scope = Scope({}, Run())

    assert accepts(value('@"2026-01-02T00:00:00"'), scope) == 0b11
    assert accepts(value('@"2026-01-02T00:00:00Z"'), scope) == 0b10


def test_times_of_a_zone_that_moves_meet_only_their_own_in_a_column() -> None:
    kind = Type("time")
    scope = Scope({}, Run())
    plain = accepting([Language().cell('>= @"09:00:00"', kind, Place())], kind, None)
    zoned = accepting([Language().cell('>= @"09:00:00@Europe/Berlin"', kind, Place())], kind, None)

    assert plain(value('@"10:00:00"'), scope) == 0b11
    assert plain(value('@"10:00:00@Europe/Berlin"'), scope) == 0b10
    assert zoned(value('@"10:00:00@Europe/Berlin"'), scope) == 0b11
    assert zoned(value('@"10:00:00@Asia/Tokyo"'), scope) == 0b10
    assert zoned(value('@"10:00:00"'), scope) == 0b10


def test_equality_is_null_between_kinds() -> None:
    assert equal(Decimal(1), True) is None
    assert equal([Decimal(1)], [True]) is False
