"""Spotify's ads as the hub's publisher. Every verb finds what an earlier try left behind."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from connectors.spotify import hierarchy, wire
from connectors.spotify.client import AdsClient, Json
from connectors.spotify.compare import differences
from connectors.spotify.errors import (
    InProgress,
    Invalid,
    OutcomeUnknown,
    RateLimited,
    SpotifyError,
)
from connectors.spotify.hierarchy import Hierarchy
from domain.campaigns.model import Edited, Flight, NotAccepted, Order, Refusal, Validation, Verdict
from domain.catalog.model import Asset, AssetKind
from domain.files import FileStore
from domain.jobs.model import RetryLater

#: How long Spotify is given to look at a file, in seconds.
ASSET_SECONDS = 2.0

#: The state of a file that can be used.
READY = "READY"

#: Ad states that mean it may run, and those that mean it may not.
RUNNING = frozenset({"ACTIVE", "APPROVED"})
REFUSED = frozenset({"REJECTED", "FAILED"})

#: What a create is answered whose first try ended nobody knows how.
INDETERMINATE = "idempotency_outcome_indeterminate"

#: What PUBLISH and VALIDATE are answered where the draft was edited since its version was read.
MISMATCH = "draft_version_mismatch"

#: When to look again at what was changed the very moment we looked, in seconds.
RACE_SECONDS = 1.0

#: The most rows of change history that are quoted.
CHANGES_MAX = 5

_DONE = {"CREATED": "made", "REMOVED": "removed"}
_LEVELS = {"campaign": "campaigns", "ad_set": "ad_sets", "ad": "ads"}


class SpotifyAds:
    """Runs campaigns on Spotify's ads; see `domain.campaigns.model.AdPublisher`."""

    def __init__(self, client: AdsClient, files: FileStore) -> None:
        self._client = client
        self._files = files

    async def make_ready(self, order: Order, outside: Mapping[str, str]) -> Mapping[str, str]:
        """Upload files and make or mend the draft; return all outside ids, known ones included."""
        with _patience():
            known = dict(outside)
            assets = await self._assets(order, known)
            await self._draft(order, "campaign", wire.campaign(order), known)
            for flight in order.flights:
                ad_set = wire.ad_set(order, flight, known["campaign"])
                await self._draft(order, f"ad_set:{flight.market}", ad_set, known)
                ad = wire.ad(order, flight, known[f"ad_set:{flight.market}"], assets)
                await self._draft(order, f"ad:{flight.market}", ad, known)
            await self._drop_others(order.flights, known)
            return known

    async def validate(self, order: Order, outside: Mapping[str, str]) -> Validation:
        """Have the draft checked as it stands now: that it is what was ordered, and sound."""
        with _patience():
            found = await hierarchy.drafted(self._client, outside["campaign"])
            if found is None:
                raise RetryLater(RACE_SECONDS, "the draft was deleted this very moment")
            if unlike := differences(order, outside, found):
                return Validation(found.version, unlike)
            try:
                await self._client.act(outside["campaign"], "VALIDATE", found.version)
            except Invalid as invalid:
                return Validation(found.version, invalid.problems)
            except SpotifyError as error:
                if error.code == MISMATCH:
                    raise RetryLater(RACE_SECONDS, "the draft is being edited") from error
                raise
            return Validation(found.version, ())

    async def publish(
        self, order: Order, outside: Mapping[str, str], version: int, *, tried: bool
    ) -> None:
        """Make the draft live if it still is what was ordered, at `version`; `Edited` if not."""
        with _patience():
            found = await hierarchy.drafted(self._client, outside["campaign"])
            if found is None:
                await self._require_published(order, outside, tried=tried)
                return
            if found.version != version or differences(order, outside, found):
                raise await self._edited(order, outside, found)
            try:
                await self._client.act(outside["campaign"], "PUBLISH", version)
            except SpotifyError as error:
                if error.code != MISMATCH:
                    raise
                raise await self._edited(order, outside, found) from error

    async def verdict(self, outside: Mapping[str, str]) -> Verdict:
        """Return what the publisher's review says of the ads."""
        with _patience():
            ad_sets = [value for name, value in outside.items() if name.startswith("ad_set:")]
            ads = await self._client.below("ads", ad_sets, drafted=False)
            refusals = tuple(
                refusal for ad in ads if ad.get("status") in REFUSED for refusal in _refusals(ad)
            )
            running = bool(ads) and all(ad.get("status") in RUNNING for ad in ads)
            return Verdict(running, tuple(dict.fromkeys(refusals)))

    async def _assets(self, order: Order, known: dict[str, str]) -> dict[str, str]:
        """Upload every file first; only then wait for those Spotify is still looking at."""
        states = {name: await self._asset(asset, known) for name, asset in order.assets.items()}
        if waiting := [order.assets[name].name for name, state in states.items() if state != READY]:
            raise RetryLater(ASSET_SECONDS, f"Spotify is still looking at {', '.join(waiting)}")
        return {name: known[f"asset:{asset.id}"] for name, asset in order.assets.items()}

    async def _asset(self, asset: Asset, known: dict[str, str]) -> str:
        """Return the state of a file at Spotify, uploading it if it is not there yet."""
        part = f"asset:{asset.id}"
        kind = "AUDIO" if asset.kind is AssetKind.AUDIO else "IMAGE"
        if part not in known:
            found = await self._client.find_asset(asset.id)
            found = found or await self._client.create_asset(kind, asset.id)
            known[part] = str(found["id"])
        state = str((await self._client.get_asset(known[part]))["status"])
        if state == "WAITING_UPLOAD":
            media = await self._files.load(asset.id)
            mime = asset.media_type or "application/octet-stream"
            uploaded = await self._client.upload_asset(known[part], kind, media, mime)
            state = str(uploaded["status"])
        if state in {"ERROR", "REJECTED"}:
            raise NotAccepted((f"`{asset.name}` was not accepted",))
        return state

    async def _draft(self, order: Order, part: str, body: Json, known: dict[str, str]) -> None:
        level = _LEVELS[part.partition(":")[0]]
        if part not in known:
            known[part] = str((await self._create(order, part, level, body))["id"])
            return
        if await self._client.get_draft(level, known[part]) is None:
            await self._client.draft_live(level, known[part])
        changes = {name: v for name, v in body.items() if name not in {"campaign_id", "ad_set_id"}}
        await self._client.change_draft(level, known[part], changes)

    async def _create(self, order: Order, part: str, level: str, body: Json) -> Json:
        """Make a draft; where Spotify itself lost track of the first try, look before the next."""
        key = _key(order, part, body)
        try:
            return await self._client.create_draft(level, body, key)
        except OutcomeUnknown as error:
            if error.code != INDETERMINATE:
                raise
        found = await self._client.find_draft(level, body)
        return found or await self._client.create_draft(level, body, f"{key}-again")

    async def _drop_others(self, flights: tuple[Flight, ...], known: dict[str, str]) -> None:
        wanted = {flight.market for flight in flights}
        for part in [name for name in known if name.startswith(("ad:", "ad_set:"))]:
            kind, _, market = part.partition(":")
            if market not in wanted:
                await self._client.delete_draft(_LEVELS[kind], known.pop(part))

    async def _require_published(
        self, order: Order, outside: Mapping[str, str], *, tried: bool
    ) -> None:
        """Raise `Edited` unless an earlier try of ours got through and was not heard of again."""
        live = await hierarchy.live(self._client, outside["campaign"])
        if live is None:
            raise Edited(None, ("The draft was deleted at Spotify.",))
        unlike = differences(order, outside, live)
        if unlike or not tried:
            gone = "The draft is gone, and what is live was not published by the hub."
            raise Edited(None, (gone, *unlike, *await self._changes(live)))

    async def _edited(self, order: Order, outside: Mapping[str, str], seen: Hierarchy) -> Edited:
        found = await hierarchy.drafted(self._client, outside["campaign"]) or seen
        unlike = differences(order, outside, found)
        return Edited(found.version, (*unlike, *await self._changes(found)))

    async def _changes(self, found: Hierarchy) -> tuple[str, ...]:
        """Return what others did to any part of it, the latest few."""
        rows = await self._client.changes_of(found.ids)
        return tuple(_change(row) for row in rows if not _ours(row))[:CHANGES_MAX]


