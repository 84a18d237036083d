"""Renewing tokens before they end: a job, so that no click ever waits for it.

Slack takes a refresh token once. So whose turn it is stands in the database: see
`domain.people.renewing`.
"""

import structlog
from slack_sdk.errors import SlackApiError

from bot.installing.app import OAuthApp
from bot.installing.oauth import access, ends_at
from bot.installing.workspaces import Clients
from bot.trouble import SlackTrouble, code_of
from domain.errors import Upstream
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.people import renewing

#: What renews every token that ends soon; it is asked for every hour.
KIND = "chat.renew"

#: Slack's words for a refresh token that opens nothing any more.
_OVER = frozenset(
    {"invalid_refresh_token", "token_revoked", "token_expired", "account_inactive", "invalid_auth"}
)

log = structlog.get_logger()


async def ask(hub: Hub) -> None:
    """Have tokens renewed now, since one has ended: nobody did it in time."""
    now = hub.clock.now()
    key = f"{KIND}:ended:{now:%Y-%m-%dT%H:%M}"
    await jobs.ask(hub.wake, now, key=key, kind=KIND, lane=KIND, details={})


async def hoped_for(hub: Hub, clients: Clients, workspace_id: str, token: str) -> bool:
    """Have a token that ended renewed now; False, and kept, where nothing renews it any more.

    Then nobody waits for it: what is to be told is told by another way.
    """
    if await renewing.possible(workspace_id):
        await ask(hub)
        return True
    await clients.refused(workspace_id, token)
    return False


async def renew(hub: Hub, api_url: str, app: OAuthApp | None, job: Job) -> None:
    """Renew every token that ends soon; the handler of `KIND`."""
    del job
    failed = [
        workspace_id
        for workspace_id in await renewing.due(hub.clock.now())
        if app is None or not await renew_one(hub, api_url, app, workspace_id)
    ]
    if failed:
        cause = "no client id and secret are set" if app is None else "Slack does not answer"
        raise Upstream("not_renewed", f"Tokens of {', '.join(failed)} are not renewed: {cause}.")


async def renew_one(hub: Hub, api_url: str, app: OAuthApp, workspace_id: str) -> bool:
    """Renew the token of an installation if it is our turn; False where Slack did not answer."""
    renewal = await renewing.claim(hub, workspace_id)
    if renewal is None:
        return True
    try:
        answer = await access(
            api_url, app, grant_type="refresh_token", refresh_token=renewal.refresh
        )
    except SlackApiError as error:
        return await _refused(renewal, code_of(error))
    except SlackTrouble as error:
        # It may have been used all the same: the next try finds out.
        log.warning("not_renewed", workspace=workspace_id, code=code_of(error))
        await renewing.let_go(renewal)
        return False
    token, refresh = str(answer["access_token"]), answer.get("refresh_token")
    ends = ends_at(hub.clock.now(), answer)
    if not await renewing.renewed(hub, renewal, token, refresh, ends):
        log.info("renewed_in_vain", workspace=workspace_id)  # It was installed anew meanwhile.
    return True


async def _refused(renewal: renewing.Renewal, code: str) -> bool:
    if code in _OVER:
        if await renewing.lost(renewal):
            log.error("needs_reinstall", workspace=renewal.workspace_id, code=code)
        return True
    log.warning("not_renewed", workspace=renewal.workspace_id, code=code)
    await renewing.let_go(renewal)
    return False
