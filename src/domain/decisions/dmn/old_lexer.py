"""Cutting FEEL text into tokens. Names may hold spaces, so the names in scope must be known."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from domain.decisions.dmn.errors import BrokenExpression, Place

#: The longest expression read, in characters; a cell is far shorter.
TEXT_LENGTH_MAX = 10_000

#: Words with a meaning of their own that contain a space.
PHRASES = ("date and time", "string length", "starts with", "ends with", "upper case", "lower case")

_SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NAME = re.compile(r"[^\W\d]\w*")
_MARK = re.compile(r"\*\*|\.\.|<=|>=|!=|[-+*/<>=()\[\]{},.?:]")


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind (`number`, `string`, `name`, `mark`, `end`), text, and where it is."""

    kind: str
    text: str
    at: int


def tokens(text: str, names: Collection[str], place: Place) -> list[Token]:
    """Return the tokens of `text`; a name out of `names` is one token, spaces and all."""
    if len(text) > TEXT_LENGTH_MAX:
        raise BrokenExpression(place, text, f"Keep it below {TEXT_LENGTH_MAX} characters.")
    spaced = _spaced(tuple(sorted((*names, *PHRASES), key=len, reverse=True)))
    found: list[Token] = []
    at = 0
    while at < len(text):
        if blank := _SPACE.match(text, at):
            at = blank.end()
            continue
        token, at = _next(text, at, spaced, place)
        found.append(token)
    return [*found, Token("end", "", len(text))]


def _next(text: str, at: int, spaced: re.Pattern[str] | None, place: Place) -> tuple[Token, int]:
    if match := _NUMBER.match(text, at):
        return Token("number", match[0], at), match.end()
    if match := _STRING.match(text, at):
        return Token("string", _unescaped(match[1]), at), match.end()
    if spaced and (match := spaced.match(text, at)):
        return Token("name", " ".join(match[0].split()), at), match.end()
    if match := _NAME.match(text, at):
        return Token("name", match[0], at), match.end()
    if match := _MARK.match(text, at):
        return Token("mark", match[0], at), match.end()
    raise BrokenExpression(place, text, f"`{text[at]}` at {at + 1} means nothing in FEEL.")


@lru_cache(maxsize=256)
def _spaced(names: tuple[str, ...]) -> re.Pattern[str] | None:
    multi = [r"\s+".join(map(re.escape, name.split())) for name in names if " " in name.strip()]
    return re.compile(rf"(?:{'|'.join(multi)})\b") if multi else None


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'"}


def _unescaped(text: str) -> str:
    return re.sub(
        r"\\(?:u([0-9A-Fa-f]{4})|(.))",
        lambda m: chr(int(m[1], 16)) if m[1] else _ESCAPES.get(m[2], m[0]),
        text,
    )
