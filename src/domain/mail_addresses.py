"""What is an e-mail address, wherever one is given. Pure.

It is what people have: a name, one @, a host with a dot. What RFC 5322 allows beside that
(comments, quoted names, hosts by number) reaches hardly anybody, and hides much.
"""

import re
from collections.abc import Sequence

from domain.errors import Invalid

#: The longest address, in characters. Source: RFC 5321, 4.5.3.1.
LENGTH_MAX = 254

#: Blanks and the signs that stand around addresses in letters are in none.
_ADDRESS = re.compile(
    r"""[^\s@<>()\[\],;:"\\]+@[^\s@.<>()\[\],;:"\\]+(\.[^\s@.<>()\[\],;:"\\]+)+"""
)


def problem(text: str, path: Sequence[str] = ("email",)) -> Invalid | None:
    """Return what keeps `text` from being an address; it is not repeated."""
    if len(text) <= LENGTH_MAX and text.isprintable() and _ADDRESS.fullmatch(text):
        return None
    said = "This is no e-mail address; write one such as you@example.com."
    return Invalid("bad_email", said, path)


def require(text: str, path: Sequence[str] = ("email",)) -> None:
    """Raise `Invalid` unless `text` is an address."""
    if wrong := problem(text, path):
        raise wrong
