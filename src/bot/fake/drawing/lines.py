"""Text over several lines: Slack's own mrkdwn, and the common Markdown of markdown blocks."""

import re
from itertools import groupby

from bot.fake.drawing.inline import MARKDOWN, MRKDWN, PLAIN, inline, unescaped
from bot.fake.drawing.reader import Node, Reader

_FENCE = re.compile(r"\n?```\n?(.+?)\n?```\n?", re.DOTALL)
_MARKDOWN_FENCE = re.compile(r"\n?```\w*\n(.+?)\n?```\n?", re.DOTALL)
_QUOTE = re.compile(r"(?:>|&gt;) ?")
_HEADING = re.compile(r"(#{1,6}) +(.*)")
_BULLET = re.compile(r"\s*[-*+] +(.*)")
_NUMBERED = re.compile(r"\s*\d+[.)] +(.*)")
_RULE = re.compile(r"\s*(?:-{3,}|\*{3,})\s*")


def plain(text: str, reader: Reader) -> list[Node]:
    """Return plain text, in which only emoji have a meaning."""
    return inline(text, PLAIN, reader)


def mrkdwn(text: str, reader: Reader) -> list[Node]:
    """Return Slack's mrkdwn as nodes: fenced code, quotes, and text within lines."""
    nodes: list[Node] = []
    # Splitting on a pattern with a group gives text and fenced code in turn.
    for number, piece in enumerate(_FENCE.split(text)):
        if number % 2:
            nodes.append({"t": "pre", "v": unescaped(piece)})
        else:
            nodes += _with_quotes(piece, reader)
    return nodes


def markdown(text: str, reader: Reader) -> list[Node]:
    """Return common Markdown as nodes: headings, lists, quotes, rules, code and paragraphs."""
    nodes: list[Node] = []
    for number, piece in enumerate(_MARKDOWN_FENCE.split(text)):
        if number % 2:
            nodes.append({"t": "pre", "v": piece})
            continue
        for kind, lines in groupby(piece.split("\n"), _kind):
            nodes += _markdown_part(kind, list(lines), reader)
    return nodes


def _with_quotes(text: str, reader: Reader) -> list[Node]:
    nodes: list[Node] = []
    for is_quote, lines in groupby(text.split("\n"), lambda line: bool(_QUOTE.match(line))):
        if is_quote:
            inner = "\n".join(_QUOTE.sub("", line, count=1) for line in lines)
            nodes.append({"t": "quote", "c": inline(inner, MRKDWN, reader)})
        else:
            nodes += inline("\n".join(lines), MRKDWN, reader)
    return nodes


def _kind(line: str) -> str:
    if not line.strip():
        return "blank"
    if _RULE.fullmatch(line):
        return "rule"
    patterns = {"heading": _HEADING, "list": _BULLET, "ordered": _NUMBERED, "quote": _QUOTE}
    return next((kind for kind, one in patterns.items() if one.match(line)), "text")


def _markdown_part(kind: str, lines: list[str], reader: Reader) -> list[Node]:
    match kind:
        case "blank":
            return []
        case "rule":
            return [{"t": "rule"} for _ in lines]
        case "heading":
            return [_heading(line, reader) for line in lines]
        case "list" | "ordered":
            pattern = _NUMBERED if kind == "ordered" else _BULLET
            found = [pattern.match(line) for line in lines]
            items = [inline(one[1], MARKDOWN, reader) for one in found if one]
            return [{"t": "list", "ordered": kind == "ordered", "items": items}]
        case "quote":
            inner = "\n".join(_QUOTE.sub("", line, count=1) for line in lines)
            return [{"t": "quote", "c": inline(inner, MARKDOWN, reader)}]
    return [{"t": "p", "c": inline("\n".join(lines), MARKDOWN, reader)}]


def _heading(line: str, reader: Reader) -> Node:
    found = _HEADING.match(line)
    signs, words = (found[1], found[2]) if found else ("#", line)
    return {"t": "heading", "level": len(signs), "c": inline(words, MARKDOWN, reader)}
