"""What a sponsorship says of inventory bought at Spotify, and of what cannot be said there."""

from collections.abc import Mapping

from bot.gathered.dossier import Dossier
from bot.language import say
from bot.messages.campaign_brief import buttons
from bot.messages.parts import Block, Piece, bold, label, link, ours, paragraph, rich, said, woven
from bot.messages.telling import Names, file
from bot.messages.terms import word
from domain.catalog.model import Asset
from domain.requests.kinds.bought import NOT_FOR_SALE
from domain.requests.kinds.sponsorship import SponsorshipBrief


def rows(brief: SponsorshipBrief, files: Mapping[str, Asset], room: int) -> list[list[Piece]]:
    """Whose inventory it is, and what listeners see of the ad; nothing of a show's own."""
    if not brief.at_spotify:
        return []
    ad = brief.ad
    button = woven(
        "{button} ({languages}), to {address}",
        button=word(ad.call_to_action),
        languages=buttons(brief.markets, ad.button_languages),
        address=link(ad.click_url, room),
    )
    plainly = say(
        "Spotify is told markets, days, ages and positions. It cannot be told a show or an"
        " episode: the spot may be heard in any podcast it sells."
    )
    return [
        [label(say("Inventory")), ours(word(brief.inventory))],
        [label(say("Tagline")), said(ad.tagline, room)],
        [label(say("Advertiser")), said(ad.advertiser, room)],
        [label(say("Button")), *button],
        [label(say("Companion image")), said(file(files, ad.image_asset_id), room)],
        [label(say("Logo")), said(file(files, ad.logo_asset_id), room)],
        [label(say("At Spotify")), ours(plainly)],
    ]


def warning(dossier: Dossier) -> list[Block]:
    """What everybody has to know before a yes: that it cannot be bought as things stand."""
    if dossier.request.trouble != NOT_FOR_SALE:
        return []
    warned = say(
        "Not for sale at Spotify as things stand: no ad account is connected. Have an administrator"
        " connect one, or have this revised to the show's own inventory."
    )
    return [rich(paragraph(bold(warned)))]


def told(brief: SponsorshipBrief, files: Mapping[str, Asset], _: Names) -> str:
    """Return what Spotify shows beside the spot, in one line."""
    if not brief.at_spotify:
        return ""
    ad = brief.ad
    images = [file(files, one) for one in (ad.image_asset_id, ad.logo_asset_id)]
    button = f"{word(ad.call_to_action)} ({buttons(brief.markets, ad.button_languages)})"
    return " · ".join([ad.tagline, ad.advertiser, button, ad.click_url, *images])
