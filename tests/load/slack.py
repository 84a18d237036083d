"""What Slack sends for a click and a command: as little as the bot reads, really signed."""

import json
from urllib.parse import urlencode

from bot.fake.signing import FORM, signed_headers
from bot.ids import CASE_COMMAND, ActionId
from domain.clock import SystemClock
from tests.bot.office import SIGNING, TEAM, account

PATH = "/slack/events"


def approval(who: str, stage: str, number: int) -> bytes:
    """Return the click by which somebody approves a stage in its first round."""
    action = {
        "type": "button",
        "action_id": ActionId.APPROVE,
        "block_id": "b",
        "value": f"{stage}:1",
        "action_ts": f"{number}.1",
    }
    held = {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "tests"},
        "user": {"id": account(who), "team_id": TEAM},
        "channel": {"id": "CBRAND"},
        "trigger_id": f"click-{number}",
        "actions": [action],
    }
    return urlencode({"payload": json.dumps(held)}).encode()


def case_list(who: str, number: int) -> bytes:
    """Return the command by which somebody asks which cases are open."""
    held = {
        "team_id": TEAM,
        "channel_id": "CBRAND",
        "user_id": account(who),
        "command": CASE_COMMAND,
        "text": "list",
        "trigger_id": f"command-{number}",
    }
    return urlencode(held).encode()


def signed(body: bytes) -> dict[str, str]:
    """Return the headers with which Slack would send it now."""
    return signed_headers(SIGNING, body, SystemClock().now(), FORM)
