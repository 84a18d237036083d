"""One workspace: its people, channels, messages, and the short-lived rights it hands out.

Nothing here knows HTTP. `now` is an argument everywhere; ids come from a counter that is saved
with the rest, so a reloaded demo goes on where it stopped.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.fake.errors import SlackError
from bot.fake.model import (
    RESPONSE_URL_LIFE,
    RESPONSE_URL_USES_MAX,
    TRIGGER_LIFE,
    Channel,
    ChannelKind,
    File,
    Installation,
    Message,
    ResponseUrl,
    Trigger,
    User,
    View,
)

MPIM_PEOPLE_MAX = 8  # Methods, conversations.open: `too_many_users`.
_PREFIX: dict[ChannelKind, str] = {"public": "C", "private": "C", "im": "D", "mpim": "G"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Workspace:
    """The whole state of one team, and the few changes that can happen to it."""

    id: str
    name: str
    domain: str
    installation: Installation
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[str, list[Message]] = field(default_factory=dict)
    """By channel id, oldest first; ephemeral ones included."""
    homes: dict[str, View] = field(default_factory=dict)
    modals: dict[str, list[View]] = field(default_factory=dict)
    """By user id, the lowest first."""
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    enterprise_id: str = ""
    """The organisation that the app is installed in as a whole, if it is."""
    counter: int = 0
    last_micros: int = 0
    version: int = 0
    """Counts every change, so that a page knows when to draw again."""

    def touch(self) -> None:
        """Note that something visible has changed."""
        self.version += 1

    def next_id(self, prefix: str) -> str:
        """Return an id of Slack's look, never given before in this workspace."""
        self.counter += 1
        return f"{prefix}0{self.id[1:4]}{self.counter:06d}"

    def next_ts(self, now: datetime) -> str:
        """Return the next message key: now, or a microsecond after the last one."""
        micros = max((now - _EPOCH) // timedelta(microseconds=1), self.last_micros + 1)
        self.last_micros = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    # People and channels.

    def add_user(self, user: User) -> User:
        """Take a person in; their home is this workspace unless they say otherwise."""
        user.team_id = user.team_id or self.id
        self.users[user.id] = user
        self.touch()
        return user

    def user(self, user_id: str) -> User:
        """Return a person, or raise `user_not_found`."""
        if user_id not in self.users:
            raise SlackError("user_not_found")
        return self.users[user_id]

    def add_channel(
        self, name: str, kind: ChannelKind, members: Iterable[str], *, now: datetime, id_: str = ""
    ) -> Channel:
        """Make a conversation; `id_` fixes its id where a demo or a test wants to know it."""
        channel = Channel(id_ or self.next_id(_PREFIX[kind]), name, kind, now, list(members))
        self.channels[channel.id] = channel
        self.messages.setdefault(channel.id, [])
        self.touch()
        return channel

    def channel(self, channel_id: str) -> Channel:
        """Return a channel, or raise `channel_not_found`."""
        if channel_id not in self.channels:
            raise SlackError("channel_not_found")
        return self.channels[channel_id]

    def channel_seen_by(self, user_id: str, channel_id: str) -> Channel:
        """Return a channel this user may know of: a public one, or one they are in."""
        channel = self.channel(channel_id)
        if channel.kind != "public" and user_id not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def direct(self, people: Iterable[str], now: datetime) -> Channel:
        """Return the direct message between these people, made if there is none yet."""
        among = sorted(set(people))
        for channel in self.channels.values():
            if channel.is_direct and sorted(channel.members) == among:
                return channel
        kind: ChannelKind = "im" if len(among) <= 2 else "mpim"  # noqa: PLR2004  Two are a pair.
        return self.add_channel("-".join(among), kind, among, now=now)

    # Messages.

    def post(self, message: Message) -> Message:
        """Put a message at the end of its channel."""
        self.messages.setdefault(message.channel, []).append(message)
        self.touch()
        return message

    def message(self, channel_id: str, ts: str) -> Message:
        """Return a lasting message, or raise `message_not_found`; ephemerals are not found."""
        for message in self.messages.get(channel_id, []):
            if message.ts == ts and message.only_for is None:
                return message
        raise SlackError("message_not_found")

    def message_for(self, user_id: str, channel_id: str, ts: str) -> Message:
        """Return a message as this reader sees it, their own ephemeral ones included."""
        for message in self.messages.get(channel_id, []):
            if message.ts == ts and message.only_for in (None, user_id):
                return message
        raise SlackError("message_not_found")

    def thread(self, channel_id: str, ts: str) -> list[Message]:
        """Return the replies under a message, oldest first."""
        held = self.messages.get(channel_id, [])
        return [message for message in held if message.is_reply and message.thread_ts == ts]

    def remove(self, message: Message) -> None:
        """Take a message away."""
        self.messages[message.channel].remove(message)
        self.touch()

    # Rights that end by themselves.

    def issue_trigger(self, user_id: str, now: datetime) -> Trigger:
        """Hand out a trigger id, and forget those that have long expired."""
        for old in [one.id for one in self.triggers.values() if _is_stale(one, now)]:
            del self.triggers[old]
        self.counter += 1
        # Slack's look: two numbers and a hexadecimal word.
        name = f"{self.counter}.{int(now.timestamp())}.{self.counter:032x}"
        self.triggers[name] = Trigger(name, user_id, now)
        return self.triggers[name]

    def exchange_trigger(self, trigger_id: str, now: datetime) -> str:
        """Use a trigger up and return whose it was; it works once, within three seconds."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.is_used:
            raise SlackError("exchanged_trigger_id")
        if now - trigger.issued_at > TRIGGER_LIFE:
            raise SlackError("expired_trigger_id")
        trigger.is_used = True
        return trigger.user

    def issue_response_url(
        self, user_id: str, channel_id: str, now: datetime, message_ts: str | None = None
    ) -> ResponseUrl:
        """Hand out the right to answer this interaction."""
        right = ResponseUrl(self.next_id("R"), user_id, channel_id, now, message_ts)
        self.response_urls[right.id] = right
        return right

    def use_response_url(self, name: str, now: datetime) -> ResponseUrl:
        """Use a response_url once more; five uses, thirty minutes."""
        right = self.response_urls.get(name)
        if right is None or now - right.issued_at > RESPONSE_URL_LIFE:
            raise SlackError("expired_url")
        if right.uses >= RESPONSE_URL_USES_MAX:
            raise SlackError("used_url")
        right.uses += 1
        return right

    def open_views(self) -> Iterator[View]:
        """Yield every view that stands open anywhere in the workspace."""
        yield from self.homes.values()
        for stack in self.modals.values():
            yield from stack


def _is_stale(trigger: Trigger, now: datetime) -> bool:
    # Kept a while after its end, so that a late use is told `expired`, not `invalid`.
    return now - trigger.issued_at > TRIGGER_LIFE * 20
