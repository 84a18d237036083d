r"""Reading regular expressions (XPath's, as FEEL asks for) into small programs.

A program is a list of instructions for the machine in `patterns`. What is read: characters, `.`,
classes with ranges, negation and subtraction, `\d \w \s \p{L}` and their opposites, `^ $`,
groups, alternatives, and the repetitions `* + ? {n} {n,} {n,m}`, greedy or with `?` not.
References back to a group have no linear answer and are refused.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from domain.decisions.dmn.limits import NESTING_MAX, PATTERN_SIZE_MAX

Accepts = Callable[[str], bool]


class Step(NamedTuple):
    """An instruction: `char`, `split`, `jump`, `save`, `begin`, `end` or `match`."""

    kind: str
    accepts: Accepts | None = None
    to: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True)
class Program:
    """A pattern, ready to run. `groups` counts the captured ones, the whole not among them."""

    steps: tuple[Step, ...]
    groups: int
    multiline: bool


class Unreadable(ValueError):
    """The pattern has no meaning here."""


def read(pattern: str, flags: str) -> Program:
    """Return the program of a pattern; `flags` are those of XPath: s, m, i, x, q."""
    if set(flags) - set("smixq"):
        raise Unreadable(flags)
    if "x" in flags and "q" not in flags:
        pattern = "".join(pattern.split())
    reader = _Reader(pattern, flags)
    return Program(tuple(reader.program()), reader.groups, "m" in flags)


class _Reader:
    """One pass over a pattern. Pieces are lists of steps whose addresses are relative."""

    def __init__(self, pattern: str, flags: str) -> None:
        self._text = pattern
        self._at = 0
        self._depth = 0
        self._all = "s" in flags
        self._fold = "i" in flags
        self._plain = "q" in flags
        self.groups = 0

    def program(self) -> list[Step]:
        if self._plain:
            body = [self._char(mark) for mark in self._text]
        else:
            body = self._alternatives()
            if self._at < len(self._text):
                raise Unreadable(self._text[self._at])
        return [Step("save", to=0), *body, Step("save", to=1), Step("match")]

    def _alternatives(self) -> list[Step]:
        self._depth += 1
        if self._depth > NESTING_MAX:
            raise Unreadable("nesting")
        found = self._sequence()
        while self._take("|"):
            other = self._sequence()
            found = [
                Step("split", to=1, other=len(found) + 2),
                *found,
                Step("jump", to=len(other) + 1),
                *other,
            ]
        self._depth -= 1
        return _bounded(found)

    def _sequence(self) -> list[Step]:
        found: list[Step] = []
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            found += self._repeated(self._atom())
            _bounded(found)
        return found

    def _atom(self) -> list[Step]:
        mark = self._next()
        if mark == "(":
            return self._group()
        if mark in "^$":
            return [Step("begin" if mark == "^" else "end")]
        if mark == "[":
            return [Step("char", self._class())]
        if mark == ".":
            every = self._all
            return [Step("char", lambda char: every or char not in "\n\r")]
        if mark == "\\":
            return [Step("char", self._folded(self._escape()))]
        if mark in "*+?{}]":
            raise Unreadable(mark)
        return [self._char(mark)]

    def _char(self, mark: str) -> Step:
        return Step("char", self._folded(lambda char: char == mark))

    def _folded(self, accepts: Accepts) -> Accepts:
        if not self._fold:
            return accepts
        return lambda char: accepts(char) or accepts(char.lower()) or accepts(char.upper())

    def _group(self) -> list[Step]:
        if self._text.startswith("?", self._at):
            if not self._text.startswith("?:", self._at):
                raise Unreadable("?")
            self._at += 2
            found = self._alternatives()
        else:
            self.groups += 1
            number = self.groups
            inner = self._alternatives()
            found = [Step("save", to=2 * number), *inner, Step("save", to=2 * number + 1)]
        if not self._take(")"):
            raise Unreadable("(")
        return found

    def _repeated(self, atom: list[Step]) -> list[Step]:
        bounds = self._bounds()
        if bounds is None:
            return atom
        least, most = bounds
        lazy = self._take("?")
        if self._at < len(self._text) and self._text[self._at] in "*+?{":
            raise Unreadable(self._text[self._at])
        size = len(atom) * max(least, 1 if most is None else most)
        if size > PATTERN_SIZE_MAX:
            raise Unreadable("size")
        found = atom * least
        if most is None:
            back = -len(atom) - 1
            found = [*found, _split(1, len(atom) + 2, lazy=lazy), *atom, Step("jump", to=back)]
        else:
            for left in range(most - least, 0, -1):
                found += [_split(1, left * (len(atom) + 1), lazy=lazy), *atom]
        return found

    def _bounds(self) -> tuple[int, int | None] | None:
        mark = self._text[self._at : self._at + 1]
        if mark and mark in "*+?":
            self._at += 1
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[mark]
        if mark != "{":
            return None
        close = self._text.find("}", self._at)
        low, comma, high = self._text[self._at + 1 : close].partition(",")
        digits = low.isdecimal() and (not high or high.isdecimal()) and len(low + high) < 9  # noqa: PLR2004
        if close < 0 or not digits:
            raise Unreadable("{")
        self._at = close + 1
        least = int(low)
        most = int(high) if high else (None if comma else least)
        if most is not None and most < least:
            raise Unreadable("{")
        return least, most

    # --- characters ---

    def _class(self) -> Accepts:
        self._depth += 1
        if self._depth > NESTING_MAX:
            raise Unreadable("nesting")
        negative = self._take("^")
        parts: list[Accepts] = []
        without: Accepts | None = None
        while not self._take("]"):
            if parts and self._text.startswith("-[", self._at):
                self._at += 2
                without = self._class()
                continue
            parts.append(self._part())
        if not parts:
            raise Unreadable("[]")
        inside = self._folded(lambda char: any(part(char) for part in parts))
        self._depth -= 1
        if without is None:
            return lambda char: inside(char) is not negative
        minus = without
        return lambda char: inside(char) is not negative and not minus(char)

    def _part(self) -> Accepts:
        low = self._next()
        if low == "\\":
            return self._escape()
        if low == "[":
            raise Unreadable("[")
        follows = self._text[self._at : self._at + 2]
        if not follows.startswith("-") or follows[1:] in {"]", "[", ""}:
            return lambda char: char == low
        self._at += 1
        high = self._next()
        if high == "\\":
            high = self._next()
        if high < low:
            raise Unreadable(f"{low}-{high}")
        return lambda char: low <= char <= high

    def _escape(self) -> Accepts:
        mark = self._next()
        if mark in "pP":
            return self._category(negative=mark == "P")
        kind = _KINDS.get(mark.lower()) if mark.lower() in "dswic" else None
        if kind is not None:
            return kind if mark.islower() else lambda char: not kind(char)
        literal = {"n": "\n", "r": "\r", "t": "\t"}.get(mark, mark)
        if mark.isalnum() and literal == mark:
            raise Unreadable(mark)
        return lambda char: char == literal

    def _category(self, *, negative: bool) -> Accepts:
        close = self._text.find("}", self._at)
        name = self._text[self._at + 1 : close]
        if not self._text.startswith("{", self._at) or not name.isalpha() or len(name) > 2:  # noqa: PLR2004
            raise Unreadable("p")
        self._at = close + 1
        return lambda char: unicodedata.category(char).startswith(name) is not negative

    def _next(self) -> str:
        if self._at >= len(self._text):
            raise Unreadable("end")
        self._at += 1
        return self._text[self._at - 1]

    def _take(self, mark: str) -> bool:
        found = self._text.startswith(mark, self._at)
        self._at += found
        return found


_KINDS: dict[str, Accepts] = {
    "d": lambda char: char.isdecimal(),
    "s": lambda char: char in " \t\n\r",
    "w": lambda char: unicodedata.category(char)[0] not in "PZC",
    "i": lambda char: char.isalpha() or char in "_:",
    "c": lambda char: char.isalnum() or char in "_:.-\u00b7",
}


def _split(first: int, second: int, *, lazy: bool) -> Step:
    return Step("split", to=second if lazy else first, other=first if lazy else second)


def _bounded(steps: list[Step]) -> list[Step]:
    if len(steps) > PATTERN_SIZE_MAX:
        raise Unreadable("size")
    return steps
