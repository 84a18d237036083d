"""The surfaces: messages, modals and Home tabs, and the rules that span all their blocks."""

import json
from collections.abc import Iterable, Iterator, Mapping

from bot.limits import numbers
from bot.limits.blocks import block
from bot.limits.shape import (
    Check,
    Place,
    Problem,
    Shape,
    Surface,
    flag,
    many,
    one_of,
    record,
    string,
)
from bot.limits.texts import plain

_identifier = string(numbers.IDENTIFIER_MAX)


def _anything(_value: object, _path: str, _place: Place) -> Iterator[Problem]:
    yield from ()


def problems(payload: Mapping[str, object], surface: Surface) -> list[Problem]:
    """Return all that Slack, or our stricter house rules, would refuse in `payload`.

    A message is what chat.postMessage, chat.update or a response_url is given (`text`,
    `blocks`, where it goes); a modal or home is the view itself.
    """
    place = Place(surface)
    found = list(_SURFACES[surface](dict(payload), "", place))
    blocks = [item for item in _list(payload.get("blocks")) if isinstance(item, dict)]
    found += _unique_block_ids(blocks)
    found += _message_rules(payload, blocks) if surface == "message" else _view_rules(blocks)
    found += _sent_rules(payload)
    if surface == "modal":
        found += _submit_beside_inputs(payload, blocks)
    return found


def refusals(payload: Mapping[str, object], surface: Surface) -> list[Problem]:
    """Return only what Slack itself would refuse, without the house rules."""
    return [problem for problem in problems(payload, surface) if not problem.house]


def sent_bytes(payload: object) -> int:
    """Return how many bytes of JSON a payload is, in UTF-8: never less than its characters.

    Slack was seen to count characters. On the wire slack_sdk escapes what is not ASCII, which
    makes other scripts up to three times as large; that is not counted here.
    """
    return len(json.dumps(payload, ensure_ascii=False).encode(errors="surrogatepass"))


_MESSAGE_KEYS: dict[str, Check] = {
    "text": string(numbers.MESSAGE_TEXT_MAX),
    "blocks": many(block, numbers.MESSAGE_BLOCKS_MAX, least=0),
    "response_type": one_of("in_channel", "ephemeral"),
    **dict.fromkeys(
        (
            "mrkdwn",
            "reply_broadcast",
            "replace_original",
            "delete_original",
            "unfurl_links",
            "unfurl_media",
        ),
        flag,
    ),
    **dict.fromkeys(("channel", "ts", "user", "thread_ts"), _identifier),
    "metadata": _anything,
}
_VIEW_KEYS: dict[str, Check] = {
    "type": one_of("modal", "home"),
    "blocks": many(block, numbers.VIEW_BLOCKS_MAX, least=0),
    "private_metadata": string(numbers.PRIVATE_METADATA_MAX, least=0),
    "callback_id": string(numbers.IDENTIFIER_MAX, least=0),
    "external_id": string(numbers.IDENTIFIER_MAX, least=0),
}
_SURFACES: Mapping[Surface, Check] = {
    "message": record(Shape(_MESSAGE_KEYS)),
    "modal": record(
        Shape(
            {
                **_VIEW_KEYS,
                "type": one_of("modal"),
                **dict.fromkeys(("title", "submit", "close"), plain(numbers.MODAL_TITLE_MAX)),
                **dict.fromkeys(("clear_on_close", "notify_on_close"), flag),
            },
            required=("type", "title", "blocks"),
        )
    ),
    "home": record(Shape({**_VIEW_KEYS, "type": one_of("home")}, required=("type", "blocks"))),
}


def _message_rules(
    payload: Mapping[str, object], blocks: list[dict[str, object]]
) -> Iterator[Problem]:
    if not payload.get("text"):
        # Slack reads `text` aloud and puts it into notifications; with blocks it only warns.
        yield Problem("/text", "no_text", "missing required field: text", house=bool(blocks))
    written = sum(len(str(item.get("text"))) for item in blocks if item.get("type") == "markdown")
    if written > numbers.MARKDOWN_TEXT_MAX:
        most = f"{numbers.MARKDOWN_TEXT_MAX} characters over all markdown blocks"
        yield Problem("/blocks", "too_long", f"no more than {most}")
    text = json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))
    if len(text) >= numbers.BLOCKS_JSON_CHARACTERS_MAX:
        yield Problem("/blocks", "msg_blocks_too_long", f"{len(text)} characters of blocks")


def _sent_rules(payload: Mapping[str, object]) -> Iterator[Problem]:
    size = sent_bytes(payload)
    if size >= numbers.HOUSE_SENT_BYTES_MAX:
        most = f"{size} bytes; we keep under {numbers.HOUSE_SENT_BYTES_MAX}"
        yield Problem("", "payload_too_long", most, house=True)


def _view_rules(blocks: list[dict[str, object]]) -> Iterator[Problem]:
    focused = [number for number, item in enumerate(blocks) if _has_focus(item)]
    for number in focused[1:]:
        yield Problem(f"/blocks/{number}", "duplicate", "only one element may have focus_on_load")


def _has_focus(item: Mapping[str, object]) -> bool:
    held = [item.get("element"), item.get("accessory"), *_list(item.get("elements"))]
    return any(isinstance(one, dict) and one.get("focus_on_load") is True for one in held)


def _submit_beside_inputs(
    payload: Mapping[str, object], blocks: Iterable[Mapping[str, object]]
) -> Iterator[Problem]:
    if payload.get("submit") is None and any(item.get("type") == "input" for item in blocks):
        yield Problem("/submit", "missing", "missing required field: submit (input blocks need it)")


def _unique_block_ids(blocks: list[dict[str, object]]) -> Iterator[Problem]:
    seen: set[object] = set()
    for number, item in enumerate(blocks):
        name = item.get("block_id")
        if name is not None and name in seen:
            where = f"/blocks/{number}/block_id"
            yield Problem(where, "duplicate", f"block_id already exists: {name}")
        seen.add(name)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
