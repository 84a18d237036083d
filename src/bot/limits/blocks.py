"""The blocks: their fields, and the surfaces that may show them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.limits import numbers
from bot.limits.elements import IMAGE_FIELDS, element
from bot.limits.richtext import parts
from bot.limits.shape import (
    Check,
    Place,
    Problem,
    Shape,
    by_type,
    either,
    flag,
    many,
    one_of,
    string,
)
from bot.limits.texts import plain, rich

_TEXT_TYPES = ("plain_text", "mrkdwn")
_BASE: dict[str, Check] = {
    "type": string(numbers.IDENTIFIER_MAX),
    "block_id": string(numbers.IDENTIFIER_MAX),
}


def _text_or_image(value: object, path: str, place: Place) -> Iterator[Problem]:
    is_text = isinstance(value, dict) and value.get("type") in _TEXT_TYPES
    yield from (rich() if is_text else element)(value, path, place)


def _some_text(value: Mapping[str, object], path: str, _place: Place) -> Iterator[Problem]:
    if value.get("text") is None and value.get("fields") is None:
        yield Problem(path, "missing", "missing required field: text or fields")


def _unique_action_ids(value: Mapping[str, object], path: str, _place: Place) -> Iterator[Problem]:
    seen: set[object] = set()
    held = value.get("elements")
    for number, item in enumerate(held if isinstance(held, list) else []):
        name = item.get("action_id") if isinstance(item, dict) else None
        if name is not None and name in seen:
            where = f"{path}/elements/{number}/action_id"
            yield Problem(where, "duplicate", f"action_id already exists: {name}")
        seen.add(name)


BLOCKS: Mapping[str, Shape] = {
    "section": Shape(
        {
            **_BASE,
            "text": rich(),
            "fields": many(rich(numbers.SECTION_FIELD_TEXT_MAX), numbers.SECTION_FIELDS_MAX),
            "accessory": element,
            "expand": flag,
        },
        rules=(_some_text,),
    ),
    "header": Shape({**_BASE, "text": plain(numbers.HEADER_TEXT_MAX)}, required=("text",)),
    "divider": Shape(_BASE),
    "context": Shape(
        {**_BASE, "elements": many(_text_or_image, numbers.CONTEXT_ELEMENTS_MAX)},
        required=("elements",),
    ),
    "actions": Shape(
        {**_BASE, "elements": many(element, numbers.ACTIONS_ELEMENTS_MAX)},
        required=("elements",),
        rules=(_unique_action_ids,),
    ),
    "image": Shape(
        {**_BASE, **IMAGE_FIELDS, "title": plain(numbers.IMAGE_TITLE_MAX)},
        required=("alt_text",),
        rules=(either("image_url", "slack_file"),),
    ),
    "input": Shape(
        {
            **_BASE,
            "label": plain(numbers.INPUT_LABEL_MAX),
            "element": element,
            "hint": plain(numbers.INPUT_LABEL_MAX),
            "optional": flag,
            "dispatch_action": flag,
        },
        required=("label", "element"),
    ),
    "rich_text": Shape({**_BASE, "elements": parts}, required=("elements",)),
    "markdown": Shape(
        {**_BASE, "text": string(numbers.MARKDOWN_TEXT_MAX)},
        required=("text",),
        surfaces=frozenset({"message"}),
    ),
    "alert": Shape(
        {
            **_BASE,
            "text": rich(),
            "level": one_of("default", "info", "warning", "error", "success"),
        },
        required=("text",),
        surfaces=frozenset({"modal"}),
    ),
}


def _allowed(_name: str, shape: Shape, place: Place) -> bool:
    return place.surface in shape.surfaces


_any_block = by_type(BLOCKS, _allowed)


def block(value: object, path: str, place: Place) -> Iterator[Problem]:
    """Yield what is wrong with one block at this place, all it holds included."""
    name = value.get("type") if isinstance(value, dict) else None
    yield from _any_block(value, path, replace(place, block=str(name)))
