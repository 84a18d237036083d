"""The enums of the kinds of request: their names in the schema, and what they and theirs mean."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain.activation.model import Word
from domain.catalog.eligible import Contract, Escalation, Programme, Risk, Verdict
from domain.catalog.premises import Provider, SiteKind, SiteOrder, Tier
from domain.masters.model import MasterField, Place
from domain.publishing.model import PublishingVerdict
from domain.removals.model import How
from domain.requests.kinds.ad_targets import Gender, Platform
from domain.requests.kinds.compensation import Remedy, Severity
from domain.requests.kinds.episode_release import Target
from domain.requests.kinds.music_licence import Right
from domain.requests.kinds.promotion import Occasion
from domain.requests.kinds.repurpose import Channel
from domain.requests.kinds.retirement import Ending
from domain.requests.kinds.takedown import TakedownReason
from domain.requests.kinds.targeting import Means
from domain.requests.kinds.titled import Told
from domain.site_audio.lifecycle import EndOf, Phase
from domain.targets.model import Standing

NAMED: Sequence[tuple[type[StrEnum], str, str]] = (
    (Target, "ReleaseTarget", "Where an episode is published."),
    (Standing, "PublicationStanding", "How something stands where the hub published it."),
    (How, "RemovalExtent", "How much of something the hub takes down."),
    (Told, "RecordField", "What a title's record may give an episode."),
    (MasterField, "MasterField", "What is compared of an episode from place to place."),
    (Place, "MasterPlace", "Where something is said of an episode."),
    (Right, "MusicRight", "What a licence covers of a piece of music."),
    (TakedownReason, "TakedownReason", "Why something has to go."),
    (Remedy, "Remedy", "How something is made good to a customer."),
    (Severity, "Severity", "How bad something was."),
    (Occasion, "PromotionOccasion", "What somebody is promoted by."),
    (Channel, "RepurposeChannel", "Where something is used again."),
    (Ending, "Ending", "How something ends."),
    (Gender, "AdGender", "As which somebody is known to Spotify."),
    (Platform, "AdPlatform", "On what somebody listens."),
    (Means, "TargetingMeans", "What reaches a segment."),
    (Word, "ActivationOutcome", "What becomes of what is to reach people."),
    (SiteKind, "SiteKind", "What kind of place a site is."),
    (Provider, "MusicProvider", "Whose service plays the music at a site."),
    (Verdict, "SiteVerdict", "Whether music may be played at a site."),
    (Programme, "SiteProgramme", "What may be heard at a site."),
    (Escalation, "SiteEscalation", "What has to be done about a site."),
    (Risk, "SiteRisk", "How much it would matter if music played without a right."),
    (Contract, "SiteContract", "How the approved use of music at a site stands."),
    (SiteOrder, "SiteOrder", "What a list of sites is sorted by."),
    (PublishingVerdict, "PublishingVerdict", "What becomes of an episode by its rules."),
    (Tier, "AccountTier", "How much a customer is worth to the company."),
    (Phase, "AudioPhase", "How far branded audio is on its way into shops and out again."),
    (EndOf, "AudioEndKind", "What of branded audio ends."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "AccountTier": {
        "STANDARD": "As most.",
        "PREFERRED": "More than most.",
        "KEY": "Among the few that matter most.",
    },
    "AudioPhase": {
        "PROPOSED": "It was asked for; its rights, or people, have not said yes.",
        "CLEARED": "Everybody said yes; it is not heard yet.",
        "LIVE_AT_SITES": "It was acknowledged by those who play it, and its first day has come.",
        "EXPIRING": "It is heard, and something of it ends within 30 days, or has ended.",
        "RETIRED": "It is over: by its last day, or by a request.",
    },
    "AudioEndKind": {
        "WINDOW": "The days it was asked for.",
        "RIGHTS": "The rights to a layer of it, in a market.",
        "SITE_LICENCE": "The licence for music at one of its sites.",
        "RETIREMENT": "A request had it retired.",
    },
    "Ending": {
        "PAUSE": "For now.",
        "ARCHIVE": "For good; it stays where it is kept.",
        "TAKEDOWN": "For good; it is taken away.",
    },
    "MusicProvider": {
        "SPOTIFY_CONSUMER": "Spotify for listeners; its terms do not allow playing to customers.",
        "APPLE_CONSUMER": "Apple Music for listeners; for personal use only.",
        "YOUTUBE_CONSUMER": "YouTube or YouTube Music for listeners; for personal use only.",
        "AMAZON_CONSUMER": "Amazon Music for listeners; for personal use only.",
        "SOUNDTRACK": "Soundtrack, a service for businesses.",
        "MOOD": "Mood Media, a service for businesses.",
        "ROCKBOT": "Rockbot, a service for businesses.",
        "OWN_FILES": "Files of the company's own, licensed by itself.",
        "ROYALTY_FREE": "Music that nobody collects for.",
        "NONE": "Nobody's yet.",
    },
    "MusicRight": {
        "COMPOSITION": "The work that was composed.",
        "RECORDING": "The recording of it.",
    },
    "PromotionOccasion": {
        "GUEST_APPEARANCE": "Being a guest in somebody's show.",
        "INTERVIEW": "An interview.",
        "AUTHOR_PLAYLIST": "A playlist that an author makes.",
        "LAUNCH": "The day a title comes out.",
    },
    "RecordField": {
        "EPISODE_TITLE": "What it is called.",
        "DESCRIPTION": "What it is about.",
        "CREDITS": "Who did what.",
        "SERIES": "The series it belongs to.",
        "SERIES_NUMBER": "Its number in the series.",
        "PUBLISHED_ON": "The day its title is published.",
    },
    "MasterField": {
        "EPISODE_TITLE": "What it is called.",
        "DESCRIPTION": "What it is about.",
        "CREDITS": "Who did what.",
        "SERIES": "The series it belongs to.",
        "SERIES_NUMBER": "Its number in the series.",
        "RELEASES_ON": "The day it comes out.",
    },
    "MasterPlace": {
        "RECORD": "The record of its title, as its publisher keeps it.",
        "HUB": "The episode in the hub's own catalogue.",
        "PACKAGE": "What was approved and handed over.",
        "LIVE": "What was seen where it is live.",
    },
    "PublicationStanding": {
        "PROCESSING": "The target has it, and does not show it yet.",
        "LIVE": "Listeners find it there.",
        "REFUSED": "The target did not take it; `problems` say why.",
        "REMOVED": "The target took it down by itself.",
        "GONE": "It is not there any more since the hub asked.",
    },
    "RemovalExtent": {
        "WHOLE": "All of it, in every place: all was asked for, or its target takes down no part.",
        "PLACES": "All of it, in the places that were asked for.",
        "TRACK": "One track of a playlist, in every place: it is the same list for all.",
    },
    "ReleaseTarget": {
        "FEED": "The show's RSS feed.",
        "DISTRIBUTION_API": "Spotify's Distribution API.",
        "MEGAPHONE": "Megaphone.",
        "PUBLISHING_TEAM": "People who publish it by hand.",
        "WEBHOOK": "A content system that takes packages.",
    },
    "Remedy": {
        "CREDIT": "Money that is taken off a bill.",
        "MAKE_GOOD": "What was missed, once more.",
        "REFUND": "Money that is paid back.",
        "VOUCHER": "Something to buy with.",
    },
    "RepurposeChannel": {
        "AD": "Advertising.",
        "SOCIAL": "Social networks.",
        "NEWSLETTER": "The newsletter.",
        "WEBSITE": "The company's site.",
        "IN_STORE": "Shops.",
        "VIDEO": "Video.",
    },
    "Severity": {
        "LOW": "Hardly anybody noticed.",
        "MEDIUM": "It was in the way.",
        "HIGH": "It kept somebody from what they wanted.",
        "CRITICAL": "It did harm.",
    },
    "SiteContract": {
        "ACTIVE": "Music is approved for today.",
        "ENDING": "It is, and it is time to renew that.",
        "LAPSED": "It was, and is no more: the site is suspended.",
        "NONE": "None was approved for the provider that plays there.",
    },
    "SiteEscalation": {
        "NONE": "Nothing.",
        "RENEW": "The licence is renewed.",
        "EXTEND": "The licence is extended to how the site is now.",
        "LICENSE": "A licence is asked for.",
        "STOP": "The music is stopped.",
    },
    "SiteOrder": {
        "NAME": "By name.",
        "RISK": "The most urgent first, then those of higher risk.",
    },
    "SiteProgramme": {
        "AMBIENT": "Playlists in the background.",
        "EVENT": "Audio made for an event.",
        "STORY": "Licensed storytelling, with no music of others.",
    },
    "SiteRisk": {
        "HIGH": "Many hear it.",
        "MEDIUM": "Some hear it, or pay for it.",
        "LOW": "Few hear it.",
    },
    "PublishingVerdict": {
        "PUBLISH": "It may come out in the markets that are not blocked.",
        "HOLD": "Something is missing, which the tasks name.",
        "REVIEW": "The rules could not tell, so people look; until then it may not.",
    },
    "SiteVerdict": {
        "ELIGIBLE": "It may.",
        "NOT_ELIGIBLE": "It may not; the reasons say why.",
        "REVIEW": "The rules could not tell, so people look; until then it may not.",
    },
    "SiteKind": {
        "SHOP": "Goods are sold.",
        "RESTAURANT": "Meals are served at tables.",
        "CAFE": "Drinks and small meals.",
        "HOTEL": "Guests stay the night.",
        "GYM": "People exercise.",
        "OFFICE": "Staff only.",
        "EVENT": "For one occasion.",
    },
    "TakedownReason": {
        "RIGHTS": "A right is missing, or ended.",
        "CONSENT_WITHDRAWN": "Somebody who is heard does not want it any more.",
        "LEGAL_ORDER": "A court or authority orders it.",
        "SAFETY": "It may harm somebody.",
        "MISTAKE": "It should never have gone out.",
        "OTHER": "Another; the details say which.",
    },
    "ActivationOutcome": {
        "ACTIVATE": "Nothing speaks against it.",
        "REVIEW": "People look.",
        "ALTERNATIVE": "Not as it is, but otherwise.",
        "BLOCK": "Not at all.",
    },
    "AdGender": {
        "FEMALE": "A woman.",
        "MALE": "A man.",
        "NON_BINARY": "Neither.",
    },
    "AdPlatform": {
        "ANDROID": "A telephone or tablet with Android.",
        "DESKTOP": "A computer.",
        "IOS": "A telephone or tablet of Apple's.",
    },
    "TargetingMeans": {
        "AD_SET": "The targets of a campaign's ad sets.",
        "JOURNEY": "Messages one after another.",
    },
}
