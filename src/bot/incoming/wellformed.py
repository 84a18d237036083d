"""What deliveries look like: the one place that judges it, and what it hands on is all there is.

A signature says who sent a delivery, not that it has the shape Slack documents. What the
listeners read is named here with its type; whatever else came along is left out, so that neither
Bolt nor a listener meets a value it does not expect. Lone surrogates are no text to pydantic;
U+0000 is none to PostgreSQL.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

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


class _Option(_Part):
    value: _Text


class _Action(_Part):
    action_id: _Name
    action_ts: _Id
    block_id: _Text = ""
    value: _Text = ""
    selected_option: _Option | None = None
    selected_user: _Id | None = None


def _organisation(given: object) -> object:
    """Take the organisation a workspace belongs to as Slack words it, or none."""
    held = given.get("id") if isinstance(given, Mapping) else given
    return held if isinstance(held, str) and held.isalnum() and len(held) <= 32 else None  # noqa: PLR2004  An id's length.


_Organisation = Annotated[_Id | None, BeforeValidator(_organisation)]


def _headline(given: object) -> object:
    """Take of a message its first headline alone; the rest was ours to begin with."""
    blocks = given.get("blocks") if isinstance(given, Mapping) else None
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, Mapping) and block.get("type") == "header":
            text = block.get("text")
            said = text.get("text") if isinstance(text, Mapping) else None
            return said[:150] if isinstance(said, str) else ""
    return ""


class _Container(_Part):
    message_ts: _Id = ""


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
    hash: _Text = ""
    private_metadata: _Text = ""
    state: _State = _State()
    blocks: list[_Block] = []


def _modal(given: object) -> object:
    """Take the form that something was used in; of a Home tab nothing."""
    return given if isinstance(given, Mapping) and given.get("type") == "modal" else None


class _Clicked(_Part):
    type: Literal["block_actions"]
    team: _Named
    enterprise: _Organisation = None
    user: _Named
    channel: _Named | None = None
    container: _Container = _Container()
    message: Annotated[_Text, BeforeValidator(_headline)] = ""
    trigger_id: _Trigger = ""
    response_url: _Text = ""
    view: Annotated[_View | None, BeforeValidator(_modal)] = None
    actions: Annotated[list[_Action], Field(min_length=1)]


class _Submitted(_Part):
    type: Literal["view_submission"]
    team: _Named
    enterprise: _Organisation = None
    user: _Named
    view: _View


class _Seen(_Part):
    type: Literal["modal", "home"]
    callback_id: _Text = ""
    private_metadata: _Text = ""


class _Asked(_Part):
    type: Literal["block_suggestion"]
    team: _Named
    enterprise: _Organisation = None
    user: _Named
    block_id: _Text
    action_id: _Name
    value: _Text = ""
    view: _Seen


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
    enterprise_id: _Organisation = None
    channel_id: _Id
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


class _AccessRevoked(_Event):
    team_ids: Annotated[list[_Id], Field(max_length=1_000)]


class _Link(_Part):
    url: _Text
    domain: _Text = ""


class _LinkShared(_Event):
    user: _Id
    channel: _Id = ""
    message_ts: _Id = ""
    unfurl_id: _Text = ""
    source: _Name = ""
    links: Annotated[list[_Link], Field(max_length=100)] = []


class _ChangedUser(_Part):
    id: _Id
    team_id: _Text = ""
    deleted: bool = False


class _UserChange(_Event):
    user: _ChangedUser


class _Authorization(_Part):
    enterprise_id: _Organisation = None
    is_enterprise_install: bool = False


class _Told(_Part):
    type: Literal["event_callback"]
    event_id: _Id
    team_id: _Id
    enterprise_id: _Organisation = None
    event: _Event


class _WasRemoved(_Told):
    is_enterprise_install: bool = False
    authorizations: Annotated[list[_Authorization], Field(max_length=100)] = []


class _HomeWasOpened(_Told):
    event: _HomeOpened


class _TokensWereRevoked(_WasRemoved):
    event: _TokensRevoked


class _AccessWasRevoked(_WasRemoved):
    team_id: _Id | None = None  # type: ignore[assignment]  # It is the organisation's news.
    event: _AccessRevoked


class _LinkWasShared(_Told):
    event: _LinkShared


class _UserChanged(_Told):
    event: _UserChange


class _Verification(_Part):
    type: Literal["url_verification"]
    challenge: _Text


_KINDS: Mapping[str, type[_Part]] = {
    "block_actions": _Clicked,
    "view_submission": _Submitted,
    "block_suggestion": _Asked,
    "event_callback": _Told,
    "url_verification": _Verification,
    "shortcut": _Shortcut,
    "message_action": _OnMessage,
}
_EVENTS: Mapping[str, type[_Told]] = {
    "app_home_opened": _HomeWasOpened,
    "app_uninstalled": _WasRemoved,
    "tokens_revoked": _TokensWereRevoked,
    "team_access_revoked": _AccessWasRevoked,
    "link_shared": _LinkWasShared,
    "user_change": _UserChanged,
    "team_join": _UserChanged,
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
