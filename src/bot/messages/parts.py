"""The small parts cards are made of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

#: What a text of ours may hold in a section. Slack's limit is 3,000; the rest is room for more.
TEXT_MAX = 2_800

Block = dict[str, Any]


def escaped(text: str) -> str:
    """Return `text` so that Slack reads no markup or mention in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, most: int = TEXT_MAX) -> str:
    """Return `text`, shortened with an ellipsis if it is longer than `most`."""
    return text if len(text) <= most else text[: most - 1] + "…"


def when(at: datetime) -> str:
    """Return an instant that Slack shows in the reader's own zone."""
    fallback = at.strftime("%Y-%m-%d %H:%M UTC")
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>"


def header(text: str) -> Block:
    """A headline."""
    return {"type": "header", "text": {"type": "plain_text", "text": cut(text, 150)}}


def section(text: str) -> Block:
    """A paragraph of mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut(text)}}


def fields(pairs: Sequence[tuple[str, str]]) -> Block:
    """Pairs of name and value, side by side; at most ten."""
    return {
        "type": "section",
        "fields": [
            {"type": "mrkdwn", "text": cut(f"*{name}*\n{value}", 1_900)}
            for name, value in pairs[:10]
        ],
    }


def context(text: str) -> Block:
    """A small line."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": cut(text, 1_900)}]}


def button(text: str, action_id: str, value: str, *, label: str, style: str | None = None) -> Block:
    """A button; `label` is what a screen reader says."""
    made: Block = {
        "type": "button",
        "text": {"type": "plain_text", "text": text},
        "action_id": action_id,
        "value": value,
        "accessibility_label": cut(label, 75),
    }
    return made | ({"style": style} if style else {})


def actions(block_id: str, buttons: Sequence[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": list(buttons)}


def plain(text: str) -> Block:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def text_input(
    block_id: str, label: str, *, hint: str = "", multiline: bool = False, **element: object
) -> Block:
    """A field to write in; `element` holds what else Slack takes of one."""
    optional = bool(element.pop("optional", False))
    made: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "optional": optional,
        "element": {
            "type": "plain_text_input",
            "action_id": "value",
            "multiline": multiline,
            **element,
        },
    }
    return made | ({"hint": plain(hint)} if hint else {})


def choice(
    block_id: str, label: str, options: Mapping[str, str], initial: str | None = None
) -> Block:
    """A field to choose one of `options` (value to text) in; at most a hundred."""
    made = [{"text": plain(cut(text, 75)), "value": value} for value, text in options.items()][:100]
    element: Block = {"type": "static_select", "action_id": "value", "options": made}
    chosen = next((option for option in made if option["value"] == initial), None)
    if chosen is not None:
        element["initial_option"] = chosen
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element}
