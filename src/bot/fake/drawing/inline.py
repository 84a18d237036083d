"""Text within a line: bold, code, links, mentions, dates, emoji, as nodes."""

import re
from collections.abc import Callable
from functools import partial

from bot.fake.drawing.dates import formatted
from bot.fake.drawing.emoji import EMOJI
from bot.fake.drawing.reader import Node, Reader

_SAFE_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)


def _paired(sign: str, name: str) -> str:
    """Return a pattern for text between two signs that touch it on the inside only."""
    letter = re.escape(sign[0])
    inner = rf"[^\s{letter}](?:[^{letter}\n]*[^\s{letter}])?"
    mark = re.escape(sign)
    return rf"(?<![\w{letter}]){mark}(?P<{name}>{inner}){mark}(?![\w{letter}])"


_SHARED = (
    r"```\n?(?P<pre>.+?)\n?```",
    r"`(?P<code>[^`\n]+)`",
    r"<(?P<ref>[^<>\n]+)>",
    r"(?P<url>https?://[^\s<>|]+[^\s<>|.,;:!?)])",
    r":(?P<emoji>[a-z0-9_+\-]+):",
)
MRKDWN = re.compile(
    "|".join((*_SHARED, _paired("*", "b"), _paired("_", "i"), _paired("~", "s"))), re.DOTALL
)
MARKDOWN = re.compile(
    "|".join(
        (
            r"\[(?P<label>[^\[\]\n]+)\]\((?P<href>[^()\s]+)\)",
            *_SHARED,
            _paired("**", "b"),
            _paired("*", "i"),
            _paired("_", "i2"),
            _paired("~~", "s"),
        )
    ),
    re.DOTALL,
)
PLAIN = re.compile(r":(?P<emoji>[a-z0-9_+\-]+):")


def inline(text: str, grammar: re.Pattern[str], reader: Reader) -> list[Node]:
    """Return the nodes of a text; the grammar's named groups say what it knows."""
    nodes: list[Node] = []
    end = 0
    for token in grammar.finditer(text):
        if token.start() > end:
            nodes.append(leaf(text[end : token.start()]))
        nodes.append(_node(token, grammar, reader))
        end = token.end()
    if end < len(text):
        nodes.append(leaf(text[end:]))
    return nodes


def leaf(text: str) -> Node:
    """Return plain text as a node, its three escapes undone."""
    return {"t": "text", "v": unescaped(text)}


def unescaped(text: str) -> str:
    """Undo Slack's escapes, the ampersand last."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def link(href: str, children: list[Node]) -> Node:
    """Return a link; an address of another kind than web or mail becomes mere text."""
    if not _SAFE_LINK.match(href):
        return {"t": "span", "c": children}
    return {"t": "link", "href": unescaped(href), "c": children}


def emoji(name: str) -> Node:
    """Return an emoji by its name; one that is not common stays as it was written."""
    return {"t": "emoji", "v": EMOJI.get(name, f":{name}:"), "name": name}


def _node(token: re.Match[str], grammar: re.Pattern[str], reader: Reader) -> Node:
    name = str(token.lastgroup)
    value = token[name]
    if name == "href":
        return link(value, inline(token["label"], grammar, reader))
    if name in _WRAPPED:
        return {"t": _WRAPPED[name], "c": inline(value, grammar, reader)}
    if name in ("pre", "code"):
        return {"t": name, "v": unescaped(value)}
    makers: dict[str, Callable[[str], Node]] = {
        "emoji": emoji,
        "ref": partial(_reference, reader=reader),
        "url": lambda url: link(url, [leaf(url)]),
    }
    return makers[name](value)


_WRAPPED = {"b": "b", "i": "i", "i2": "i", "s": "s"}


def _reference(inside: str, reader: Reader) -> Node:
    target, _, label = inside.partition("|")
    label = unescaped(label)
    if target.startswith("@"):
        return reader.mention(target[1:], label)
    if target.startswith("#"):
        return reader.place(target[1:], label)
    if target.startswith("!date^"):
        return _date(target, label, reader)
    if target.startswith("!"):
        word = label or "@" + target[1:].partition("^")[0]
        return {"t": "broadcast", "v": word}
    if not _SAFE_LINK.match(target):
        return leaf(f"<{inside}>")
    return link(target, [leaf(label or target)])


def _date(target: str, fallback: str, reader: Reader) -> Node:
    _, timestamp, template, *more = target.split("^")
    if not timestamp.isdigit() or len(timestamp) > len("9999999999"):
        return {"t": "text", "v": fallback}
    shown = leaf(formatted(template, int(timestamp), reader.zone, reader.now))
    return link(more[0], [shown]) if more else {"t": "date", "v": shown["v"], "title": fallback}
