"""What tells one delivery from another, so that each counts once.

Source: Slack retries events with the same `event_id`; clicks carry the time of the click; a form
keeps the id of its view. A form's receipt is written in the transaction of what it does: what was
refused may be mended and submitted again, what was done is not done twice when its answer was lost.
"""

from collections.abc import Mapping
from typing import Any

from bot.ids import ActionId, AlertAction, CaseAction

#: Clicks whose receipt is written in the transaction of what they do.
OWN_RECEIPT = frozenset(
    {
        ActionId.APPROVE,
        ActionId.UNDO,
        ActionId.TAKE_ON,
        ActionId.CONFIRM,
        ActionId.TICK,
        ActionId.BACK,
        ActionId.TAKE_OVER,
        ActionId.FOLLOW,
        CaseAction.ACKNOWLEDGE,
        CaseAction.TAKE,
        AlertAction.ACKNOWLEDGE,
        AlertAction.SNOOZE,
        AlertAction.UNSNOOZE,
        AlertAction.UNSILENCE,
        AlertAction.UNSILENCE_TEAM,
        AlertAction.ASSIGN,
        AlertAction.MENU,
    }
)

#: What deliveries are remembered under.
SCOPE = "slack"


def key_of(delivery: Mapping[str, Any]) -> str | None:
    """Return the key of a delivery; None where repeating it does no harm."""
    if delivery.get("type") == "block_actions":
        return click_key(delivery)
    if "event_id" in delivery:
        return f"event:{delivery['event_id']}"
    if "command" in delivery:
        return f"command:{delivery['trigger_id']}"
    return None


def form_key(delivery: Mapping[str, Any]) -> str:
    """Return what tells one form that was opened from another, however often it is submitted."""
    return f"form:{delivery['team']['id']}:{delivery['view']['id']}"


def click_key(delivery: Mapping[str, Any]) -> str:
    """Return what tells one click from another."""
    team, user, action = delivery["team"]["id"], delivery["user"]["id"], action_of(delivery)
    return f"click:{team}:{user}:{action['action_id']}:{action['action_ts']}"


def action_of(delivery: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the element that was used; nothing where none was."""
    used: Mapping[str, Any] = delivery["actions"][0] if "actions" in delivery else {}
    return used
