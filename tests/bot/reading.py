"""Messages as one reads them."""

import re
from collections.abc import Sequence
from typing import Any

#: How Slack is told an instant, with the text for those who cannot show it.
DATE = re.compile(r"<!date[^|]*\|([^>]*)>")


def lines(blocks: Sequence[dict[str, Any]]) -> list[str]:
    """Return blocks as one reads them: texts, quotes with `> `, and buttons in brackets."""
    found = []
    for block in blocks:
        parts = [block.get("text"), *block.get("fields", ()), *block.get("elements", ())]
        for part in filter(None, parts):
            found += DATE.sub(r"\1", read(part)).split("\n")
    return found


def read(part: dict[str, Any]) -> str:
    """Return the words of a text, a button, or a part of rich text."""
    match part["type"]:
        case "button":
            return f"[{part['text']['text']}]"
        case "rich_text_list":
            return "\n".join(f"• {read(item)}" for item in part["elements"])
        case "rich_text_quote":
            return "> " + "".join(map(read, part["elements"])).replace("\n", "\n> ")
        case "rich_text_section":
            return "".join(map(read, part["elements"]))
        case "date":
            return str(part["fallback"])
    return str(part["text"] if "text" in part else f"<#{part['channel_id']}>")
