"""Spotify's ads as the hub's publisher. Every verb finds what an earlier try left behind."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime

from connectors.spotify import estimates, halting, hierarchy, narrowing
from connectors.spotify.answers import Json
from connectors.spotify.client import AdsClient
from connectors.spotify.compare import differences, strange
from connectors.spotify.drafts import Drafting
from connectors.spotify.errors import (
    Invalid,
    OutcomeUnknown,
    SpotifyError,
)
from connectors.spotify.hierarchy import Hierarchy
from connectors.spotify.history import SpotifyHistory, pieces
from connectors.spotify.meaning import allowed, outcomes, patience
from connectors.spotify.uploads import Uploads, part_of
from connectors.spotify.wire import ARCHIVED
from domain.campaigns.edits.model import Edit
from domain.campaigns.edits.rules import told
from domain.campaigns.model import (
    Edited,
    Flight,
    Forecast,
    Order,
    Refusal,
    Shut,
    Validation,
    Verdict,
)
from domain.files import FileStore
from domain.jobs.model import RetryLater

#: Ad states that mean it may run, and those that mean it may not.
RUNNING = frozenset({"ACTIVE", "APPROVED"})
REFUSED = frozenset({"REJECTED", "FAILED"})

#: States of a live campaign in which nothing of it runs. Source: Ads API v3, campaigns.
STOPPED = frozenset({"PAUSED", ARCHIVED})

#: What PUBLISH and VALIDATE are answered where the draft was edited since its version was read.
MISMATCH = "draft_version_mismatch"

#: When to look again at what was changed the very moment we looked, in seconds.
RACE_SECONDS = 1.0

#: What is said of a draft that is no longer there.
DELETED = "The draft is no longer at Spotify."


class SpotifyAds:
    """Runs campaigns on Spotify's ads; see `domain.campaigns.model.AdPublisher`."""

    def __init__(self, client: AdsClient, files: FileStore, principal: str | None = None) -> None:
        self._client = client
        self._files = files
        self._history = SpotifyHistory(client, principal)

    async def currency(self) -> str | None:
        """Return the currency the ad account is billed in; None if it does not say."""
        with patience(), outcomes():
            return (await self._client.get_account()).get("currency_code")

    def question(self, order: Order, flight: Flight) -> str:
        """Return what stands for all that an estimate of a flight is asked for with."""
        return estimates.digest(order, flight)

    async def forecast(self, order: Order, flight: Flight) -> Forecast:
        """Return how many people a flight is expected to reach; `TooFew` if it may not run."""
        return await estimates.forecast(self._client, order, flight)

    async def make_ready(self, order: Order, outside: Mapping[str, str]) -> Mapping[str, str]:
        """Upload files and make or mend the draft; return all outside ids, known ones included."""
        with patience(), outcomes():
            known = dict(outside)
            assets = await Uploads(self._client, self._files, known).run(order)
            await Drafting(self._client, order, known).run(assets)
            return known

    async def validate(self, order: Order, outside: Mapping[str, str]) -> Validation:
        """Have the draft checked as it stands now: that it is what was ordered, and sound."""
        with patience(), outcomes():
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
                if not _moved(error):
                    raise
                raise RetryLater(RACE_SECONDS, "the draft is being edited") from error
            return Validation(found.version, ())

    async def publish(
        self,
        order: Order,
        outside: Mapping[str, str],
        version: int,
        *,
        tried: bool,
        going: Callable[[], Awaitable[None]],
    ) -> None:
        """Make the draft live if it still is what was ordered, at `version`; `Edited` if not."""
        with patience(), outcomes():
            found = await hierarchy.drafted(self._client, outside["campaign"])
            if found is None:
                await self._require_published(order, outside, tried=tried)
                await self._wake(outside["campaign"])
                return
            if found.version != version or differences(order, outside, found):
                raise await self._edited(order, outside)
            await going()
            try:
                await self._client.act(outside["campaign"], "PUBLISH", version)
            except SpotifyError as error:
                if not _moved(error):
                    raise
                raise await self._edited(order, outside) from error
            await self._wake(outside["campaign"])

    async def stop(self, outside: Mapping[str, str]) -> bool:
        """Pause what is live of a campaign; say whether anything of it is live at all."""
        campaign = outside.get("campaign")
        if campaign is None:
            return False
        with patience(), outcomes():
            live = await self._client.get_live("campaigns", campaign)
            if live is not None and live.get("status") not in STOPPED:
                await self._client.change_live("campaigns", campaign, {"status": "PAUSED"})
            return live is not None

    async def archive(self, outside: Mapping[str, str]) -> bool:
        """End what is live of a campaign for good; say whether it is so, as read there after."""
        campaign = outside.get("campaign")
        if campaign is None:
            return False
        with patience(), outcomes():
            live = await self._client.get_live("campaigns", campaign)
            if live is None:
                return False
            if live.get("status") != ARCHIVED:
                await self._client.change_live("campaigns", campaign, {"status": ARCHIVED})
                live = await self._client.get_live("campaigns", campaign)
            if live is None or live.get("status") != ARCHIVED:
                raise RetryLater(RACE_SECONDS, "it is not archived yet")
            return True

    async def narrow(
        self, outside: Mapping[str, str], places: Collection[str]
    ) -> tuple[str, ...] | None:
        """Have what is live run no more in `places`; return by what that was seen."""
        if "campaign" not in outside:
            return None
        with patience(), outcomes():
            return await narrowing.narrow(self._client, outside["campaign"], places)

    async def resume(self, order: Order, outside: Mapping[str, str]) -> bool:
        """Have a paused campaign run again, if it still is what was ordered; `Edited` if not."""
        with patience(), outcomes():
            live = await hierarchy.live(self._client, outside["campaign"])
            if live is None:
                return False
            if unlike := differences(order, outside, live):
                raise await self._unlike(None, unlike, live, published=True)
            await self._wake(outside["campaign"])
            after = await self._client.get_live("campaigns", outside["campaign"])
            return after is not None and after.get("status") not in STOPPED

    async def retarget(
        self,
        before: Order,
        after: Order,
        outside: Mapping[str, str],
        begun: Sequence[Order] = (),
    ) -> None:
        """Have what is live reach whom `after` says; `Edited` if it is neither of the two."""
        with patience(), outcomes():
            live = await hierarchy.live(self._client, outside["campaign"])
            if live is None:
                raise Edited(None, ("Nothing of it is live at Spotify.",))
            drafted = await hierarchy.drafted(self._client, outside["campaign"])
            if drafted and _left_behind(before, begun, outside, drafted):
                await self._client.delete_draft("campaigns", outside["campaign"])
                drafted = None
            if not differences(after, outside, live):
                return  # An earlier try got through, and was not heard of.
            if unlike := differences(before, outside, live):
                raise await self._unlike(None, unlike, live, published=True)
            if drafted and (unlike := strange(before, after, outside, drafted)):
                said = ("Somebody drafted a change of it", *unlike)
                raise await self._unlike(drafted.version, said, drafted)
            await self._publish_draft(after, outside)

    async def discard(self, reference: str, outside: Mapping[str, str]) -> None:
        """Delete the draft of an order; nothing happens if there is none."""
        with patience(), outcomes():
            if "campaign" in outside:
                await self._client.delete_draft("campaigns", outside["campaign"])
            # One whose id was never heard of, or which replaced the one that was known.
            left = await self._client.find_draft("campaigns", {"purchase_order": reference})
            if left is not None:
                await self._client.delete_draft("campaigns", str(left["id"]))

    async def halted(self, outside: Mapping[str, str]) -> Shut | None:
        """Return why the ad account keeps what is live from running; None if it does not."""
        with patience():
            return await halting.of_campaign(self._client, outside["campaign"])

    async def shut(self) -> Shut | None:
        """Return why the ad account does not do its part; None if it does. One call."""
        with patience():
            return await halting.of_account(self._client)

    async def verdict(self, outside: Mapping[str, str]) -> Verdict:
        """Return what the publisher's review says of the ads."""
        with patience(), allowed():
            ad_sets = [value for name, value in outside.items() if name.startswith("ad_set:")]
            ads = await self._client.below("ads", ad_sets, drafted=False)
            refusals = tuple(
                refusal for ad in ads if ad.get("status") in REFUSED for refusal in _refusals(ad)
            )
            running = bool(ads) and all(ad.get("status") in RUNNING for ad in ads)
            return Verdict(running, tuple(dict.fromkeys(refusals)))

    async def edits(self, campaign: str, known: Collection[str], since: datetime) -> list[Edit]:
        """Return what others edited of a live campaign; see `EditHistory`."""
        with patience(), allowed():
            return await self._history.edits(campaign, known, since)

    async def running(self) -> frozenset[str]:
        """Return the ids of all campaigns of the account that run.

        They are not stopped, and an ad was accepted below an ad set that is not paused.
        """
        with patience():
            going = [
                str(one["id"])
                for one in await self._client.all_live("campaigns")
                if one.get("status") not in STOPPED
            ]
            above: dict[str, str] = {}
            for some in pieces(going):
                for one in await self._client.below("ad_sets", some, drafted=False):
                    if not one.get("is_paused"):
                        above[str(one["id"])] = str(one["campaign_id"])
            found = [
                ad
                for some in pieces(list(above))
                for ad in await self._client.below("ads", some, drafted=False)
                if ad.get("status") in RUNNING
            ]
            return frozenset(above[str(ad["ad_set_id"])] for ad in found)

    async def _publish_draft(self, order: Order, outside: Mapping[str, str]) -> None:
        """Draft a live campaign as ordered and publish that; what is refused leaves no draft."""
        assets = {name: outside[part_of(one)] for name, one in order.assets.items()}
        try:
            await Drafting(self._client, order, dict(outside)).run(assets)
            found = await hierarchy.drafted(self._client, outside["campaign"])
            unlike = differences(order, outside, found) if found else (DELETED,)
            if found is None or unlike:  # Tried again, and not for ever.
                raise OutcomeUnknown("draft_edited", unlike)
            await self._validate_and_publish(found)
        except SpotifyError as error:
            if error.final:
                await self._client.delete_draft("campaigns", outside["campaign"])
            raise

    async def _validate_and_publish(self, found: Hierarchy) -> None:
        try:
            for action in ("VALIDATE", "PUBLISH"):
                await self._client.act(str(found.campaign["id"]), action, found.version)
        except SpotifyError as error:
            if not _moved(error):
                raise
            raise RetryLater(RACE_SECONDS, "the draft is being edited") from error

    async def _require_published(
        self, order: Order, outside: Mapping[str, str], *, tried: bool
    ) -> None:
        """Raise `Edited` unless an earlier try of ours got through and was not heard of again."""
        live = await hierarchy.live(self._client, outside["campaign"])
        if live is None:
            raise Edited(None, (DELETED,))
        unlike = differences(order, outside, live)
        if unlike and tried:
            raise await self._unlike(None, unlike, live, published=True)
        if not tried:
            gone = "The draft is gone, and what is live was not published by the hub."
            raise await self._unlike(None, (gone, *unlike), live)

    async def _wake(self, campaign: str) -> None:
        """Have a campaign run that was paused when it was sent back."""
        live = await self._client.get_live("campaigns", campaign)
        if live is not None and live.get("status") == "PAUSED":
            await self._client.change_live("campaigns", campaign, {"status": "ACTIVE"})

    async def _edited(self, order: Order, outside: Mapping[str, str]) -> Edited:
        """Return what to say of a draft that is not what was approved."""
        found = await hierarchy.drafted(self._client, outside["campaign"])
        if found is None:
            return Edited(None, (DELETED,))
        return await self._unlike(found.version, differences(order, outside, found), found)

    async def _unlike(
        self,
        version: int | None,
        unlike: tuple[str, ...],
        found: Hierarchy,
        *,
        published: bool = False,
    ) -> Edited:
        """Return what to say of what is `unlike` the order, with the latest that others did."""
        edits = await self._history.remembered(found.ids)
        named, recorded = (
            (*unlike, *(f"{one}." for one in told(edits, named=named))) for named in (True, False)
        )
        return Edited(version, named, recorded=recorded, published=published)


def _left_behind(
    before: Order, begun: Sequence[Order], outside: Mapping[str, str], drafted: Hierarchy
) -> bool:
    """Whether a draft of what is live is just what a broken try of ours was on its way to."""
    if not strange(before, before, outside, drafted):
        return False  # It says what is live: somebody may have opened it, and changed nothing yet.
    return any(not strange(before, one, outside, drafted) for one in begun)


def _moved(error: SpotifyError) -> bool:
    """Whether a draft was edited or deleted since it was read."""
    return error.code == MISMATCH or error.status == 404  # noqa: PLR2004  Not found.


def _refusals(ad: Json) -> list[Refusal]:
    reasons = ad.get("reject_reasons") or []
    if not reasons:
        return [Refusal(str(ad.get("reject_reason") or "no reason given"), "")]
    return [Refusal(str(r.get("rejection", "")), str(r.get("remediation", ""))) for r in reasons]
