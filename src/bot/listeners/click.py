"""One click: who used what, where, and what it is answered with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.incoming.deliveries import action_of, click_key
from bot.language import say
from bot.messages.parts import Block
from bot.sending.marking import Marked, Marks
from domain.errors import Invalid

#: The longest round a card may carry, in digits; no request is ever revised that often.
ROUND_DIGITS_MAX = 9


@dataclass(frozen=True, slots=True)
class Desk:
    """What a click is answered with: the workspace's client, and marks on cards."""

    client: AsyncWebClient
    marks: Marks


@dataclass(frozen=True, slots=True)
class Click:
    """Who clicked what, where; `view` is the form it was in, if in one."""

    team: str
    user: str
    channel: str | None
    trigger: str
    action: str
    value: str
    key: str
    card: Marked | None = None
    block: str = ""
    view: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Click":
        """Read a delivery of `block_actions`."""
        action = action_of(body)
        return cls(
            team=body["team"]["id"],
            user=body["user"]["id"],
            channel=body["channel"]["id"] if body["channel"] else None,
            trigger=body["trigger_id"],
            action=action["action_id"],
            value=_value(action),
            key=click_key(body),
            card=_card(body),
            block=action["block_id"],
            view=body["view"],
        )

    def marking(self, form: Block) -> Block:
        """Return a form that marks the card that was clicked when it is submitted."""
        return self.card.carried_by(form) if self.card else form


def stage_of(value: str) -> tuple[str, int]:
    """Return stage and round of a value that a card or form of ours carries."""
    stage_id, _, round_ = value.partition(":")
    if not (round_.isascii() and round_.isdecimal()) or len(round_) > ROUND_DIGITS_MAX:
        raise Invalid("card_out_of_date", out_of_date())
    return stage_id, int(round_)


def out_of_date() -> str:
    """What is said of a card that offers what is not there any more."""
    return say("This card is out of date; look for a newer one.")


def _value(action: Mapping[str, Any]) -> str:
    """Return what a button carries, or what or who was chosen in a menu."""
    chosen = action["selected_option"]
    return str(chosen["value"] if chosen else action["selected_user"] or action["value"])


def _card(body: Mapping[str, Any]) -> Marked | None:
    """Return the card that was clicked, if it can be marked."""
    channel, ts = body["channel"], body["container"]["message_ts"]
    if channel is None or not ts or not body["response_url"]:
        return None
    return Marked(channel["id"], ts, body["message"], body["response_url"])
