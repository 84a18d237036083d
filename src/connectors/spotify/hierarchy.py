"""What stands at Spotify of one campaign: the campaign, its ad sets, their ads."""

from dataclasses import dataclass

from connectors.spotify.answers import Json
from connectors.spotify.client import AdsClient


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """A campaign with everything below it, as drafted or as live."""

    campaign: Json
    ad_sets: tuple[Json, ...]
    ads: tuple[Json, ...]

    @property
    def version(self) -> int:
        """What counts the edits of a draft, anywhere in it; 0 of what is live."""
        return int(self.campaign.get("draft_hierarchy_version", 0))

    @property
    def ids(self) -> tuple[str, ...]:
        """The id of every part."""
        return tuple(str(part["id"]) for part in (self.campaign, *self.ad_sets, *self.ads))


async def drafted(client: AdsClient, campaign_id: str) -> Hierarchy | None:
    """Return a draft with everything that would be published with it; None if there is none.

    The campaign is read first: whatever is edited later than its version was read makes that
    version out of date, and Spotify refuses to publish it.
    """
    campaign = await client.get_draft("campaigns", campaign_id)
    if campaign is None:
        return None
    ad_sets = await client.below("ad_sets", [campaign_id], drafted=True)
    parents = {str(ad_set["id"]) for ad_set in ad_sets}
    if await client.get_live("campaigns", campaign_id) is not None:
        # A draft of an ad may hang below an ad set that is live and has no draft itself.
        found = await client.below("ad_sets", [campaign_id], drafted=False)
        parents |= {str(ad_set["id"]) for ad_set in found}
    ads = await client.below("ads", sorted(parents), drafted=True)
    return Hierarchy(campaign, tuple(ad_sets), tuple(ads))


async def live(client: AdsClient, campaign_id: str) -> Hierarchy | None:
    """Return what is live of a campaign; None if nothing is."""
    campaign = await client.get_live("campaigns", campaign_id)
    if campaign is None:
        return None
    ad_sets = await client.below("ad_sets", [campaign_id], drafted=False)
    ads = await client.below("ads", [str(item["id"]) for item in ad_sets], drafted=False)
    return Hierarchy(campaign, tuple(ad_sets), tuple(ads))
