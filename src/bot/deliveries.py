"""What tells one delivery from another, so that each counts once.

Source: Slack retries events with the same `event_id`; clicks carry the time of the click; a
form's submission carries the hash of what was submitted. A form that was refused keeps its view
and is submitted again with another hash.
"""

from collections.abc import Mapping
from typing import Any


def key_of(delivery: Mapping[str, Any]) -> str | None:
    """Return the key of a delivery; None where repeating it does no harm."""
    if "event_id" in delivery:
        return f"event:{delivery['event_id']}"
    if "command" in delivery:
        return f"command:{delivery.get('trigger_id')}"
    kind = delivery.get("type")
    team = (delivery.get("team") or {}).get("id")
    if kind == "block_actions":
        action = (delivery.get("actions") or [{}])[0]
        user = (delivery.get("user") or {}).get("id")
        return f"click:{team}:{user}:{action.get('action_id')}:{action.get('action_ts')}"
    if kind == "view_submission":
        return f"form:{team}:{delivery.get('trigger_id')}"
    return None
