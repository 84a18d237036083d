"""Clients that speak in each workspace, over one shared connection pool."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from domain.hub import Hub
from domain.people import workspaces
from domain.people.workspaces import Workspace

#: How long Slack may take to answer, in seconds.
TIMEOUT_SECONDS = 10


class Clients:
    """Hands out one client per workspace; `api_url` is Slack's, or a fake's."""

    def __init__(self, hub: Hub, api_url: str) -> None:
        self._hub = hub
        self._api_url = api_url
        self._session: aiohttp.ClientSession | None = None
        self._known: dict[str, AsyncWebClient] = {}
        self._workspaces: dict[str, Workspace] = {}

    async def workspace(self, workspace_id: str) -> Workspace | None:
        """Return a workspace the hub is installed in; kept until it is told otherwise."""
        if workspace_id not in self._workspaces:
            found = await workspaces.find(self._hub, workspace_id)
            if found is None:
                return None
            self._workspaces[workspace_id] = found
        return self._workspaces[workspace_id]

    async def forget(self, workspace_id: str) -> None:
        """Stop speaking in a workspace: the hub was removed there."""
        await workspaces.remove(workspace_id, self._hub.clock.now())
        self._workspaces.pop(workspace_id, None)
        self._known.pop(workspace_id, None)

    async def of(self, workspace_id: str) -> AsyncWebClient | None:
        """Return the client of a workspace; None if the hub is not installed there."""
        if workspace_id not in self._known:
            found = await self.workspace(workspace_id)
            if found is None:
                return None
            if self._session is None:
                self._session = aiohttp.ClientSession()
            self._known[workspace_id] = AsyncWebClient(
                token=found.token,
                base_url=self._api_url,
                session=self._session,
                timeout=TIMEOUT_SECONDS,
            )
        return self._known[workspace_id]

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
