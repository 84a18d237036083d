"""The manifest of the Slack app: what Slack needs to know, for one host."""

from typing import Any

from bot.ids import CAMPAIGN_COMMAND, CASE_COMMAND
from domain.errors import Invalid

SCOPES = [
    "commands",
    "chat:write",
    "im:write",
    "users:read",
    "users:read.email",
    "channels:read",
    "groups:read",
    "team:read",
]


def manifest(host: str) -> dict[str, Any]:
    """Return the manifest; `host` begins with https://, as Slack demands."""
    if not host.startswith("https://"):
        raise Invalid("not_https", "Slack reaches hosts by https:// only.", ("host",))
    url = f"{host.rstrip('/')}/slack/events"
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": "Greenlight",
            "description": "Asks for, approves and publishes branded audio.",
            "background_color": "#14532d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Greenlight", "always_online": True},
            "slash_commands": [
                _command(
                    CAMPAIGN_COMMAND, "Ask for campaigns, see requests", "new | list | show 12", url
                ),
                _command(CASE_COMMAND, "What cases are", "help", url),
            ],
        },
        "oauth_config": {"scopes": {"bot": SCOPES}},
        "settings": {
            "event_subscriptions": {
                "request_url": url,
                "bot_events": ["app_home_opened", "app_uninstalled", "tokens_revoked"],
            },
            "interactivity": {"is_enabled": True, "request_url": url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": False,
            "token_rotation_enabled": False,
        },
    }


def _command(name: str, description: str, hint: str, url: str) -> dict[str, Any]:
    return {
        "command": name,
        "description": description,
        "usage_hint": hint,
        "url": url,
        "should_escape": True,
    }