def _key(order: Order, part: str, body: Json) -> str:
    """Return the idempotency key of one create: the same try has the same key, for ever."""
    text = f"{order.request_id}|{order.revision}|{part}|{sorted(body.items(), key=str)}"
    return hashlib.sha256(text.encode()).hexdigest()


def _refusals(ad: Json) -> list[Refusal]:
    reasons = ad.get("reject_reasons") or []
    if not reasons:
        return [Refusal(str(ad.get("reject_reason") or "no reason given"), "")]
    return [Refusal(str(r.get("rejection", "")), str(r.get("remediation", ""))) for r in reasons]


def _ours(row: Json) -> bool:
    return (row.get("actor") or {}).get("category") == "API_INTEGRATION"


def _change(row: Json) -> str:
    who = (row.get("actor") or {}).get("name") or "somebody"
    said = [
        f"{edit.get('display_label')}: {_value(edit, 'before')} became {_value(edit, 'after')}"
        for edit in row.get("changes") or ()
    ]
    did = _DONE.get(str(row.get("operation")), "changed")
    return f"{who} {did} {row.get('entity_name')} ({'; '.join(said)})."


def _value(change: Json, side: str) -> object:
    return (change.get(side) or {}).get("value", "?")


@contextmanager
def _patience() -> Iterator[None]:
    """Turn answers that ask for patience into a later try of the job."""
    try:
        yield
    except (RateLimited, InProgress) as error:
        raise RetryLater(error.seconds, error.message) from error
