"""The HTML of descriptions: the few tags that directories show, and where their links lead."""

import re
from collections.abc import Iterator
from html import unescape

from connectors.feeds.noting import Notes

#: Source: Spotify's Podcast Delivery Specification, `description`.
TAGS = frozenset({"p", "br", "a", "h1", "h2", "ul", "ol", "li"})

#: Tags that run on to the end of the text where nobody closes them.
_CLOSED = frozenset({"a", "h1", "h2", "ul", "ol"})

#: A tag: whether it closes, its name, the rest. Comments and instructions are tags of other names.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*|[!?])([^<>]*)")
#: How many of the strange tags, and of the links that lead nowhere, are told.
_TOLD_MAX = 5

_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""", re.IGNORECASE)


def look(notes: Notes, html: str) -> None:
    """Note what of a description will not be shown as it was meant."""
    tags = [(closes, name.lower(), rest) for closes, name, rest in _TAG.findall(html)]
    strange = sorted({name for _, name, _ in tags} - TAGS)
    if strange:
        said = ", ".join(f"<{name}>" for name in strange[:_TOLD_MAX])
        notes.warn(
            "bad_tag",
            f"The description has tags that directories drop: {said}",
            "Write it with p, br, a, h1, h2, ul, ol and li alone",
        )
    open_ = [name for name in _CLOSED if _balance(tags, name)]
    if open_:
        said = ", ".join(f"<{name}>" for name in sorted(open_))
        notes.warn("open_tag", f"Not opened and closed as often: {said}", "Close what is opened")
    dead = [link for link in dict.fromkeys(_links(tags)) if not notes.reaches(link)]
    for link in dead[:_TOLD_MAX]:
        notes.address("A link of the description", link, stops=False)


def _balance(tags: list[tuple[str, str, str]], name: str) -> int:
    return sum(-1 if closes else 1 for closes, found, _ in tags if found == name)


def _links(tags: list[tuple[str, str, str]]) -> Iterator[str]:
    for closes, name, rest in tags:
        if name == "a" and not closes:
            found = _HREF.search(rest)
            yield unescape(next(filter(None, found.groups()), "")) if found else ""
