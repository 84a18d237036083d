"""The port by which it is read what a webhook tells."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from domain.actor import Actor
from domain.hub import Hub
from domain.webhooks.model import Delivery, Happening, Webhook


class Selecting(Protocol):
    """Reads what a webhook tells: the door knows the language of selections, the core does not."""

    def require(self, selection: str, happenings: Collection[Happening]) -> None:
        """Raise `Invalid`, with the place, for what selects nothing of one of `happenings`."""
        ...

    async def read(
        self, hub: Hub, reader: Actor, webhook: Webhook, delivery: Delivery
    ) -> Mapping[str, Any] | None:
        """Return what is told of a delivery's subject as it is now; None if it may not be seen.

        `reader` is whose rights count. Raises `Invalid` where the selection is refused by now,
        `Upstream` where it cannot be answered now.
        """
        ...
