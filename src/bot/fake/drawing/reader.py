"""Who reads a text: in which workspace, in which time zone, when."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.fake.workspace import Workspace

Node = dict[str, object]
"""`t` is the kind of node; `v` its text, `c` its children."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The eyes through which names and dates are shown."""

    workspace: Workspace
    user: str
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The reader's time zone."""
        person = self.workspace.users.get(self.user)
        return ZoneInfo(person.tz if person else "UTC")

    def mention(self, user_id: str, label: str = "") -> Node:
        """Return a person as a node; somebody unknown keeps the label or the id."""
        person = self.workspace.users.get(user_id)
        name = person.real_name if person else label or user_id
        return {"t": "user", "v": f"@{name}", "me": user_id == self.user}

    def place(self, channel_id: str, label: str = "") -> Node:
        """Return a channel as a node; a private one the reader is not in stays nameless."""
        channel = self.workspace.channels.get(channel_id)
        if channel is None:
            return {"t": "channel", "v": f"#{label or channel_id}"}
        if channel.kind != "public" and self.user not in channel.members:
            return {"t": "channel", "v": "#private-channel"}
        return {"t": "channel", "v": f"#{channel.name}", "id": channel.id}
