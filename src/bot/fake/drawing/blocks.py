"""Whole blocks made ready for the page: texts get their nodes, uploaded pictures an address."""

from bot.fake.drawing.inline import leaf
from bot.fake.drawing.lines import markdown, mrkdwn, plain
from bot.fake.drawing.reader import Node, Reader
from bot.fake.drawing.richtext import rich_text


def drawn(value: object, reader: Reader) -> object:
    """Return a copy of blocks, or any part of them, with `nodes` beside every text."""
    if isinstance(value, list):
        return [drawn(item, reader) for item in value]
    if not isinstance(value, dict):
        return value
    copied = {name: drawn(item, reader) for name, item in value.items()}
    file = value.get("slack_file")
    if isinstance(file, dict):
        copied["image_url"] = f"/slack/files/{reader.workspace.id}/{file.get('id')}"
    nodes = _nodes(value, reader)
    return copied if nodes is None else {**copied, "nodes": nodes}


def drawn_text(text: str, reader: Reader) -> list[Node]:
    """Return the text of a message without blocks."""
    return mrkdwn(text, reader)


def _nodes(value: dict[str, object], reader: Reader) -> list[Node] | None:
    match value.get("type"), value.get("text"):
        case "mrkdwn", str(text):
            return mrkdwn(text, reader)
        case "plain_text", str(text):
            return [leaf(text)] if value.get("emoji") is False else plain(text, reader)
        case "markdown", str(text):
            return markdown(text, reader)
        case "rich_text", _:
            return rich_text(value.get("elements"), reader)
    return None
