"""Joining a workspace with the token that Slack shows once its app was installed there."""

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.installing.workspaces import TIMEOUT_SECONDS
from domain.errors import Invalid, Upstream
from domain.hub import Hub
from domain.people import workspaces
from domain.people.workspaces import Workspace


async def install(hub: Hub, token: str, api_url: str) -> Workspace:
    """Ask Slack whose `token` it is, and keep it, encrypted; a newer one replaces it.

    Raises `Invalid` if Slack does not know the token or it is no bot's, `Upstream` if Slack does
    not answer.
    """
    client = AsyncWebClient(token=token, base_url=api_url, timeout=TIMEOUT_SECONDS)
    try:
        found = await client.auth_test()
    except SlackApiError as error:
        raise Invalid(
            "bad_token", f"Slack refuses this token: {error.response['error']}.", ("token",)
        ) from error
    except (SlackClientError, OSError, TimeoutError) as error:
        raise Upstream("slack_unreachable", "Slack does not answer; try again.") from error
    if not found.get("bot_id"):
        raise Invalid("no_bot", "This is no bot's token; it begins with `xoxb-`.", ("token",))
    joined = Workspace(found["team_id"], found["team"], token, found["bot_id"], found["user_id"])
    await workspaces.install(hub, joined)
    return joined
