"""The manifest of the Slack app: what Slack needs to know, for one host or for none."""

from typing import Any, Literal
from urllib.parse import urlsplit

from bot.ids import CAMPAIGN_COMMAND, CASE_COMMAND, Shortcut
from domain.errors import Invalid

#: What the bot may do. It reads channels only to find a card of its own whose posting was never
#: confirmed, and writes files that are charts.
SCOPES = [
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
]

#: What Slack tells of. People who change are told of in a stream that is long in large workspaces.
EVENTS = [
    "app_home_opened",
    "app_uninstalled",
    "link_shared",
    "team_access_revoked",
    "team_join",
    "tokens_revoked",
    "user_change",
]


#: Shortcuts, as the menus of Slack show them: on a message, and anywhere.
SHORTCUTS: tuple[tuple[str, Literal["message", "global"], str, str], ...] = (
    (
        "Open a case",
        "message",
        Shortcut.CASE_FROM_MESSAGE.value,
        "Opens a case from this message",
    ),
    ("Open a case", "global", Shortcut.OPEN_CASE.value, "Opens a case"),
)


def manifest(host: str | None) -> dict[str, Any]:
    """Return the manifest; without a `host` for Socket Mode, where Slack has no address of ours.

    `host` begins with https://, as Slack demands.
    """
    if host is not None and not host.startswith("https://"):
        raise Invalid("not_https", "Slack reaches hosts by https:// only.", ("host",))
    url = None if host is None else f"{host.rstrip('/')}/slack/events"
    request_url = {} if url is None else {"request_url": url}
    menus_url = {} if url is None else {"message_menu_options_url": url}
    redirects, unfurls = _browsers(host)
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": "Greenlight",
            "description": "Asks for, approves and publishes branded audio.",
            "background_color": "#14532d",
        },
        "features": _features(url, unfurls),
        "oauth_config": {"scopes": {"bot": SCOPES}, **redirects},
        "settings": {
            "event_subscriptions": {
                **request_url,
                "bot_events": EVENTS,
            },
            "interactivity": {"is_enabled": True, **request_url, **menus_url},
            "org_deploy_enabled": host is not None,
            "socket_mode_enabled": host is None,
            "token_rotation_enabled": host is not None,
        },
    }


def _features(url: str | None, unfurls: dict[str, Any]) -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": True,
        },
        "bot_user": {"display_name": "Greenlight", "always_online": True},
        **unfurls,
        "slash_commands": [
            _command(
                CAMPAIGN_COMMAND,
                "Ask for campaigns, see requests",
                "new | list | approve 12",
                url,
            ),
            _command(CASE_COMMAND, "Open and handle cases", "new | list | show 12", url),
        ],
        "shortcuts": [
            {"name": name, "type": kind, "callback_id": used, "description": description}
            for name, kind, used, description in SHORTCUTS
        ],
    }


def _browsers(host: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the way back from an installation, and whose links are told of; both need a host."""
    if host is None:
        return {}, {}
    back = {"redirect_urls": [f"{host.rstrip('/')}/slack/oauth_redirect"]}
    domain = urlsplit(host).hostname
    return back, {"unfurl_domains": [domain]} if domain else {}


def _command(name: str, description: str, hint: str, url: str | None) -> dict[str, Any]:
    return {
        "command": name,
        "description": description,
        "usage_hint": hint,
        "should_escape": True,
        **({} if url is None else {"url": url}),
    }
