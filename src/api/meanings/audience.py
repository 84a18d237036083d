"""The enums of audiences in the schema: their names there, and what they and their values mean."""

from collections.abc import Mapping

from domain.activation.journeys.model import (
    DeliveryState,
    EndpointPurpose,
    EndpointState,
    EventKind,
)
from domain.audience.accounts.model import Sheet, Signal
from domain.audience.segments.anonymity import Withheld
from domain.campaigns.lists.model import AudienceState

NAMED = (
    (Signal, "EngagementSignal", "What an account did."),
    (Sheet, "AudienceSheet", "What a table brings in."),
    (AudienceState, "AudienceState", "How far a list is at Spotify."),
    (Withheld, "SizeWithheld", "Why a size is not told."),
    (EndpointState, "JourneyEndpointState", "Whether an endpoint is sent to."),
    (EndpointPurpose, "JourneyEndpointPurpose", "What an endpoint is sent."),
    (EventKind, "JourneyEventKind", "What an endpoint is told."),
    (DeliveryState, "JourneyDeliveryState", "What became of something that was to be sent."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "EngagementSignal": {
        "LISTEN": "Listened.",
        "SKIP": "Went on before it was over.",
        "FOLLOW": "Began to follow.",
        "ADD": "Added it to a playlist.",
    },
    "AudienceSheet": {
        "ACCOUNTS": "Accounts: what they are worth, where they are, what they own.",
        "ENGAGEMENT": "What accounts did, day by day.",
        "KEYS": "By which keys accounts are known again at a publisher.",
    },
    "AudienceState": {
        "WAITING": "It is not uploaded yet.",
        "PROCESSING": "Spotify looks whom of it it knows.",
        "LEARNING": "Spotify looks who is like them.",
        "EMPTY": "Spotify knows too few of it for ads.",
        "BOOKABLE": "Ad sets can have it.",
        "LIVE": "Ad sets have it.",
        "ARCHIVED": "Somebody put it away at Spotify.",
        "DELETED": "Nothing of it is at Spotify any more.",
    },
    "JourneyEndpointState": {
        "ACTIVE": "It is sent to.",
        "PAUSED": "What is for it waits.",
        "GONE": "It said that it is gone; nothing is sent to it any more.",
    },
    "JourneyEndpointPurpose": {
        "JOURNEYS": "Lists of accounts that a journey is to reach.",
        "PUBLICATIONS": "What a content system is to publish; a show names it as its place.",
    },
    "JourneyEventKind": {
        "STARTED": "A page of a list that was approved.",
        "REMOVED": "Somebody is to be taken off a list.",
        "STOPPED": "The request is over; nobody is to be reached by it any more.",
    },
    "JourneyDeliveryState": {
        "WAITING": "To be sent, or to be tried again.",
        "DELIVERED": "Sent, and taken.",
        "DROPPED": "Not needed any more.",
        "FAILED": "Given up; an administrator may have it tried again.",
    },
    "SizeWithheld": {
        "TOO_FEW": "Fewer accounts than may be counted.",
        "DIFFERENCE": "With what was counted before, it would tell of too few accounts.",
        "TOO_MANY_CUTS": "As many groups were counted of these days as can be told apart.",
    },
}
