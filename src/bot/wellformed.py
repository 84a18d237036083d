"""What deliveries look like: the one place that judges it, and what it hands on is all there is.

A signature says who sent a delivery, not that it has the shape Slack documents. What the
listeners read is named here with its type; whatever else came along is left out, so that neither
Bolt nor a listener meets a value it does not expect. Lone surrogates are no text to pydantic;
U+0000 is none to PostgreSQL.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

#: The longest reason that is logged, in characters.
_REASON_MAX = 200

#: Lengths are ours: far above what Slack sends, and short enough for the keys of receipts.
_Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=10_000)]
_Id = Annotated[str, StringConstraints(pattern=r"^[^\x00]+$", max_length=40)]
_Name = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=80)]
_Trigger = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=200)]


class MalformedError(Exception):
    """A delivery is not of the shape that Slack documents; the text says where, and quotes none."""


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class _Named(_Part):
    id: _Id


class _Action(_Part):
    action_id: _Name
    action_ts: _Id
    value: _Text = ""


class _Clicked(_Part):
    type: Literal["block_actions"]
    team: _Named
    user: _Named
    channel: _Named | None = None
    trigger_id: _Trigger = ""
    actions: Annotated[list[_Action], Field(min_length=1)]


class _Option(_Part):
    value: _Text


class _Entered(_Part):
    value: _Text | None = None
    selected_date: _Text | None = None
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None


class _State(_Part):
    values: dict[_Text, dict[_Text, _Entered]] = {}


class _Block(_Part):
    type: _Name
    block_id: _Text


class _View(_Part):
    id: _Id
    type: Literal["modal"]
    callback_id: _Text
    private_metadata: _Text = ""
    state: _State = _State()
    blocks: list[_Block] = []


class _Submitted(_Part):
    type: Literal["view_submission"]
    team: _Named
    user: _Named
    view: _View


class _Workspace(_Named):
    domain: _Name = ""


class _Said(_Part):
    text: Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=100_000)] = ""


class _Shortcut(_Part):
    type: Literal["shortcut"]
    team: _Named
    user: _Named
    callback_id: _Name
    trigger_id: _Trigger


class _OnMessage(_Part):
    type: Literal["message_action"]
    team: _Workspace
    user: _Named
    channel: _Named
    callback_id: _Name
    trigger_id: _Trigger
    message_ts: _Id
    message: _Said


class _Command(_Part):
    command: _Name
    team_id: _Id
    user_id: _Id
    trigger_id: _Trigger
    text: _Text = ""


class _Event(_Part):
    type: _Name


class _HomeOpened(_Event):
    user: _Id


class _Tokens(_Part):
    bot: list[_Id] = []


class _TokensRevoked(_Event):
    tokens: _Tokens


class _Told(_Part):
    type: Literal["event_callback"]
    event_id: _Id
    team_id: _Id
    event: _Event


class _HomeWasOpened(_Told):
    event: _HomeOpened


class _TokensWereRevoked(_Told):
    event: _TokensRevoked


class _Verification(_Part):
    type: Literal["url_verification"]
    challenge: _Text


_KINDS: Mapping[str, type[_Part]] = {
    "block_actions": _Clicked,
    "view_submission": _Submitted,
    "event_callback": _Told,
    "url_verification": _Verification,
    "shortcut": _Shortcut,
    "message_action": _OnMessage,
}
_EVENTS: Mapping[str, type[_Told]] = {
    "app_home_opened": _HomeWasOpened,
    "tokens_revoked": _TokensWereRevoked,
}


def judged(delivery: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of a delivery, or raise `MalformedError`."""
    kind = _kind(delivery)
    if kind is None:
        raise MalformedError("of no kind that is listened to")
    try:
        return kind.model_validate(delivery).model_dump()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise MalformedError(ascii(f"{where}: {first['type']}")[1 : _REASON_MAX + 1]) from None


def _kind(delivery: Mapping[str, Any]) -> type[_Part] | None:
    if "command" in delivery:
        return _Command
    event = delivery.get("event")
    about = event.get("type") if isinstance(event, Mapping) else None
    kind = delivery.get("type")
    if kind == "event_callback" and isinstance(about, str):
        return _EVENTS.get(about, _Told)
    return _KINDS.get(kind) if isinstance(kind, str) else None
