"""A small reader of the expression language in Flowable's cells: an oracle of our own.

It follows Jakarta Expression Language 3.0, 1.8: an order with null is false, `==` with one null is
false, and `!` of null would be true. Mixed kinds, which the language would bend, are an error.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

_TOKENS = re.compile(
    r"""\s*(?:(?P<day>date:toDate\('(\d{4}-\d\d-\d\d)'\))|(?P<text>"(?:[^"\\]|\\.)*")"""
    r"""|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<mark>\|\||&&|[<>=!]=|[<>!()]))"""
)


class Expression:
    """What stands between `#{` and `}`."""

    def __init__(self, cell: str) -> None:
        assert cell.startswith("#{"), cell
        assert cell.endswith("}"), cell
        text, at = cell[2:-1], 0
        self.tokens: list[tuple[str, str]] = []
        while at < len(text):
            match = _TOKENS.match(text, at)
            assert match is not None, text[at:]
            kind = str(match.lastgroup)
            self.tokens.append((kind, match[2] if kind == "day" else match[kind]))
            at = match.end()

    def value(self, facts: Mapping[str, object]) -> object:
        self._at, self._facts = 0, facts
        found = self._either()
        assert self._at == len(self.tokens)
        return found

    def _take(self, *marks: str) -> str | None:
        kind, text = (*self.tokens, ("", ""))[self._at]
        if kind != "mark" or text not in marks:
            return None
        self._at += 1
        return text

    def _either(self) -> object:
        found = self._both()
        while self._take("||"):
            other = self._both()
            found = _true(found) or _true(other)
        return found

    def _both(self) -> object:
        found = self._compared()
        while self._take("&&"):
            other = self._compared()
            found = _true(found) and _true(other)
        return found

    def _compared(self) -> object:
        left = self._single()
        mark = self._take("==", "!=", "<=", ">=", "<", ">")
        return left if mark is None else _compare(mark, left, self._single())

    def _single(self) -> object:
        if self._take("!"):
            return not _true(self._single())
        if self._take("("):
            found = self._either()
            assert self._take(")")
            return found
        kind, text = self.tokens[self._at]
        self._at += 1
        if kind == "day":
            return date.fromisoformat(text)
        if kind == "number":
            return Decimal(text)
        if kind == "text":
            return re.sub(r"\\(.)", r"\1", text[1:-1])
        words = {"true": True, "false": False, "null": None}
        return words[text] if text in words else self._facts[text]


def _true(value: object) -> bool:
    assert isinstance(value, bool)
    return value


def _compare(mark: str, left: Any, right: Any) -> bool:
    if left is None or right is None:
        alike = left is None and right is None
        return alike if mark in {"==", "<=", ">="} else not alike and mark == "!="
    assert type(left) is type(right), (left, right)
    if mark in {"==", "!="}:
        return bool(left == right) == (mark == "==")
    orders = {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}
    return bool(orders[mark])
