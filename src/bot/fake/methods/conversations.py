"""The conversations methods: opening, joining, listing, and reading what was said."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from bot.fake import wire
from bot.fake.errors import SlackError
from bot.fake.methods.call import Call, Method, takes
from bot.fake.model import Channel, Message
from bot.fake.rates import TIER_2, TIER_3, TIER_4
from bot.fake.wire import Wire
from bot.fake.workspace import MPIM_PEOPLE_MAX

_KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = {
    "public": "channels:history",
    "private": "groups:history",
    "im": "im:history",
    "mpim": "mpim:history",
}
_WRITE = ("im:write", "mpim:write", "channels:manage", "groups:write")


def _open(call: Call) -> Wire:
    if call.text("channel"):
        channel = _seen(call)
        return {"channel": wire.channel(channel, call.bot), "already_open": True}
    people = [one.strip() for one in call.text("users").split(",") if one.strip()]
    if not people:
        raise SlackError("users_list_not_supplied")
    if len(people) > MPIM_PEOPLE_MAX:
        raise SlackError("too_many_users")
    for person in people:
        user = call.workspace.user(person)
        if user.deleted:
            raise SlackError("user_disabled")
        if user.is_bot:
            raise SlackError("cannot_dm_bot")
    known = len(call.workspace.channels)
    channel = call.workspace.direct([call.bot, *people], call.now)
    shown = wire.channel(channel, call.bot) if call.flag("return_im") else {"id": channel.id}
    old = len(call.workspace.channels) == known
    return {"channel": shown, **({"already_open": True, "no_op": True} if old else {})}


def _info(call: Call) -> Wire:
    return {"channel": wire.channel(_seen(call), call.bot)}


def _list(call: Call) -> Wire:
    channels, following = call.page(listed(call))
    return {
        "channels": [wire.channel(one, call.bot) for one in channels],
        "response_metadata": {"next_cursor": following},
    }


def listed(call: Call) -> list[Channel]:
    """Return the conversations that `types` and `exclude_archived` leave and the bot may see."""
    types = (call.text("types") or "public_channel").split(",")
    if any(one.strip() not in _KINDS for one in types):
        raise SlackError("invalid_types")
    kinds = {_KINDS[one.strip()] for one in types}
    return [
        channel
        for channel in call.workspace.channels.values()
        if channel.kind in kinds
        and (channel.kind == "public" or call.bot in channel.members)
        and not (channel.is_archived and call.flag("exclude_archived"))
    ]


def _members(call: Call) -> Wire:
    people, following = call.page(_seen(call).members)
    return {"members": people, "response_metadata": {"next_cursor": following}}


def _join(call: Call) -> Wire:
    channel = _seen(call)
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.bot in channel.members:
        told = {"warning": "already_in_channel"}
        warned = {"response_metadata": {"warnings": ["already_in_channel"]}}
        return {"channel": wire.channel(channel, call.bot), **told, **warned}
    channel.members.append(call.bot)
    call.workspace.touch()
    return {"channel": wire.channel(channel, call.bot)}


def _history(call: Call) -> Wire:
    channel = _read(call)
    held = [
        one
        for one in call.workspace.messages[channel.id]
        if one.only_for is None and (not one.is_reply or one.reply_broadcast)
    ]
    messages, following = call.page([one for one in reversed(held) if _is_between(call, one)])
    return {
        "messages": [_shown(call, one) for one in messages],
        "has_more": bool(following),
        "pin_count": 0,
        **({"response_metadata": {"next_cursor": following}} if following else {}),
    }


def _replies(call: Call) -> Wire:
    channel = _read(call)
    try:
        parent = call.workspace.message(channel.id, call.needed("ts"))
    except SlackError:
        raise SlackError("thread_not_found") from None
    replies = [one for one in call.workspace.thread(channel.id, parent.ts) if one.only_for is None]
    messages, following = call.page([parent, *(one for one in replies if _is_between(call, one))])
    return {
        "messages": [_shown(call, one) for one in messages],
        "has_more": bool(following),
        **({"response_metadata": {"next_cursor": following}} if following else {}),
    }


def _seen(call: Call) -> Channel:
    return call.workspace.channel_seen_by(call.bot, call.needed("channel"))


def _read(call: Call) -> Channel:
    channel = _seen(call)
    needed = _HISTORY[channel.kind]
    if not call.may(needed):
        provided = ",".join(call.workspace.installation.scopes)
        raise SlackError("missing_scope", needed=needed, provided=provided)
    if call.bot not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _shown(call: Call, message: Message) -> Wire:
    shown = wire.message(call.workspace, call.app, message)
    if not call.flag("include_all_metadata"):
        shown.pop("metadata", None)
    return shown


def _is_between(call: Call, message: Message) -> bool:
    ts, inclusive = Decimal(message.ts), call.flag("inclusive")
    oldest, latest = _bound(call, "oldest"), _bound(call, "latest")
    after = oldest is None or ts > oldest or (inclusive and ts == oldest)
    before = latest is None or ts < latest or (inclusive and ts == latest)
    return after and before


def _bound(call: Call, name: str) -> Decimal | None:
    try:
        return Decimal(call.text(name)) if call.text(name) else None
    except InvalidOperation:
        raise SlackError(f"invalid_ts_{name}") from None


_READS = tuple(_HISTORY.values())
_PAGED = "cursor limit oldest latest inclusive include_all_metadata"

METHODS: Mapping[str, Method] = {
    "conversations.open": Method(_open, TIER_3, takes("channel users return_im"), _WRITE),
    "conversations.info": Method(
        _info, TIER_3, takes("channel include_locale include_num_members"), _READ
    ),
    "conversations.list": Method(
        _list, TIER_2, takes("types exclude_archived cursor limit team_id"), _READ
    ),
    "conversations.members": Method(_members, TIER_4, takes("channel cursor limit"), _READ),
    "conversations.join": Method(_join, TIER_3, takes("channel"), ("channels:join",)),
    "conversations.history": Method(_history, TIER_3, takes(f"channel {_PAGED}"), _READS),
    "conversations.replies": Method(_replies, TIER_3, takes(f"channel ts {_PAGED}"), _READS),
}
