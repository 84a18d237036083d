"""All workspaces of one fake Slack, found by team or by token, saved to and loaded from a file."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from bot.fake.errors import SlackError
from bot.fake.model import App
from bot.fake.workspace import Workspace


@dataclass(slots=True)
class Code:
    """What somebody allowed: in which workspace, what, and where the browser was sent to."""

    team: str
    scopes: tuple[str, ...]
    redirect_uri: str
    ends_at: datetime


@dataclass(slots=True)
class Workspaces:
    """The app, and the workspaces it is installed in."""

    app: App = field(default_factory=App)
    teams: dict[str, Workspace] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)

    def add(self, workspace: Workspace) -> Workspace:
        """Take a workspace in."""
        self.teams[workspace.id] = workspace
        return workspace

    def team(self, team_id: str) -> Workspace:
        """Return a workspace, or raise `team_not_found`."""
        if team_id not in self.teams:
            raise SlackError("team_not_found")
        return self.teams[team_id]

    def installed_with(self, team_id: str) -> list[Workspace]:
        """Return the workspaces that have the app by one installation with a workspace's."""
        one = self.team(team_id)
        if not one.enterprise_id:
            return [one]
        return [team for team in self.teams.values() if team.enterprise_id == one.enterprise_id]

    def by_token(self, token: str, now: datetime | None = None) -> Workspace:
        """Return the workspace a bot token belongs to, or refuse as Slack does."""
        for workspace in self.teams.values():
            held = workspace.installation
            ends = {held.token: held.ends_at, held.earlier_token: held.earlier_ends_at}
            if token and token in ends:
                if not held.is_active:
                    raise SlackError("account_inactive")
                end = ends[token]
                if now is not None and end is not None and end <= now:
                    raise SlackError("token_expired")
                return workspace
        raise SlackError("invalid_auth")

    def to_json(self) -> bytes:
        """Return everything as JSON."""
        return _ADAPTER.dump_json(self, indent=1)

    @classmethod
    def from_json(cls, data: bytes) -> "Workspaces":
        """Read back what `to_json` wrote; raises a ValueError for anything else."""
        return _ADAPTER.validate_json(data)

    def save(self, path: Path) -> None:
        """Write everything to a file, so that a crash leaves the old one or the new one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(path.name + ".new")
        beside.write_bytes(self.to_json())
        beside.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Workspaces":
        """Read a file that `save` wrote."""
        return cls.from_json(path.read_bytes())


_ADAPTER = TypeAdapter(Workspaces)
