"""The chat methods: posting, editing, deleting, whispering, linking."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.fake import wire
from bot.fake.errors import SlackError
from bot.fake.methods.call import Call, Method, takes
from bot.fake.model import Channel, Message
from bot.fake.rates import SPECIAL, TIER_3, TIER_4
from bot.fake.views import with_ids
from bot.fake.wire import Wire
from bot.limits import MESSAGE_TEXT_MAX, MESSAGE_TEXT_UPDATE_MAX, refusals


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says, checked; `blocks` is None where the caller left them out."""

    text: str
    blocks: list[dict[str, object]] | None
    is_cut: bool = False
    """Whether the text was longer than Slack keeps."""


def content(call: Call) -> Content:
    """Return text and blocks, or raise Slack's error about them."""
    text, blocks = call.text("text"), call.json("blocks", "invalid_blocks_format")
    kept = text[:MESSAGE_TEXT_MAX]
    if blocks is None:
        if not text:
            raise SlackError("no_text")
        return Content(kept, None, is_cut=kept != text)
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    payload = {"text": kept, "blocks": blocks} if kept else {"blocks": blocks}
    refused = refusals(payload, "message")
    if refused:
        code = refused[0].code if refused[0].code in _OWN_CODES else "invalid_blocks"
        raise SlackError(code, [str(one) for one in refused])
    _check_files(call, blocks)
    return Content(kept, with_ids(call.workspace, blocks), is_cut=kept != text)


def _check_files(call: Call, blocks: list[object]) -> None:
    """Refuse pictures of files that nobody sent."""
    for block in blocks:
        named = block.get("slack_file") if isinstance(block, Mapping) else None
        file = (
            call.workspace.files.get(str(named.get("id"))) if isinstance(named, Mapping) else None
        )
        if named is not None and (file is None or not file.is_complete):
            raise SlackError("invalid_blocks", ["[ERROR] invalid slack file"])


_OWN_CODES = frozenset({"no_text", "msg_blocks_too_long"})


def _post_message(call: Call) -> Wire:
    channel = _postable(call)
    said = content(call)
    message = call.workspace.post(
        Message(
            ts=call.workspace.next_ts(call.now),
            channel=channel.id,
            user=call.bot,
            bot_id=call.workspace.installation.bot_id,
            text=said.text,
            blocks=said.blocks or [],
            thread_ts=_thread(call, channel),
            reply_broadcast=call.flag("reply_broadcast"),
            metadata=_metadata(call),
        )
    )
    shown = wire.message(call.workspace, call.app, message)
    answer: Wire = {"channel": channel.id, "ts": message.ts, "message": shown}
    if said.is_cut:
        answer["response_metadata"] = {"warnings": ["message_truncated"]}
    return answer


def _post_ephemeral(call: Call) -> Wire:
    channel = _postable(call)
    reader = call.needed("user")
    if reader not in channel.members:
        raise SlackError("user_not_in_channel")
    if len(call.text("text")) > MESSAGE_TEXT_MAX:
        raise SlackError("msg_too_long")
    said = content(call)
    message = call.workspace.post(
        Message(
            ts=call.workspace.next_ts(call.now),
            channel=channel.id,
            user=call.bot,
            bot_id=call.workspace.installation.bot_id,
            text=said.text,
            blocks=said.blocks or [],
            thread_ts=_thread(call, channel),
            only_for=reader,
        )
    )
    return {"message_ts": message.ts}


def _update(call: Call) -> Wire:
    channel = _seen(call)
    if channel.is_archived:
        raise SlackError("is_inactive")
    message = call.workspace.message(channel.id, call.needed("ts"))
    if message.bot_id != call.workspace.installation.bot_id:
        raise SlackError("cant_update_message")
    if len(call.text("text")) > MESSAGE_TEXT_UPDATE_MAX:
        raise SlackError("msg_too_long")
    said = content(call)
    metadata = _metadata(call)
    edit(call, message, said)
    message.metadata = message.metadata if metadata is None else metadata or None
    shown = wire.message(call.workspace, call.app, message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def edit(call: Call, message: Message, said: Content) -> None:
    """Replace what a message says.

    Text alone takes the blocks away and marks the message as edited; with blocks Slack shows
    no mark (methods, chat.update).
    """
    message.text, message.blocks = said.text, said.blocks or []
    if not message.blocks:
        message.edited_ts, message.edited_by = call.workspace.next_ts(call.now), call.bot
    call.workspace.touch()


def _delete(call: Call) -> Wire:
    channel = _seen(call)
    message = call.workspace.message(channel.id, call.needed("ts"))
    if message.bot_id != call.workspace.installation.bot_id:
        raise SlackError("cant_delete_message")
    call.workspace.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def _get_permalink(call: Call) -> Wire:
    channel = _seen(call)
    message = call.workspace.message(channel.id, call.needed("message_ts"))
    place = f"{call.origin}/slack/archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else ""
    return {"channel": channel.id, "permalink": place + thread}


def _unfurl(call: Call) -> Wire:
    message = call.workspace.message(_seen(call).id, call.needed("ts"))
    given = call.json("unfurls", "invalid_unfurls_format")
    if not isinstance(given, dict) or not given:
        raise SlackError("missing_unfurls")
    for url, shown in given.items():
        if url not in message.text:
            raise SlackError("cannot_unfurl_url")
        if not isinstance(shown, dict) or not isinstance(shown.get("blocks"), list):
            raise SlackError("invalid_unfurls_format")
        refused = refusals({"text": url, "blocks": shown["blocks"]}, "message")
        if refused:
            raise SlackError("invalid_blocks", [str(one) for one in refused])
        message.unfurls[url] = with_ids(call.workspace, shown["blocks"])
    call.workspace.touch()
    return {}


def _seen(call: Call) -> Channel:
    return call.workspace.channel_seen_by(call.bot, call.needed("channel"))


def _postable(call: Call) -> Channel:
    name = call.needed("channel")
    person = call.workspace.users.get(name)
    if person is not None and not person.deleted and not person.is_bot:
        return call.workspace.direct([call.bot, person.id], call.now)
    channel = _seen(call)
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.bot not in channel.members and not call.may("chat:write.public"):
        raise SlackError("not_in_channel")
    return channel


def _thread(call: Call, channel: Channel) -> str | None:
    ts = call.text("thread_ts")
    if not ts:
        return None
    try:
        parent = call.workspace.message(channel.id, ts)
    except SlackError:
        raise SlackError("thread_not_found") from None
    if parent.is_reply:
        raise SlackError("cannot_reply_to_message")
    return ts


def _metadata(call: Call) -> dict[str, object] | None:
    given = call.json("metadata", "invalid_metadata_format")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise SlackError("invalid_metadata_format")
    if given and set(given) != {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_schema")
    return given


_WORDS = "channel text blocks metadata"
_WRITE = ("chat:write",)

METHODS: Mapping[str, Method] = {
    "chat.postMessage": Method(
        _post_message,
        SPECIAL,
        takes(f"{_WORDS} thread_ts reply_broadcast unfurl_links unfurl_media"),
        _WRITE,
    ),
    "chat.postEphemeral": Method(
        _post_ephemeral, TIER_4, takes("channel text blocks user thread_ts"), _WRITE
    ),
    "chat.update": Method(_update, TIER_3, takes(f"{_WORDS} ts"), _WRITE),
    "chat.delete": Method(_delete, TIER_3, takes("channel ts"), _WRITE),
    "chat.unfurl": Method(_unfurl, TIER_3, takes("channel ts unfurls"), ("links:write",)),
    "chat.getPermalink": Method(_get_permalink, SPECIAL, takes("channel message_ts")),
}
