"""Inventory of podcasts that is bought at Spotify: what an ad there needs of a brief. Pure."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.catalog.model import AssetKind
from domain.errors import Invalid
from domain.requests.kinds import button, parts
from domain.requests.kinds.button import ButtonThere
from domain.requests.kinds.campaign import NAME as CAMPAIGN
from domain.requests.kinds.campaign import CallToAction


class Inventory(StrEnum):
    """Whose places in podcasts are sponsored."""

    SHOW = "show"
    SPOTIFY = "spotify"


class SpotifyAd(BaseModel):
    """What Spotify shows beside a spot; all of it has to be there where inventory is bought."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    advertiser: Annotated[str, Field(max_length=25)] = ""
    tagline: Annotated[str, Field(max_length=40)] = ""
    call_to_action: CallToAction = CallToAction.LEARN_MORE
    button_languages: Annotated[tuple[ButtonThere, ...], Field(max_length=10)] = ()
    click_url: Annotated[str, Field(max_length=2000)] = ""
    image_asset_id: str = ""
    logo_asset_id: str = ""

    @property
    def asset_ids(self) -> dict[str, str]:
        """The companion image and the logo, by field, as far as they are named."""
        named = {
            "image_asset_id": self.image_asset_id,
            "logo_asset_id": self.logo_asset_id,
        }
        return {field: asset_id for field, asset_id in named.items() if asset_id}


#: What is said where nothing can be bought at Spotify.
NOT_FOR_SALE = (
    "Inventory at Spotify cannot be bought from here: no ad account is connected. Have an"
    " administrator connect one, or ask for the show's own inventory."
)

#: What an ad cannot do without, by field, and the fewest characters of it.
_NEEDED: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "advertiser": ("the advertiser's name, 2 to 25 characters", 2),
        "tagline": ("a tagline, 2 to 40 characters", 2),
        "click_url": ("a click address", 1),
        "image_asset_id": ("a companion image", 1),
        "logo_asset_id": ("a logo", 1),
    }
)


def problems(ad: SpotifyAd, markets: Sequence[str]) -> list[Invalid]:
    """Return what an ad at Spotify lacks, each by its name, and what is wrong with the rest."""
    lacking = [
        Invalid("needed_at_spotify", f"An ad at Spotify needs {what}.", (field,))
        for field, (what, least) in _NEEDED.items()
        if len(getattr(ad, field)) < least
    ]
    address = parts.address_problems(ad.click_url, "click_url") if ad.click_url else []
    found = [
        *lacking,
        *parts.line_problems(ad, ("advertiser", "tagline")),
        *address,
        *button.problems(ad.button_languages, markets),
    ]
    return [Invalid(one.code, one.message, ("ad", *one.path)) for one in found]


def lacks(inventory: Inventory, unconnected: Collection[str]) -> list[Invalid]:
    """Return why inventory cannot be bought where `unconnected` kinds cannot go live."""
    if inventory is Inventory.SPOTIFY and CAMPAIGN in unconnected:
        return [Invalid("not_connected", NOT_FOR_SALE, ("inventory",))]
    return []


def misplaced(*, host_read: bool, episodes: bool, kinds: Sequence[AssetKind]) -> list[Invalid]:
    """Return what of a sponsorship Spotify does not sell; `kinds` are those of its files."""
    found = []
    if host_read:
        said = "Spotify sells no host reads; ask for an ad spot, or for the show's own inventory."
        found.append(Invalid("no_host_read_at_spotify", said, ("read",)))
    if episodes:
        said = "Spotify cannot be told an episode; name the first and the last day."
        found.append(Invalid("no_episode_at_spotify", said, ("episode_ids",)))
    if kinds.count(AssetKind.AUDIO) != 1:
        said = "Spotify plays one spot; list one file of the kind AUDIO."
        found.append(Invalid("one_spot_at_spotify", said, ("deliverables",)))
    return found
