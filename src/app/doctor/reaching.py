"""How Slack and the hub reach one another, as `greenlight doctor` tells it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.findings import PERSON
from app.settings import Settings
from bot.incoming.socket_mode import refusal


class Way(StrEnum):
    """Who begins: nobody, Slack by calling an address, or the hub by opening a socket."""

    NONE = "none"
    HTTP = "http"
    SOCKET_MODE = "socket_mode"


@dataclass(frozen=True, slots=True)
class Reach:
    """How Slack is reached.

    `app_token` and `signing_secret` say whether each is set; with an app token the secret is not
    used. `opens` is whether Slack would open a socket, None where it was not asked, and `problem`
    why it would not.
    """

    way: Way
    app_token: bool
    signing_secret: bool
    opens: bool | None = None
    problem: str | None = None


async def reach(settings: Settings, *, connect: bool) -> Reach:
    """Return how Slack is reached; `connect` has Slack asked for a socket, which is not opened."""
    token, secret = settings.slack_app_token, settings.slack_signing_secret
    if token is None:
        way = Way.NONE if secret is None else Way.HTTP
        return Reach(way, app_token=False, signing_secret=secret is not None)
    found = Reach(Way.SOCKET_MODE, app_token=True, signing_secret=secret is not None)
    if not connect:
        return found
    refused = await refusal(token.get_secret_value(), settings.slack_api_url)
    return replace(found, opens=refused is None, problem=refused.said if refused else None)


def told(reach: Reach) -> str:
    """Return the line about it."""
    if reach.way is Way.NONE:
        return (
            "Slack: not connected; set GREENLIGHT_SLACK_SIGNING_SECRET, or"
            " GREENLIGHT_SLACK_APP_TOKEN where Slack cannot reach this hub"
        )
    if reach.way is Way.HTTP:
        return "Slack: by HTTP, it calls /slack/events; a signing secret is set"
    if reach.problem is not None:
        return f"{PERSON}Slack: by Socket Mode: {reach.problem}"
    unused = "; the signing secret is not used" if reach.signing_secret else ""
    asked = ", and Slack would open a socket" if reach.opens else ""
    hint = "" if reach.opens else "; `--connect` asks Slack whether it is good"
    return f"Slack: by Socket Mode; an app token is set{asked}{unused}{hint}"
