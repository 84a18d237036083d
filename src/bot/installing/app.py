"""What Slack knows the app by; quick to import, since the settings hold it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OAuthApp:
    """What Slack knows the app by."""

    client_id: str
    client_secret: str = field(repr=False)
