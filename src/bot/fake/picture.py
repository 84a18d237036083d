"""What the page shows one person: their workspace, one place in it, and their open modals."""

from datetime import UTC, datetime

from bot.fake.drawing import Reader, drawn, drawn_text
from bot.fake.errors import SlackError
from bot.fake.model import Channel, Message, User, View
from bot.fake.slack import FakeSlack
from bot.fake.wire import Wire
from bot.fake.workspace import Workspace

HOME = "home"
MESSAGES_SHOWN_MAX = 200  # Ours: the page shows the latest, a whole history is not its purpose.
_FACES = 8  # As many colours as look.css has for faces.


def reader_of(fake: FakeSlack, team: str, user: str) -> Reader:
    """Return the eyes of a person, or of the first one where none or nobody known is named."""
    teams = fake.workspaces.teams
    if not teams:
        raise SlackError("team_not_found")
    workspace = teams.get(team) or next(iter(teams.values()))
    people = [one.id for one in workspace.users.values() if _is_person(one)]
    if not people:
        raise SlackError("user_not_found")
    return Reader(workspace, user if user in people else people[0], fake.clock.now())


def picture(fake: FakeSlack, reader: Reader, place: str, thread_ts: str) -> Wire:
    """Return all that the page needs to draw itself for this reader at this place."""
    workspace = reader.workspace
    channels = [one for one in workspace.channels.values() if reader.user in one.members]
    here = next((one for one in channels if one.id == place), None)
    if here is None and place != HOME:
        here = next((one for one in channels if not one.is_direct and not one.is_archived), None)
    return {
        "version": workspace.version,
        "teams": [{"id": one.id, "name": one.name} for one in fake.workspaces.teams.values()],
        "team": {"id": workspace.id, "name": workspace.name},
        "app": _app(fake, reader, channels),
        "me": reader.user,
        "people": [_person(one) for one in workspace.users.values() if not one.deleted],
        "channels": [_channel(one, reader) for one in channels],
        "place": here.id if here else HOME,
        "messages": _messages(reader, here) if here else [],
        "thread": _thread(reader, here, thread_ts) if here and thread_ts else None,
        "home": _view(workspace.homes[reader.user], reader) if _has_home(reader) else None,
        "modals": [_view(one, reader) for one in workspace.modals.get(reader.user, [])],
    }


def _app(fake: FakeSlack, reader: Reader, channels: list[Channel]) -> Wire:
    app, bot = fake.workspaces.app, reader.workspace.installation.bot_user_id
    direct = next((one.id for one in channels if one.kind == "im" and bot in one.members), None)
    return {
        "name": app.name,
        "bot": bot,
        "direct": direct,
        "commands": [
            {"command": one.command, "description": one.description, "hint": one.usage_hint}
            for one in app.commands
        ],
        "shortcuts": [
            {"callback_id": one.callback_id, "name": one.name, "type": one.type}
            for one in app.shortcuts
        ],
    }


def _has_home(reader: Reader) -> bool:
    return reader.user in reader.workspace.homes


def _is_person(user: User) -> bool:
    return not user.is_bot and not user.deleted


def _person(user: User) -> Wire:
    # What stands in brackets, as "(sample)" does, is no part of the name.
    words = [word for word in user.real_name.split() if word[0].isalnum()] or [user.name]
    return {
        "id": user.id,
        "name": user.real_name,
        "handle": user.name,
        "is_bot": user.is_bot,
        "is_guest": user.is_restricted or user.is_ultra_restricted or user.is_stranger,
        "initials": "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper(),
        "face": sum(map(ord, user.id)) % _FACES,
    }


def _channel(channel: Channel, reader: Reader) -> Wire:
    latest = [one.ts for one in _visible(reader, channel) if not one.is_reply]
    return {
        "id": channel.id,
        "name": _name(channel, reader),
        "kind": channel.kind,
        "topic": channel.topic,
        "is_archived": channel.is_archived,
        "members": len(channel.members),
        "with": [one for one in channel.members if one != reader.user],
        "latest": latest[-1] if latest else "",
    }


def _name(channel: Channel, reader: Reader) -> str:
    if not channel.is_direct:
        return channel.name
    others = [one for one in channel.members if one != reader.user]
    names = [_name_of(reader.workspace, one) for one in others or channel.members]
    return ", ".join(names)


def _name_of(workspace: Workspace, user_id: str) -> str:
    person = workspace.users.get(user_id)
    return person.real_name if person else user_id


def _visible(reader: Reader, channel: Channel) -> list[Message]:
    held = reader.workspace.messages.get(channel.id, [])
    return [one for one in held if one.only_for in (None, reader.user)]


def _messages(reader: Reader, channel: Channel) -> list[Wire]:
    shown = [one for one in _visible(reader, channel) if not one.is_reply or one.reply_broadcast]
    return [_message(one, reader) for one in shown[-MESSAGES_SHOWN_MAX:]]


def _thread(reader: Reader, channel: Channel, ts: str) -> list[Wire]:
    shown = [one for one in _visible(reader, channel) if ts in (one.ts, one.thread_ts)]
    return [_message(one, reader) for one in shown]


def _message(message: Message, reader: Reader) -> Wire:
    at = datetime.fromtimestamp(float(message.ts), UTC).astimezone(reader.zone)
    today = reader.now.astimezone(reader.zone).date()
    replies = [
        one
        for one in reader.workspace.thread(message.channel, message.ts)
        if one.only_for in (None, reader.user)
    ]
    return {
        "channel": message.channel,
        "ts": message.ts,
        "user": message.user,
        "name": _name_of(reader.workspace, message.user),
        "is_app": message.bot_id is not None,
        "day": "Today" if at.date() == today else f"{at:%A}, {at:%B} {at.day}",
        "time": f"{at.hour % 12 or 12}:{at:%M %p}",
        "nodes": drawn_text(message.text, reader),
        "blocks": drawn(message.blocks, reader),
        "is_edited": message.edited_ts is not None,
        "is_private": message.only_for is not None,
        "thread_ts": message.thread_ts,
        "is_reply": message.is_reply,
        "replies": len(replies),
        "repliers": list(dict.fromkeys(one.user for one in replies)),
    }


def _view(view: View, reader: Reader) -> Wire:
    texts = {name: drawn(view.payload.get(name), reader) for name in ("title", "submit", "close")}
    return {
        "id": view.id,
        "hash": view.hash,
        "blocks": drawn(view.blocks, reader),
        "values": view.values,
        **texts,
    }
