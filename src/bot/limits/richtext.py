"""The `rich_text` block: sections, lists, quotes and code, made of styled pieces."""

from collections.abc import Mapping

from bot.limits import numbers
from bot.limits.shape import (
    Check,
    Place,
    Shape,
    by_type,
    flag,
    many,
    matching,
    one_of,
    record,
    string,
    whole,
)

_LIST_DEPTH_MAX = 8  # Reference, rich text list: `indent`, levels the client draws.
_PIECES_MAX = 1_000  # Ours: far above any card, so that a list has an end.

_type = string(numbers.IDENTIFIER_MAX)
_identifier = string(numbers.IDENTIFIER_MAX)
_style = record(Shape(dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag)))

_PIECES: Mapping[str, Shape] = {
    "text": Shape(
        {"type": _type, "text": string(numbers.TEXT_MAX), "style": _style}, required=("text",)
    ),
    "link": Shape(
        {
            "type": _type,
            "url": string(numbers.URL_MAX),
            "text": string(numbers.TEXT_MAX),
            "unsafe": flag,
            "style": _style,
        },
        required=("url",),
    ),
    "user": Shape({"type": _type, "user_id": _identifier, "style": _style}, required=("user_id",)),
    "channel": Shape(
        {"type": _type, "channel_id": _identifier, "style": _style}, required=("channel_id",)
    ),
    "emoji": Shape(
        {"type": _type, "name": _identifier, "unicode": _identifier}, required=("name",)
    ),
    "broadcast": Shape(
        {"type": _type, "range": one_of("here", "channel", "everyone")}, required=("range",)
    ),
    "date": Shape(
        {
            "type": _type,
            "timestamp": whole(0, 10**11),
            "format": string(numbers.TEXT_MAX),
            "url": string(numbers.URL_MAX),
            "fallback": string(numbers.TEXT_MAX),
        },
        required=("timestamp", "format"),
    ),
    "color": Shape(
        {"type": _type, "value": matching(r"#[0-9A-Fa-f]{6}", "a colour as #RRGGBB")},
        required=("value",),
    ),
}


def _everywhere(_name: str, _shape: Shape, _place: Place) -> bool:
    return True


_pieces = many(by_type(_PIECES, _everywhere), _PIECES_MAX, least=0)
_section = Shape({"type": _type, "elements": _pieces}, required=("elements",))
_border: Check = whole(0, 1)

_PARTS: Mapping[str, Shape] = {
    "rich_text_section": _section,
    "rich_text_preformatted": Shape(
        {"type": _type, "elements": _pieces, "border": _border}, required=("elements",)
    ),
    "rich_text_quote": Shape(
        {"type": _type, "elements": _pieces, "border": _border}, required=("elements",)
    ),
    "rich_text_list": Shape(
        {
            "type": _type,
            "style": one_of("bullet", "ordered"),
            "elements": many(
                by_type({"rich_text_section": _section}, _everywhere), _PIECES_MAX, least=1
            ),
            "indent": whole(0, _LIST_DEPTH_MAX),
            "offset": whole(0, _PIECES_MAX),
            "border": _border,
        },
        required=("style", "elements"),
    ),
}

parts: Check = many(by_type(_PARTS, _everywhere), _PIECES_MAX)
