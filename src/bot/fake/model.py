"""What a workspace is made of: plain values that survive a save and a load.

Times are UTC instants; a message's `ts` is Slack's own kind of key: seconds since 1970, a point
and six digits, unique within a workspace.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

TRIGGER_LIFE = timedelta(seconds=3)  # Slack's guide "handling user interaction": 3 seconds.
RESPONSE_URL_LIFE = timedelta(minutes=30)  # Same guide: 30 minutes.
RESPONSE_URL_USES_MAX = 5  # Same guide: "up to 5 times".

MANIFEST_SCOPES: tuple[str, ...] = (
    "commands",
    "chat:write",
    "im:write",
    "users:read",
    "users:read.email",
    "channels:read",
    "channels:history",
    "groups:read",
    "groups:history",
    "im:history",
    "team:read",
    "links:read",
    "links:write",
    "files:write",
)
"""The bot scopes that our manifest always asks for; no posting uninvited."""

ChannelKind = Literal["public", "private", "im", "mpim"]


@dataclass(slots=True)
class User:
    """A person or a bot, as one workspace sees them."""

    id: str
    name: str
    """The handle, without the at sign."""
    real_name: str
    email: str | None = None
    team_id: str = ""
    """The home workspace; another one than where they are seen marks a guest from outside."""
    is_bot: bool = False
    is_admin: bool = False
    is_restricted: bool = False
    """A guest who sees several channels."""
    is_ultra_restricted: bool = False
    """A guest who sees a single channel."""
    is_stranger: bool = False
    """From another workspace, and sharing no channel with this one."""
    deleted: bool = False
    tz: str = "UTC"
    locale: str = "en-US"


@dataclass(slots=True)
class Channel:
    """A conversation: public or private channel, direct or group message."""

    id: str
    name: str
    kind: ChannelKind
    created: datetime
    members: list[str] = field(default_factory=list)
    is_archived: bool = False
    topic: str = ""

    @property
    def is_direct(self) -> bool:
        """Whether this is a direct or group message."""
        return self.kind in ("im", "mpim")


@dataclass(slots=True)
class Message:
    """One message; `only_for` names the single reader of an ephemeral one."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[dict[str, object]] = field(default_factory=list)
    bot_id: str | None = None
    thread_ts: str | None = None
    reply_broadcast: bool = False
    edited_ts: str | None = None
    edited_by: str | None = None
    only_for: str | None = None
    metadata: dict[str, object] | None = None
    unfurls: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    """What is shown beneath, by address."""

    @property
    def is_reply(self) -> bool:
        """Whether this stands in a thread under another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(slots=True)
class View:
    """A modal or a Home tab as it stands open, with what the person has entered so far."""

    id: str
    user: str
    payload: dict[str, object]
    """What the bot gave: type, title, blocks, callback_id, private_metadata and so on."""
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    values: dict[str, dict[str, object]] = field(default_factory=dict)
    """Entries as Slack words them: block id, action id, element state."""
    offered: dict[tuple[str, str], list[dict[str, object]]] = field(default_factory=dict)
    """What the bot offered in menus that ask it, by block id and action id."""

    @property
    def blocks(self) -> list[dict[str, object]]:
        """The view's blocks."""
        held = self.payload.get("blocks")
        return [item for item in held if isinstance(item, dict)] if isinstance(held, list) else []


@dataclass(slots=True)
class Trigger:
    """The right to open one modal for one person, for three seconds."""

    id: str
    user: str
    issued_at: datetime
    is_used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """The right to answer one interaction a few times, without a token."""

    id: str
    user: str
    channel: str
    issued_at: datetime
    message_ts: str | None = None
    uses: int = 0


@dataclass(slots=True)
class File:
    """A file the app announced; others see it once it was sent and is complete."""

    id: str
    name: str
    length: int
    alt: str = ""
    is_sent: bool = False
    is_complete: bool = False


@dataclass(slots=True)
class Installation:
    """The app in one workspace: its bot user, its token, and what the token may do."""

    bot_user_id: str
    bot_id: str
    token: str
    scopes: list[str] = field(default_factory=lambda: list(MANIFEST_SCOPES))
    is_active: bool = True
    refresh_token: str = ""
    """What the next token is asked for with, once; empty where tokens do not end."""
    ends_at: datetime | None = None
    earlier_token: str = ""
    """The token before this one, which is good until it ends."""
    earlier_ends_at: datetime | None = None


@dataclass(slots=True)
class Command:
    """A slash command the app has registered."""

    command: str
    description: str
    usage_hint: str = ""


@dataclass(slots=True)
class Shortcut:
    """A shortcut the app has registered: on a message, or anywhere."""

    callback_id: str
    name: str
    type: Literal["message", "global"]


@dataclass(slots=True)
class App:
    """The app as its manifest describes it to Slack."""

    id: str = "A0GREENLIGHT"
    name: str = "Greenlight"
    app_token: str = "xapp-look-alike"  # noqa: S105  It opens the look-alike alone.
    """What opens a socket; made under Basic Information, with `connections:write`."""
    client_id: str = "1234.5678"
    client_secret: str = "look-alike-client-secret"  # noqa: S105  It opens the look-alike alone.
    rotates: bool = True
    """Whether tokens end and are renewed."""
    commands: list[Command] = field(default_factory=list)
    shortcuts: list[Shortcut] = field(default_factory=list)
