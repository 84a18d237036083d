"""What a sponsorship needs whose inventory is bought at Spotify, in the schema."""

from typing import Any

import strawberry

from api.campaigns.briefs import ButtonThere, ButtonThereInput, buttons
from api.context import identified
from domain.requests.kinds import bought
from domain.requests.kinds.campaign import CallToAction


@strawberry.type(description="What Spotify shows beside the spot of a sponsorship.")
class SpotifyAd:
    """See `domain.requests.kinds.bought.SpotifyAd`."""

    advertiser: str = strawberry.field(description="Who is named as advertiser.")
    tagline: str = strawberry.field(description="The line shown with the ad.")
    call_to_action: CallToAction = strawberry.field(description="The words on the button.")
    button_languages: list[ButtonThere] = strawberry.field(
        description="In which language the button is, by market."
    )
    click_url: str = strawberry.field(description="Where the button leads.")
    image_asset_id: strawberry.ID = strawberry.field(description="The companion image.")
    logo_asset_id: strawberry.ID = strawberry.field(description="The logo.")

    @classmethod
    def of(cls, ad: bought.SpotifyAd) -> "SpotifyAd":
        """Show it."""
        return cls(
            advertiser=ad.advertiser,
            tagline=ad.tagline,
            call_to_action=ad.call_to_action,
            button_languages=buttons(ad.button_languages),
            click_url=ad.click_url,
            image_asset_id=identified(ad.image_asset_id),
            logo_asset_id=identified(ad.logo_asset_id),
        )


@strawberry.input(description="What Spotify shows beside the spot of a sponsorship.")
class SpotifyAdInput:
    """As it is given; the core names each that is missing."""

    advertiser: str = strawberry.field(default="", description="2 to 25 characters.")
    tagline: str = strawberry.field(default="", description="2 to 40 characters.")
    call_to_action: CallToAction = strawberry.field(
        default=CallToAction.LEARN_MORE, description="The words on the button."
    )
    button_languages: list[ButtonThereInput] = strawberry.field(
        default_factory=list,
        description="The button's language by market; one left out has the market's own.",
    )
    click_url: str = strawberry.field(
        default="", description="An https address that is reachable publicly."
    )
    image_asset_id: strawberry.ID = strawberry.field(
        default=strawberry.ID(""), description="The id of a square image, 640 pixels or more."
    )
    logo_asset_id: strawberry.ID = strawberry.field(
        default=strawberry.ID(""), description="The id of a square image, 640 pixels or more."
    )

    def given(self) -> dict[str, Any]:
        """Return it as the core takes it."""
        names = "advertiser tagline call_to_action click_url image_asset_id logo_asset_id"
        return {name: getattr(self, name) for name in names.split()} | {
            "button_languages": [one.given() for one in self.button_languages]
        }
