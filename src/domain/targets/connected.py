"""What this installation publishes to by itself; `app` hands it to the jobs."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from domain.catalog.model import Asset
from domain.hub import Hub
from domain.jobs.model import GiveUp
from domain.shown.model import Pages
from domain.targets.model import File, Target

#: The target of playlists for listeners.
PLAYLISTS = "spotify_playlist"


class Media(Protocol):
    """Gives approved files addresses from which a target fetches them."""

    async def open_for(
        self, hub: Hub, request_id: str, name: str, assets: Mapping[str, Asset]
    ) -> Mapping[str, File]:
        """Return the files with their addresses, by field; in a transaction, any number of times.

        `name` is the publication's.
        """
        ...

    async def known(
        self, hub: Hub, request_id: str, name: str, assets: Mapping[str, Asset]
    ) -> Mapping[str, File]:
        """Return the files with the addresses they have, open or not; changes nothing."""
        ...

    async def close(self, hub: Hub, name: str, keeping: Collection[str] = ()) -> None:
        """Give nothing of a publication out any more but the files `keeping`; in a transaction."""
        ...


class Unaddressed:
    """For an installation that gives files no addresses: its targets get them by other means."""

    async def open_for(
        self, hub: Hub, request_id: str, name: str, assets: Mapping[str, Asset]
    ) -> Mapping[str, File]:
        """Return the files without addresses."""
        del hub, request_id, name
        return {field: _file(asset) for field, asset in assets.items()}

    async def known(
        self, hub: Hub, request_id: str, name: str, assets: Mapping[str, Asset]
    ) -> Mapping[str, File]:
        """Return the files without addresses."""
        return await self.open_for(hub, request_id, name, assets)

    async def close(self, hub: Hub, name: str, keeping: Collection[str] = ()) -> None:
        """Nothing was opened."""


async def nobody(_target: str, _place: str) -> bool:
    """For an installation to which no account of anybody's is connected."""
    return False


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets that are connected, and how their files are fetched.

    `is_connected` says whether there is an account for a place at a target, by their names; `pages`
    looks what Spotify shows of what is out, wherever it was published.
    """

    every: Sequence[Target] = ()
    media: Media = field(default_factory=Unaddressed)
    is_connected: Callable[[str, str], Awaitable[bool]] = nobody
    pages: Pages | None = None

    def find(self, name: str) -> Target | None:
        """Return the target of a name, if it is connected."""
        return next((one for one in self.every if one.name == name), None)

    def need(self, name: str) -> Target:
        """Return the target of a name; `GiveUp` says what to do if it is not connected."""
        found = self.find(name)
        if found is None:
            raise GiveUp(
                f"no target `{name}` is connected here; an administrator connects it, or a manager"
                " removes it from the show, and the team publishes and acknowledges this"
            )
        return found


def _file(asset: Asset) -> File:
    return File(
        asset_id=asset.id,
        address="",
        media_type=asset.media_type or "",
        size=asset.size or 0,
        sha256=asset.sha256 or "",
        duration_ms=asset.duration_ms,
    )
