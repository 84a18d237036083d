"""What a document is made of, read off its text before anything parses it.

Parsing costs a hundred times what this does. So what is plainly too much is refused here, after so
many tokens at the most, and what a document may be afterwards is a parser's normal work.
"""

import re

from graphql import GraphQLError

#: The longest text of a document, in characters: its parsed form is kept by it.
TEXT_MAX = 50_000

#: The most tokens of a document.
TOKENS_MAX = 3_000

#: The longest name or number, in characters. Guessing what was meant compares a name with others.
NAME_MAX = 200

#: How deep braces, brackets and parentheses stand in one another.
NESTING_MAX = 32

#: The most operations and fragments of a document.
OPERATIONS_MAX, FRAGMENTS_MAX = 20, 100

#: The most fields, aliases and directives; here as they are written, in `api.operations.lengths`
#: as they are spread.
FIELDS_MAX, ALIASES_MAX, DIRECTIVES_MAX = 1_000, 60, 60

# A text without its end runs to the end of its line, or of all; the parser says what is wrong.
_TOKEN = re.compile(
    r"""[\s,\ufeff]+|\#[^\n\r]*|(?P<text>\"\"\"(?:[^"\\]+|\\.|"(?!""))*(?:\"\"\")?"""
    r"""|"(?:[^"\\\n\r]+|\\.)*"?)|(?P<name>[A-Za-z_]\w*|-?\d[\w.+-]*)|(?P<mark>\.\.\.|.)""",
    re.DOTALL | re.ASCII,
)

_MOST = {
    "tokens": TOKENS_MAX,
    "nesting": NESTING_MAX,
    "operations": OPERATIONS_MAX,
    "fragments": FRAGMENTS_MAX,
    "fields": FIELDS_MAX,
    "aliases": ALIASES_MAX,
    "directives": DIRECTIVES_MAX,
    "name": NAME_MAX,
}
_OPENING, _CLOSING = frozenset("{[("), frozenset("}])")


def require_bounded(text: str) -> None:
    """Raise what a caller is told of a text that is plainly too much."""
    if len(text) > TEXT_MAX:
        raise too_much("text", TEXT_MAX)
    outline = _Outline()
    for token in _TOKEN.finditer(text):
        if token.lastgroup is not None:
            outline.take(token.lastgroup, token[0])


def too_much(name: str, most: int) -> GraphQLError:
    """Return what a caller is told whose request goes beyond a limit."""
    said = _WORDS.get(name, f"at most {most:,} {name.replace('_', ' ')}")
    return GraphQLError(
        f"This operation asks for too much: {said.format(most=most)}. Split it up.",
        extensions={"code": "too_complex", "limit": name, "max": most},
    )


#: What is no count of things by its name.
_WORDS = {
    "text": "its document has at most {most:,} characters; send long values as variables",
    "name": "a name or number has at most {most:,} characters",
    "nesting": "at most {most} braces, brackets and parentheses stand in one another",
    "depth": "at most {most} fields stand in one another",
    "overlaps": "at most {most:,} pairs of the same field in the same place",
    "introspection": "of the schema, lists of fields and types stand at most {most} deep",
    "variables_depth": "at most {most} lists and objects stand in one another in a variable",
    "list": "a list in a variable has at most {most:,} items",
    "values": "the variables hold at most {most:,} values",
}


class _Outline:
    """Counts tokens as they come."""

    def __init__(self) -> None:
        self._count = dict.fromkeys(_MOST, 0)
        self._open: list[str] = []
        self._values = 0
        self._before = ("", "")

    def take(self, group: str, word: str) -> None:
        """Count one token; raises once there are too many of something."""
        self._add("tokens")
        if group == "name":
            self._name(word)
        elif word in _OPENING:
            self._opened(word)
        elif word in _CLOSING:
            if self._open:
                self._values -= self._open.pop() == "("
        elif word == "@":
            self._add("directives")
        elif word == ":" and self._open and not self._values:
            self._add("aliases")
        self._before = (self._before[1], word)

    def _opened(self, word: str) -> None:
        if not self._open and word == "{" and self._before[1] in {"", "}"}:
            self._add("operations")  # One without a word before it.
        self._open.append(word)
        self._values += word == "("
        if len(self._open) > NESTING_MAX:
            raise too_much("nesting", NESTING_MAX)

    def _name(self, word: str) -> None:
        if len(word) > NAME_MAX:
            raise too_much("name", NAME_MAX)
        if not self._open:
            if self._before[1] in {"", "}"}:
                self._add("fragments" if word == "fragment" else "operations")
        elif not self._values and self._is_field():
            self._add("fields")

    def _is_field(self) -> bool:
        """Whether a name in a selection is a field, and no fragment, type, directive or alias's."""
        earlier, last = self._before
        return last not in {"...", "@", ":"} and (earlier, last) != ("...", "on")

    def _add(self, name: str) -> None:
        self._count[name] += 1
        if self._count[name] > _MOST[name]:
            raise too_much(name, _MOST[name])
