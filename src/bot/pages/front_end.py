"""The addresses of a company's own front end, to which links are sent on."""

from string import Formatter
from urllib.parse import urlsplit

#: What stands in the template of a front end's addresses.
KIND, NAMED = "kind", "number"

#: Where `http` is no danger.
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


def checked_template(given: str) -> str:
    """Return the template of a front end's addresses; `ValueError` says what is wrong with it.

    It is an https address with `{number}` in its path or query, and perhaps `{kind}`, which is
    `requests`, `cases` or `titles`.
    """
    parts = list(Formatter().parse(given))
    names = {name for _, name, _, _ in parts if name is not None}
    plain = all(not (shape or turned) for _, _, shape, turned in parts)
    if NAMED not in names or not names <= {KIND, NAMED} or not plain:
        raise ValueError("name `{number}` in it, `{kind}` if it is needed, and nothing else")
    split = urlsplit(given.format(**{KIND: "requests", NAMED: "12"}))
    host = urlsplit(given).hostname or ""
    if not host or "{" in urlsplit(given).netloc or split.username or split.password:
        raise ValueError("write a whole address, such as https://front.example.com/{kind}/{number}")
    if split.scheme != "https" and not (split.scheme == "http" and host in _HERE):
        raise ValueError("the front end is reached by https://")
    if not given.isprintable() or " " in given:
        raise ValueError("an address has no blanks in it")
    return given
