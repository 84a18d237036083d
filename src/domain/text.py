"""What text from outside may hold. Pure.

Some characters are no text: lone halves of surrogate pairs cannot be written as UTF-8, PostgreSQL
cannot keep U+0000, and control characters mean nothing to whoever reads a card. Others are text
and lie: what turns the direction of writing lets a title read otherwise than it is kept.
Source: Unicode 16, the properties General_Category and Bidi_Control.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from unicodedata import combining, normalize

from domain.errors import Invalid

#: Lone surrogates, and control characters but for tab, line feed and carriage return.
_NO_TEXT = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

#: What turns the direction of writing.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

#: What ends a line, or stands for a gap in one.
_BREAKING = re.compile("[\t\n\r\u2028\u2029]")


#: The longest word; a checksum's length.
WORD_MAX = 64

#: Numbers written with blanks or hyphens: ISBN of 13 digits, and ISNI of 16 characters.
_NUMBERS = re.compile(
    r"(?<![\w-])(97[89](?:[- ]?\d){10}|\d{4}(?:[- ]?\d{4}){2}[- ]?\d{3}[\dxX])(?![\w-])"
)

#: Letters that Unicode does not take apart, as they are written without their signs.
_PLAIN = str.maketrans(
    {"\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u00e6": "ae", "\u0153": "oe"}
)

_WORD = re.compile(r"[^\W_]+")


def storable(text: str, path: Sequence[str] = ()) -> Invalid | None:
    """Return what makes `text` no text; None if nothing does."""
    return _found(_NO_TEXT, text, path, "is no character of a text")


def honest(text: str, path: Sequence[str] = ()) -> Invalid | None:
    """Return what is wrong with the characters of `text`, of one or more lines."""
    turned = _found(_TURNING, text, path, "turns the direction of writing")
    return storable(text, path) or turned


def one_line(text: str, path: Sequence[str] = ()) -> Invalid | None:
    """Return what is wrong with the characters of `text`, a name or title."""
    return honest(text, path) or _found(_BREAKING, text, path, "has no place in one line")


def require_honest(text: str, path: Sequence[str] = ()) -> None:
    """Raise `Invalid` for what is wrong with the characters of `text`."""
    if problem := honest(text, path):
        raise problem


def folded(text: str) -> str:
    """Return `text` so that two of them are equal if they differ in upper and lower case only."""
    return normalize("NFC", normalize("NFC", text).casefold())


def words_of(*texts: str | None) -> tuple[str, ...]:
    """Return the words of texts, each once: without accents, upper and lower case alike.

    Numbers of titles and people are one word, however they are grouped.
    """
    found: dict[str, None] = {}
    for text in texts:
        joined = _NUMBERS.sub(lambda one: re.sub("[- ]", "", one[0]), text or "")
        plain = "".join(one for one in normalize("NFKD", joined.casefold()) if not combining(one))
        for word in _WORD.findall(plain.translate(_PLAIN)):
            found[word[:WORD_MAX]] = None
    return tuple(found)


def cleared(text: str) -> str:
    """Return `text` without what is no text, and without what turns the direction of writing."""
    return _TURNING.sub("", _NO_TEXT.sub("", text))


def strings(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every text in `value`, names of fields included, with its place there."""
    if isinstance(value, str):
        yield value, path
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield str(name), path
            yield from strings(item, (*path, str(name)))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from strings(item, (*path, str(index)))


def _found(wanted: re.Pattern[str], text: str, path: Sequence[str], meaning: str) -> Invalid | None:
    match = wanted.search(text)
    if match is None:
        return None
    return Invalid(
        "control_character",
        f"The character U+{ord(match[0]):04X} (number {match.start() + 1}) {meaning};"
        " take it out and send this again.",
        path,
    )
