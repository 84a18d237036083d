"""The enums of the kinds of request: their names in the schema, and what they and theirs mean."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain.catalog.premises import Provider, SiteKind, Tier
from domain.requests.kinds.episode_release import Target

NAMED: Sequence[tuple[type[StrEnum], str, str]] = (
    (Target, "ReleaseTarget", "Where an episode is published."),
    (SiteKind, "SiteKind", "What kind of place a site is."),
    (Provider, "MusicProvider", "Whose service plays the music at a site."),
    (Tier, "AccountTier", "How much a customer is worth to the company."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "AccountTier": {
        "STANDARD": "As most.",
        "PREFERRED": "More than most.",
        "KEY": "Among the few that matter most.",
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
    "ReleaseTarget": {
        "FEED": "The show's RSS feed.",
        "DISTRIBUTION_API": "Spotify's Distribution API.",
        "MEGAPHONE": "Megaphone.",
        "PUBLISHING_TEAM": "People who publish it by hand.",
        "WEBHOOK": "A content system that takes packages.",
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
}
