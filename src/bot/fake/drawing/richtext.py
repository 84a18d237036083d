"""The `rich_text` block as nodes."""

from collections.abc import Mapping

from bot.fake.drawing.dates import formatted
from bot.fake.drawing.inline import emoji, link
from bot.fake.drawing.reader import Node, Reader

_STYLES = (("code", "code"), ("strike", "s"), ("italic", "i"), ("bold", "b"), ("underline", "u"))


def rich_text(parts: object, reader: Reader) -> list[Node]:
    """Return the parts of a rich_text block as nodes."""
    return [_part(part, reader) for part in _objects(parts)]


def _part(part: Mapping[str, object], reader: Reader) -> Node:
    held = _objects(part.get("elements"))
    if part["type"] == "rich_text_list":
        return {
            "t": "list",
            "ordered": part.get("style") == "ordered",
            "indent": part.get("indent", 0),
            "items": [_pieces(_objects(item.get("elements")), reader) for item in held],
        }
    kinds = {"rich_text_quote": "quote", "rich_text_preformatted": "pre"}
    return {"t": kinds.get(str(part["type"]), "p"), "c": _pieces(held, reader)}


def _pieces(pieces: list[dict[str, object]], reader: Reader) -> list[Node]:
    return [_styled(piece, _piece(piece, reader)) for piece in pieces]


def _piece(piece: Mapping[str, object], reader: Reader) -> Node:
    node: Node = {"t": "text", "v": str(piece.get("text", ""))}
    match piece["type"]:
        case "link":
            label = str(piece.get("text") or piece["url"])
            node = link(str(piece["url"]), [{"t": "text", "v": label}])
        case "user":
            node = reader.mention(str(piece["user_id"]))
        case "channel":
            node = reader.place(str(piece["channel_id"]))
        case "emoji":
            node = emoji(str(piece["name"]))
        case "broadcast":
            node = {"t": "broadcast", "v": f"@{piece['range']}"}
        case "date":
            template, at = str(piece["format"]), int(str(piece["timestamp"]))
            node = {"t": "date", "v": formatted(template, at, reader.zone, reader.now)}
        case "color":
            node = {"t": "code", "v": str(piece["value"])}
    return node


def _styled(piece: Mapping[str, object], node: Node) -> Node:
    style = piece.get("style")
    for name, kind in _STYLES:
        if isinstance(style, dict) and style.get(name):
            node = {"t": kind, "c": [node]}
    return node


def _objects(value: object) -> list[dict[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
