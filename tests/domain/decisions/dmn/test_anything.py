"""Texts of any kind are refused or compute something; nothing else ever comes out."""

import contextlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.decisions.dmn import DmnError, Model, read
from domain.decisions.dmn.errors import Place
from domain.decisions.dmn.feel.language import Language
from domain.decisions.dmn.feel.run import Run, Scope, Violation
from domain.decisions.dmn.feel.types import ANY, NUMBER, list_of
from domain.decisions.dmn.feel.values import KINDS
from tests.domain.decisions.dmn.helpers import decision, literal
from tests.domain.decisions.dmn.test_builtins import CASES
from tests.domain.decisions.dmn.test_expressions import CASES as EXPRESSIONS
from tests.domain.decisions.dmn.test_expressions import TIMES
from tests.domain.decisions.dmn.test_tables import ANNOTATED

PIECES = [
    *"+-*/()[]{},.:?<>=@", "**", "..", "<=", ">=", "!=", "if", "then", "else", "for", "in",
    "return", "some", "every", "satisfies", "between", "and", "or", "not", "instance", "of",
    "function", "null", "true", "item", "partial", "1", "0", "2.5", '"a"', '"2026-01-01"', "x",
    "xs", "date", "duration", "sum", "sort", "string", "number", "list<number>", "a b", "//", "/*",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)
LANGUAGE = Language({"x": ANY, "xs": list_of(NUMBER)}, frozenset({"a b"}), strict=False)


def evaluated(text: str) -> object:
    scope = Scope({"x": None, "xs": []}, Run())
    with contextlib.suppress(DmnError):
        test = LANGUAGE.cell(text, ANY, Place()).test
        if test is not None:
            assert test("a", scope) in {True, False, None}
    try:
        return LANGUAGE.expression(text, Place()).compute(scope)
    except (DmnError, Violation):
        return None


@given(TEXTS)
def test_words_in_any_order(text: str) -> None:
    found = evaluated(text)

    assert found is None or type(found) in KINDS


@given(st.text(max_size=40))
def test_characters_in_any_order(text: str) -> None:
    found = evaluated(text)

    assert found is None or type(found) in KINDS


@given(st.sampled_from([text for text, _ in (*CASES, *EXPRESSIONS, *TIMES)]), st.randoms())
def test_expressions_with_pieces_lost_doubled_or_swapped(text: str, draw: random.Random) -> None:
    marks = list(text)
    for _ in range(draw.randint(1, 3)):
        at, other = draw.randrange(len(marks)), draw.randrange(len(marks))
        marks[at : at + draw.randint(0, 2)] = marks[other : other + draw.randint(0, 3)]
        marks = marks or [" "]
    found = evaluated("".join(marks))

    assert found is None or type(found) in KINDS


@pytest.mark.parametrize("seed", range(60))
def test_files_with_pieces_lost_doubled_or_swapped(seed: int) -> None:
    draw = random.Random(seed)
    text = decision(ANNOTATED, "x: number", more=f"<decision id='e'>{literal('1')}</decision>")
    parts = text.replace(b"<", b"\0<").replace(b'"', b'\0"').split(b"\0")
    for _ in range(draw.randint(1, 4)):
        at, other = draw.randrange(len(parts)), draw.randrange(len(parts))
        parts[at] = parts[other] if draw.random() < 0.5 else b""
    with contextlib.suppress(DmnError):
        model = read(b"".join(parts))

        assert isinstance(model, Model)
        for name in model.decisions:
            model.evaluate(name, {"x": 1})
