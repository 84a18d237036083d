"""What tells one delivery from another, so that each counts once.

Source: Slack retries events with the same `event_id`; clicks carry the time of the click; a
form's submission carries the hash of what was submitted. A form that was refused keeps its view
and is submitted again with another hash.
"""

from collections.abc import Mapping
from typing import Any

from bot.ids import ActionId

#: Clicks whose receipt is written in the transaction of what they do.
OWN_RECEIPT = frozenset({ActionId.APPROVE, ActionId.UNDO})

#: What deliveries are remembered under.
SCOPE = "slack"


def key_of(delivery: Mapping[str, Any]) -> str | None:
    """Return the key of a delivery; None where repeating it does no harm."""
    if delivery.get("type") == "block_actions":
        return click_key(delivery)
    if "event_id" in delivery:
        return f"event:{delivery['event_id']}"
    if "command" in delivery:
        return f"command:{delivery.get('trigger_id')}"
    kind = delivery.get("type")
    team = (delivery.get("team") or {}).get("id")
    if kind == "view_submission":
        return f"form:{team}:{delivery.get('trigger_id')}"
    return None


def click_key(delivery: Mapping[str, Any]) -> str:
    """Return what tells one click from another."""
    team, user = ((delivery.get(name) or {}).get("id") for name in ("team", "user"))
    action = action_of(delivery)
    return f"click:{team}:{user}:{action.get('action_id')}:{action.get('action_ts')}"


def action_of(delivery: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the element that was used."""
    return (delivery.get("actions") or [{}])[0] or {}
