"""Addresses of files, of which it is known which are open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from domain.catalog.model import Asset
from domain.database import must_be_in_transaction
from domain.hub import Hub
from domain.targets.connected import Unaddressed
from domain.targets.model import File


@dataclass
class Addresses:
    """Keeps the files that are `open`, and how often any were `opened`."""

    open: set[str] = field(default_factory=set)
    opened: int = 0

    async def open_for(
        self, hub: Hub, request_id: str, name: str, assets: Mapping[str, Asset]
    ) -> Mapping[str, File]:
        must_be_in_transaction()
        self.open |= {one.id for one in assets.values()}
        self.opened += 1
        return await self.known(hub, request_id, name, assets)

    async def known(
        self, hub: Hub, request_id: str, name: str, assets: Mapping[str, Asset]
    ) -> Mapping[str, File]:
        return await Unaddressed().known(hub, request_id, name, assets)

    async def close(self, hub: Hub, name: str, keeping: Collection[str] = ()) -> None:
        del hub, name  # There is one episode.
        must_be_in_transaction()
        self.open &= set(keeping)
