"""What was entered in a form, and where what is wrong with it is said."""

from collections.abc import Mapping
from typing import Any

from bot.language import refusal
from domain.errors import HubError, Invalid

View = Mapping[str, Any]


def values(view: View) -> dict[str, Any]:
    """Return what was entered, by block id."""
    found: dict[str, Any] = {}
    for block_id, elements in view["state"]["values"].items():
        for element in elements.values():
            found[block_id] = _entered(element)
    return found


def _entered(element: Mapping[str, Any]) -> Any:  # noqa: ANN401  Texts, choices, dates.
    if element["selected_options"] is not None:
        return [option["value"] for option in element["selected_options"]]
    if element["selected_option"] is not None:
        return element["selected_option"]["value"]
    return element["value"] or element["selected_date"]


def text(entered: object) -> str:
    """Return a text that was entered; empty where something else was, or nothing."""
    return entered if isinstance(entered, str) else ""


def at_fields(error: HubError, view: View) -> dict[str, str]:
    """Return messages by block id; what belongs to no field stands at the first."""
    blocks = [b["block_id"] for b in view["blocks"] if b["type"] == "input"]
    others = error.others if isinstance(error, Invalid) else ()
    found: dict[str, str] = {}
    for item in (error, *others):
        wanted = next((part for part in reversed(item.path) if part in blocks), None)
        where = wanted or (blocks[0] if blocks else "")
        told = refusal(item)
        found[where] = f"{found[where]} {told}" if where in found else told
    return found
