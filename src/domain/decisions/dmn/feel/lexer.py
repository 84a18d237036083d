"""Cutting FEEL text into tokens, one at a time.

Names may hold spaces and odd characters (`net price`, `Approved/Declined`), so what a token is
depends on the names in scope, and these change within a text: `for line in lines return ...`.
The parser therefore asks for each token with the names that hold there. The longest name wins.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from domain.decisions.dmn.errors import BrokenExpression, Place
from domain.decisions.dmn.limits import NAME_LENGTH_MAX, TEXT_LENGTH_MAX

_SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?!\w)")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_WORD = re.compile(r"[^\W\d]\w*")
_MARK = re.compile(r"\*\*|\.\.|->|<=|>=|!=|[-+*/<>=()\[\]{},.?:@]")
_PLAIN = re.compile(r"[^\W\d]\w*\Z")

_NAMEISH = rf"[^\W\d][\w\s.'+*/-]{{0,{NAME_LENGTH_MAX}}}?"
#: A name that is being introduced, up to what must follow it.
KEY = re.compile(rf"({_NAMEISH})\s*:")
LOOP_NAME = re.compile(rf"({_NAMEISH})\s+in(?!\w)")
PARAMETER = re.compile(rf"({_NAMEISH})\s*(?=[:,)])")


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its text, and where it begins and ends.

    Kinds: `number`, `string`, `word`, `name` (known in scope), `mark`, `end`.
    """

    kind: str
    text: str
    at: int
    end: int


class Lexer:
    """A text and how to take tokens from it. It keeps no position."""

    def __init__(self, text: str, place: Place) -> None:
        if len(text) > TEXT_LENGTH_MAX:
            raise BrokenExpression(place, text, f"Keep it below {TEXT_LENGTH_MAX:,} characters.")
        self.text = text
        self.place = place

    def skip(self, at: int) -> int:
        """Return where the next token begins: after white space and comments."""
        blank = _SPACE.match(self.text, at)
        return blank.end() if blank else at

    def token(self, at: int, names: Collection[str], phrases: Collection[str]) -> Token:
        """Return the token at `at`; `phrases` are names of functions that need a `(` after."""
        text, at = self.text, self.skip(at)
        if at >= len(text):
            return Token("end", "", at, at)
        if match := _NUMBER.match(text, at):
            return Token("number", match[0], at, match.end())
        if match := _STRING.match(text, at):
            return Token("string", unescaped(match[1]), at, match.end())
        word = _WORD.match(text, at)
        for known, after in ((names, ""), (phrases, r"\s*\(")):
            pattern = _odd(frozenset(known), after)
            odd = pattern.match(text, at) if pattern else None
            if odd and (word is None or odd.end(1) > word.end()):
                return Token("name", " ".join(odd[1].split()), at, odd.end(1))
        if word:
            return Token("name" if word[0] in names else "word", word[0], at, word.end())
        if match := _MARK.match(text, at):
            return Token("mark", match[0], at, match.end())
        raise BrokenExpression(self.place, text, self._unread(at))

    def introduced(self, form: re.Pattern[str], at: int) -> tuple[str, int] | None:
        """Return a new name of `form` (`KEY`, ...) at `at`, spaces made single, and its end."""
        match = form.match(self.text, self.skip(at))
        return (" ".join(match[1].split()), match.end(1)) if match else None

    def _unread(self, at: int) -> str:
        if self.text[at] == '"':
            return "A quotation mark is missing."
        if self.text[at].isdigit():
            return f"`{self.text[at : at + 20]}` is no number."
        return f"`{self.text[at]}` at {at + 1} means nothing in FEEL."


@lru_cache(maxsize=1024)
def _odd(names: frozenset[str], after: str) -> re.Pattern[str] | None:
    """Return what matches the names that are more than one plain word, longest first."""
    odd = sorted((name for name in names if name and not _PLAIN.match(name)), key=len, reverse=True)
    forms = [
        r"\s+".join(map(re.escape, name.split())) + (r"(?!\w)" if name[-1].isalnum() else "")
        for name in odd
    ]
    return re.compile(f"({'|'.join(forms)}){after}") if forms else None


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'"}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)


def unescaped(text: str) -> str:
    r"""Return a text with its escapes (`\n`, `\u00fc`, `\U01F600`) made what they stand for."""

    def one(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        if code is None:
            return _ESCAPES.get(match[3], match[0])
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else match[0]  # noqa: PLR2004  Unicode's end.

    # Two escaped halves of a character beyond the first plane are that one character.
    found = _ESCAPE.sub(one, text)
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
