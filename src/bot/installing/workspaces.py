"""Clients that speak in each workspace, over one shared connection pool."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from domain import steps
from domain.hub import Hub
from domain.people import workspaces
from domain.people.workspaces import Workspace

#: How long Slack may take to answer, in seconds.
TIMEOUT_SECONDS = 10


#: Slack's words for a token that is not the right one any more.
_STALE = frozenset(
    {"invalid_auth", "token_revoked", "token_expired", "account_inactive", "not_authed"}
)


class _Again(AsyncConnectionErrorRetryHandler):
    """Calls again, once, where the connection broke; but never posts again.

    The message may stand already, and only the sender knows how to look for it.
    """

    async def can_retry_async(self, *, request: HttpRequest, **named: Any) -> bool:  # noqa: ANN401  The library's own.
        """Whether a call that failed may be repeated at once."""
        if request.url.endswith("/chat.postMessage"):
            return False
        return await super().can_retry_async(request=request, **named)


class _Client(AsyncWebClient):
    """A client that reads its token again, once, when Slack does not take it any more.

    Another process may have kept a newer one since: an app that is installed again gets one.
    """

    def __init__(self, renewed: Callable[[str], Awaitable[str | None]], **named: Any) -> None:  # noqa: ANN401  The library's own.
        super().__init__(**named)
        self._renewed = renewed

    async def api_call(self, api_method: str, **named: Any) -> AsyncSlackResponse:  # noqa: ANN401  The library's own.
        """Call a method of the Web API; every other method of this class comes here."""
        used = self.token or ""
        try:
            return await self._call(api_method, **named)
        except SlackApiError as error:
            if error.response.get("error") not in _STALE:
                raise
            newer = await self._renewed(used)
            if newer is None:
                raise
        self.token = newer
        return await self._call(api_method, **named)

    async def _call(self, api_method: str, **named: Any) -> AsyncSlackResponse:  # noqa: ANN401  As above.
        with steps.calling("slack", api_method) as step:
            try:
                answer = await super().api_call(api_method, **named)
            except SlackApiError as error:
                step.outcome = _outcome(error)
                raise
            step.outcome = str(answer.status_code)
            return answer


def _outcome(error: SlackApiError) -> str:
    """Return what Slack answered: its status, or that it refused with one that says success."""
    status = int(getattr(error.response, "status_code", 0) or 0)
    return "refused" if status < 400 else str(status)  # noqa: PLR2004  HTTP's own.


class Clients:
    """Hands out one client per workspace; `api_url` is Slack's, or a fake's."""

    def __init__(self, hub: Hub, api_url: str) -> None:
        self._hub = hub
        self._api_url = api_url
        self._session: aiohttp.ClientSession | None = None
        self._known: dict[str, AsyncWebClient] = {}
        self._workspaces: dict[str, Workspace] = {}

    async def workspace(self, workspace_id: str) -> Workspace | None:
        """Return a workspace the hub is installed in; kept until its token is refused."""
        if workspace_id not in self._workspaces:
            found = await workspaces.find(self._hub, workspace_id)
            if found is None:
                return None
            self._workspaces[workspace_id] = found
        return self._workspaces[workspace_id]

    async def forget(self, installation_id: str) -> None:
        """Stop speaking where the hub was removed: in a workspace, or a whole organisation's."""
        await workspaces.remove(installation_id, self._hub.clock.now())
        for workspace_id in await workspaces.branches(installation_id):
            self._workspaces.pop(workspace_id, None)
            self._known.pop(workspace_id, None)

    async def part(self, organisation_id: str, workspace_ids: Sequence[str]) -> None:
        """Stop speaking in workspaces that an organisation's installation lost."""
        await workspaces.remove_branches(organisation_id, workspace_ids)
        for workspace_id in workspace_ids:
            await self.joined(workspace_id)

    async def joined(self, workspace_id: str) -> None:
        """Read again what is known of a workspace: the hub was installed there."""
        self._workspaces.pop(workspace_id, None)
        self._known.pop(workspace_id, None)

    async def refused(self, workspace_id: str, token: str) -> None:
        """Keep that `token` opens nothing any more, unless there is a newer one by now."""
        await workspaces.refused(workspace_id, token, self._hub)

    async def heard_from(self, workspace_id: str, organisation_id: str | None) -> None:
        """Learn that a workspace is one of an organisation that the hub is installed in."""
        if organisation_id and await self.workspace(workspace_id) is None:
            await workspaces.add_branch(workspace_id, organisation_id)

    async def of(self, workspace_id: str) -> AsyncWebClient | None:
        """Return the client of a workspace; None if the hub is not installed there."""
        if workspace_id not in self._known:
            found = await self.workspace(workspace_id)
            if found is None:
                return None
            if self._session is None:
                self._session = aiohttp.ClientSession()
            self._known[workspace_id] = _Client(
                lambda used: self._newer(workspace_id, used),
                token=found.token,
                base_url=self._api_url,
                session=self._session,
                timeout=TIMEOUT_SECONDS,
                retry_handlers=[_Again()],
            )
        return self._known[workspace_id]

    async def _newer(self, workspace_id: str, used: str) -> str | None:
        """Return the token of a workspace if it is another than `used`."""
        self._workspaces.pop(workspace_id, None)
        found = await self.workspace(workspace_id)
        if found is None:
            self._known.pop(workspace_id, None)
        return found.token if found is not None and found.token != used else None

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
