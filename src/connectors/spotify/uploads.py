"""The files of an order at Spotify: announced, sent once, waited for."""

import hashlib
from collections.abc import Mapping

from connectors.spotify.client import AdsClient
from connectors.spotify.errors import OutcomeUnknown
from domain.campaigns.model import NotAccepted, Order
from domain.catalog.model import Asset, AssetKind
from domain.errors import Missing
from domain.files import FileStore
from domain.jobs.model import RetryLater

#: How long Spotify is given to look at a file, in seconds.
ASSET_SECONDS = 2.0

#: The state of a file that can be used.
READY = "READY"


class Uploads:
    """Brings the files of one order to Spotify; `known` are the outside ids, and grows."""

    def __init__(self, client: AdsClient, files: FileStore, known: dict[str, str]) -> None:
        self._client = client
        self._files = files
        self._known = known

    async def run(self, order: Order) -> Mapping[str, str]:
        """Return the outside ids by the brief's field names.

        Every file is uploaded first; only then those are waited for that Spotify still looks at.
        """
        states = {name: await self._state(asset) for name, asset in order.assets.items()}
        if waiting := [order.assets[name].name for name, state in states.items() if state != READY]:
            raise RetryLater(ASSET_SECONDS, f"Spotify is still looking at {', '.join(waiting)}")
        return {name: self._known[part_of(asset)] for name, asset in order.assets.items()}

    async def _state(self, asset: Asset) -> str:
        """Return the state of a file at Spotify, uploading it if it is not there yet."""
        kind = "AUDIO" if asset.kind is AssetKind.AUDIO else "IMAGE"
        asset_id, state = await self._announced(asset, kind)
        if state == "WAITING_UPLOAD":
            media = await self._content(asset)
            mime = asset.media_type or "application/octet-stream"
            state = str((await self._client.upload_asset(asset_id, kind, media, mime))["status"])
        if state in {"ERROR", "REJECTED"}:
            raise NotAccepted((f"`{asset.name}` was not accepted",))
        return state

    async def _announced(self, asset: Asset, kind: str) -> tuple[str, str]:
        """Return a file's id and state at Spotify, announcing it if it is not known there."""
        part = part_of(asset)
        found = await self._client.get_asset(self._known[part]) if part in self._known else None
        if found is None:
            named = await self._client.find_asset(asset.id)
            named = named or await self._client.create_asset(kind, asset.id)
            self._known[part] = str(named["id"])
            found = await self._client.get_asset(self._known[part])
        if found is None:
            raise OutcomeUnknown("asset_gone", [f"`{asset.name}` was there a moment ago"])
        return self._known[part], str(found["status"])

    async def _content(self, asset: Asset) -> bytes:
        """Return the very bytes that were checked and approved."""
        try:
            media = await self._files.load(asset.id)
        except Missing as error:
            raise NotAccepted((f"the file of `{asset.name}` is lost; upload it anew",)) from error
        if hashlib.sha256(media).hexdigest() != asset.sha256:
            raise NotAccepted((f"`{asset.name}` is not the file that was checked; upload it anew",))
        return media


def part_of(asset: Asset) -> str:
    """Return our name for a file among the outside ids."""
    return f"asset:{asset.id}"
