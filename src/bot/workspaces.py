"""Clients that speak in each workspace, over one shared connection pool."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from domain.hub import Hub
from domain.people import workspaces

#: How long Slack may take to answer, in seconds.
TIMEOUT_SECONDS = 10


class Clients:
    """Hands out one client per workspace; `api_url` is Slack's, or a fake's."""

    def __init__(self, hub: Hub, api_url: str) -> None:
        self._hub = hub
        self._api_url = api_url
        self._session: aiohttp.ClientSession | None = None
        self._known: dict[str, AsyncWebClient] = {}

    async def of(self, workspace_id: str) -> AsyncWebClient | None:
        """Return the client of a workspace; None if the hub is not installed there."""
        if workspace_id not in self._known:
            found = await workspaces.find(self._hub, workspace_id)
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
