"""Why a rule did not match, in words: what was told, and what the rule wants instead.

A cell and a value are read as FEEL, in which they are written; what is more than a comparison of
one value stays as it is written. The sentences are English; a door says them in its reader's
language.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from domain.decisions.dmn.errors import BrokenExpression, Place
from domain.decisions.dmn.feel import ast
from domain.decisions.dmn.feel.language import Language
from domain.decisions.dmn.feel.types import ANY
from domain.decisions.dmn.feel.values import Value

#: The longest cell or value that is read, in characters; and how many readings are kept. Ours.
READ_MAX, KEPT = 400, 1_024

#: Every sentence and part of one.
SENTENCES = {
    "untold": "nothing was told for {column}; the rule wants {wanted}",
    "told": "{column} is {value}; the rule wants {wanted}",
    "nothing": "that nothing is told",
    "anything": "that something is told",
    "true": "yes",
    "false": "no",
    "": "an empty text",
    "[]": "an empty list",
    "!=": "anything but {value}",
    "<": "less than {value}",
    "<=": "at most {value}",
    ">": "more than {value}",
    ">=": "at least {value}",
    "day <": "a day before {value}",
    "day <=": "{value} or earlier",
    "day >": "a day after {value}",
    "day >=": "{value} or later",
    "both": "{low} and {high}",
    "one": "one of these: {values}",
    "none": "none of these: {values}",
}

#: A day, as FEEL writes one that was computed: it would read it as a difference.
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def plainly(sentence: str, **values: str) -> str:
    """Say a sentence in English."""
    return sentence.format(**values)


@dataclass(frozen=True, slots=True)
class Voice:
    """How a door says a sentence with values in it, a number, and a day."""

    say: Callable[..., str] = plainly
    number: Callable[[Decimal], str] = str
    day: Callable[[date], str] = date.isoformat

    def why(self, column: str, value: str, cell: str) -> str:
        """Return why `value` in `column` is none that `cell` takes, as one sentence without end.

        `value` and `cell` are as FEEL writes them.
        """
        found, wanted = _value(value), self._wanted(cell)
        name = column.replace("_", " ")
        if found == ast.Literal(None):
            return self.say(SENTENCES["untold"], column=name, wanted=wanted)
        told = self._written(found, value)
        return self.say(SENTENCES["told"], column=name, value=told, wanted=wanted)

    def _wanted(self, cell: str) -> str:
        read = _tests(cell)
        if read is None:
            return cell
        values = [self._test(one) for one in read.tests]
        if None in values:
            return cell
        said = [one for one in values if one is not None]
        if len(said) > 1:
            whole = SENTENCES["none" if read.negated else "one"]
            return self.say(whole, values=", ".join(said))
        if not read.negated:
            return said[0]
        if read.tests == (_NOTHING,):
            return self.say(SENTENCES["anything"])
        return self.say(SENTENCES["!="], value=said[0])

    def _test(self, test: ast.Test) -> str | None:
        """Return what a test wants; None where that is not the comparison of one value."""
        if test == _NOTHING:
            return self.say(SENTENCES["nothing"])
        if isinstance(test, ast.Compare):
            return self._compared(test.operator, test.operand)
        if not isinstance(test, ast.Interval):
            return None
        low = self._compared(">=" if test.low_closed else ">", test.low)
        high = self._compared("<=" if test.high_closed else "<", test.high)
        return self.say(SENTENCES["both"], low=low, high=high) if low and high else None

    def _compared(self, operator: str, operand: ast.Node) -> str | None:
        if not isinstance(operand, ast.Literal):
            return None
        value = self._single(operand.value)
        if value is None or operator == "=":
            return value
        day = "day " if type(operand.value) is date and operator != "!=" else ""
        return self.say(SENTENCES[f"{day}{operator}"], value=value)

    def _written(self, node: ast.Node | None, text: str) -> str:
        """Return a value in words; as it is written where there are none for it."""
        items = node.items if isinstance(node, ast.ListOf) else (node,)
        said = [self._single(one.value) if isinstance(one, ast.Literal) else None for one in items]
        if not items:
            return self.say(SENTENCES["[]"])
        known = [one for one in said if one is not None]
        return ", ".join(known) if len(known) == len(said) else text

    def _single(self, value: Value) -> str | None:
        match value:
            case bool():
                return self.say(SENTENCES[str(value).lower()])
            case Decimal():
                return self.number(value)
            case str():
                return value or self.say(SENTENCES[""])
        return self.day(value) if type(value) is date else None


_NOTHING = ast.Compare("=", ast.Literal(None))

_FEEL = Language(strict=False)


@lru_cache(KEPT)
def _tests(cell: str) -> ast.UnaryTests | None:
    """Return a cell as it is read; None where it cannot be read by itself."""
    try:
        return _FEEL.cell(cell, ANY, Place()).tests if len(cell) <= READ_MAX else None
    except BrokenExpression:
        return None


@lru_cache(KEPT)
def _value(text: str) -> ast.Node | None:
    """Return a value as it is read; None where it cannot be read by itself."""
    if _DAY.fullmatch(text):
        return ast.Literal(date.fromisoformat(text))
    try:
        return _FEEL.expression(text, Place()).node if len(text) <= READ_MAX else None
    except BrokenExpression:
        return None
