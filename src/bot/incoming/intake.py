"""What is done with one delivery, whichever way it came: taken in once, dispatched, answered."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.incoming.deliveries import OWN_RECEIPT, SCOPE, action_of, key_of
from bot.incoming.wellformed import judged
from domain.database import transaction
from domain.hub import Hub
from domain.receipts import service as receipts


class Intake:
    """The one way in, behind the endpoint and behind the socket."""

    def __init__(self, hub: Hub, app: AsyncApp) -> None:
        self._hub = hub
        self._app = app

    async def take(self, delivery: dict[str, Any]) -> BoltResponse | None:
        """Do what a delivery asks for and return the answer; None if that was done before.

        Raises `MalformedError` where it is of no shape that Slack documents.
        """
        known = judged(delivery)
        if not await self._first(known):
            return None
        # Bolt's other mode takes a delivery that was read already, so it is read but once.
        return await self._app.async_dispatch(AsyncBoltRequest(body=known, mode="socket_mode"))

    async def _first(self, delivery: Mapping[str, Any]) -> bool:
        """Take in what may be delivered twice; what makes its own receipt is let through."""
        key = key_of(delivery)
        if key is None or action_of(delivery).get("action_id") in OWN_RECEIPT:
            return True
        async with transaction():
            return await receipts.first_time(self._hub.clock.now(), scope=SCOPE, key=key)
