"""The draft of an order at Spotify: found, made or mended, never made twice."""

import hashlib
from collections.abc import Mapping

from connectors.spotify import wire
from connectors.spotify.answers import Json
from connectors.spotify.client import AdsClient
from connectors.spotify.errors import Gone, OutcomeUnknown
from domain.campaigns.model import Order

#: What a create is answered whose first try ended nobody knows how.
INDETERMINATE = "idempotency_outcome_indeterminate"

#: How many creates of one part are followed up that came to nothing. Ours.
CREATES_MAX = 10

_LEVELS = {"campaign": "campaigns", "ad_set": "ad_sets", "ad": "ads"}


class Drafting:
    """Makes or mends the draft of one order; `known` are the outside ids, and grows."""

    def __init__(self, client: AdsClient, order: Order, known: dict[str, str]) -> None:
        self._client = client
        self._order = order
        self._known = known

    async def run(self, assets: Mapping[str, str]) -> None:
        """Make the draft what was ordered; `assets` are ids by the brief's field names."""
        campaign = wire.campaign(self._order)
        if not await self._mended("campaign", campaign):
            await self._adopt(campaign)
            await self._stand("campaign", campaign)
        for flight in self._order.flights:
            ad_set = wire.ad_set(self._order, flight, self._known["campaign"])
            await self._stand(f"ad_set:{flight.market}", ad_set)
            ad = wire.ad(self._order, flight, self._known[f"ad_set:{flight.market}"], assets)
            await self._stand(f"ad:{flight.market}", ad)
        await self._drop_others()

    async def _adopt(self, campaign: Json) -> None:
        """Take up the draft that an earlier try left behind without telling us its ids."""
        found = await self._client.find_draft("campaigns", campaign)
        if found is None:
            return
        self._known["campaign"] = str(found["id"])
        markets: dict[str, str] = {}
        for ad_set in await self._client.below("ad_sets", [found["id"]], drafted=True):
            market = wire.market_of(ad_set)
            self._known.setdefault(f"ad_set:{market}", str(ad_set["id"]))
            markets[str(ad_set["id"])] = market
        for ad in await self._client.below("ads", list(markets), drafted=True):
            self._known.setdefault(f"ad:{markets[ad['ad_set_id']]}", str(ad["id"]))

    async def _stand(self, part: str, body: Json) -> None:
        if not await self._mended(part, body):
            self._known[part] = await self._made(part, body)

    async def _mended(self, part: str, body: Json) -> bool:
        """Bring a known part back to what was ordered; forget it, and say so, if it is gone."""
        if part not in self._known:
            return False
        level, part_id = _level(part), self._known[part]
        there = await self._client.get_draft(level, part_id)
        there = there or await self._client.draft_live(level, part_id)
        changes = {name: v for name, v in body.items() if name not in {"campaign_id", "ad_set_id"}}
        if there is None or await self._client.change_draft(level, part_id, changes) is None:
            self._forget(part)
            return False
        return True

    def _forget(self, part: str) -> None:
        """Forget a part that is gone at Spotify, and all below it, for that went with it."""
        kind, _, market = part.partition(":")
        for name in [name for name in self._known if not name.startswith("asset:")]:
            if kind == "campaign" or name == part or (kind, name) == ("ad_set", f"ad:{market}"):
                del self._known[name]

    async def _made(self, part: str, body: Json) -> str:
        """Make a draft and return its id.

        Where Spotify lost track of an earlier try, look before the next; where what was made then
        has been deleted since, make it anew under another key, which follows from the first.
        """
        level, key = _level(part), _key(self._order, part, body)
        for _ in range(CREATES_MAX):
            try:
                return str((await self._client.create_draft(level, body, key))["id"])
            except Gone as gone:
                key = _digest(key, gone.resource_uri)
            except OutcomeUnknown as error:
                if error.code != INDETERMINATE:
                    raise
                if found := await self._client.find_draft(level, body):
                    return str(found["id"])
                key = _digest(key, INDETERMINATE)
        raise OutcomeUnknown("made_in_vain", [f"{part} was made and lost {CREATES_MAX} times"])

    async def _drop_others(self) -> None:
        """End what an earlier revision ordered in other markets."""
        wanted = {flight.market for flight in self._order.flights}
        known = {name.partition(":")[2] for name in self._known if name.startswith("ad_set:")}
        for market in sorted(known - wanted):
            ad_set = f"ad_set:{market}"
            live = await self._client.get_live("ad_sets", self._known[ad_set])
            if live is None:
                await self._client.delete_draft("ad_sets", self._known[ad_set])
            elif live.get("status") != wire.ARCHIVED:  # Publishing the draft is what ends it.
                await self._mended(ad_set, {"status": wire.ARCHIVED})
            self._forget(ad_set)


def _level(part: str) -> str:
    return _LEVELS[part.partition(":")[0]]


def _key(order: Order, part: str, body: Json) -> str:
    """Return the idempotency key of one create: the same try has the same key, for ever."""
    items = sorted(body.items(), key=str)
    return _digest(order.request_id, str(order.revision), part, str(items))


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()
