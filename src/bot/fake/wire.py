"""The JSON in which Slack shows its users, channels, messages and views."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.fake.model import App, Channel, Message, User, View
from bot.fake.workspace import Workspace

Wire = dict[str, object]


def user(person: User, now: datetime, *, with_email: bool, with_locale: bool = False) -> Wire:
    """Return a user object; the address only for tokens that may read it."""
    offset = now.astimezone(ZoneInfo(person.tz)).utcoffset()
    profile: Wire = {
        "real_name": person.real_name,
        "display_name": person.name,
        "real_name_normalized": person.real_name,
        "display_name_normalized": person.name,
        "team": person.team_id,
    }
    if with_email and person.email:
        profile["email"] = person.email
    shown: Wire = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": person.deleted,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": profile,
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_stranger": person.is_stranger,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "is_email_confirmed": person.email is not None,
    }
    return {**shown, "locale": person.locale} if with_locale else shown


def channel(conversation: Channel, viewer: str) -> Wire:
    """Return a conversation object as the viewer, usually the bot, sees it."""
    shown: Wire = {
        "id": conversation.id,
        "created": int(conversation.created.timestamp()),
        "is_archived": conversation.is_archived,
        "is_im": conversation.kind == "im",
        "is_mpim": conversation.kind == "mpim",
        "is_org_shared": False,
    }
    if conversation.kind == "im":
        others = [one for one in conversation.members if one != viewer]
        return {**shown, "user": others[0] if others else viewer, "is_open": True}
    return {
        **shown,
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": conversation.kind == "public",
        "is_group": conversation.kind == "private",
        "is_private": conversation.kind != "public",
        "is_member": viewer in conversation.members,
        "is_general": conversation.name == "general",
        "is_shared": False,
        "is_ext_shared": False,
        "topic": {"value": conversation.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(conversation.members),
    }


def message(workspace: Workspace, app: App, shown: Message) -> Wire:
    """Return a message object, with its thread's counts on the message that began it."""
    body: Wire = {
        "type": "message",
        "user": shown.user,
        "text": shown.text,
        "ts": shown.ts,
        "team": workspace.id,
    }
    if shown.bot_id:
        body |= {"bot_id": shown.bot_id, "app_id": app.id}
    if shown.blocks:
        body["blocks"] = shown.blocks
    if shown.thread_ts:
        body["thread_ts"] = shown.thread_ts
    if shown.edited_ts:
        body["edited"] = {"user": shown.edited_by, "ts": shown.edited_ts}
    if shown.metadata:
        body["metadata"] = shown.metadata
    return body | _thread(workspace, shown)


def _thread(workspace: Workspace, shown: Message) -> Wire:
    replies = [] if shown.is_reply else workspace.thread(shown.channel, shown.ts)
    lasting = [reply for reply in replies if reply.only_for is None]
    if not lasting:
        return {}
    people = list(dict.fromkeys(reply.user for reply in lasting))
    return {
        "thread_ts": shown.ts,
        "reply_count": len(lasting),
        "reply_users_count": len(people),
        "reply_users": people,
        "latest_reply": lasting[-1].ts,
    }


def view(workspace: Workspace, app: App, shown: View) -> Wire:
    """Return a view object with what has been entered into it."""
    given: Mapping[str, object] = shown.payload
    return {
        "id": shown.id,
        "team_id": workspace.id,
        "type": given["type"],
        "blocks": shown.blocks,
        "private_metadata": given.get("private_metadata", ""),
        "callback_id": given.get("callback_id", ""),
        "state": {"values": shown.values},
        "hash": shown.hash,
        "title": given.get("title"),
        "clear_on_close": given.get("clear_on_close", False),
        "notify_on_close": given.get("notify_on_close", False),
        "close": given.get("close"),
        "submit": given.get("submit"),
        "previous_view_id": shown.previous_view_id,
        "root_view_id": shown.root_view_id,
        "app_id": app.id,
        "external_id": given.get("external_id", ""),
        "app_installed_team_id": workspace.id,
        "bot_id": workspace.installation.bot_id,
    }
