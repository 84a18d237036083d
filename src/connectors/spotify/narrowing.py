"""Having a live campaign run no more in some countries: its ad sets there are switched off."""

from collections.abc import Collection

from connectors.spotify import hierarchy
from connectors.spotify.answers import Json
from connectors.spotify.client import AdsClient
from connectors.spotify.wire import ARCHIVED, market_of
from domain.jobs.model import RetryLater

#: What an ad set says that delivers nothing. Source: Ads API v3, ad sets.
OFF = "OFF"

#: When to look again at what does not show as switched off yet, in seconds.
LOOK_AGAIN_SECONDS = 1.0


async def narrow(
    client: AdsClient, campaign_id: str, places: Collection[str]
) -> tuple[str, ...] | None:
    """Switch the ad sets in `places` off; return by what that was seen after.

    By the countries that stand at Spotify now, not by those that were ordered. None where an ad set
    that delivers names no country, and where nothing is live.
    """
    before = await hierarchy.live(client, campaign_id)
    if before is None or not all(market_of(one) for one in before.ad_sets if _delivers(one)):
        return None
    for one in before.ad_sets:
        if _delivers(one) and market_of(one) in places:
            # It has to be the only field of the change. Source: Ads API v3, ad sets.
            await client.change_live("ad_sets", str(one["id"]), {"delivery": OFF})
    after = await hierarchy.live(client, campaign_id)
    there = [one for one in (after.ad_sets if after else ()) if market_of(one) in places]
    if any(_delivers(one) for one in there):
        raise RetryLater(LOOK_AGAIN_SECONDS, "it is not switched off yet")
    return tuple(_seen(one) for one in there) or ("no ad set of it runs there",)


def _delivers(ad_set: Json) -> bool:
    return ad_set.get("status") != ARCHIVED and ad_set.get("delivery") != OFF


def _seen(ad_set: Json) -> str:
    stands = ARCHIVED if ad_set.get("status") == ARCHIVED else f"delivery {OFF}"
    return f"read back, the ad set for {market_of(ad_set)} has {stands} ({ad_set['id']})"
