"""Who is on a list that is uploaded, what it is called there, and what is said of it. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from domain.activation.model import Listed
from domain.audience.hashed import agrees
from domain.campaigns.lists.model import AudienceState
from domain.campaigns.targets.model import ByMarket
from domain.campaigns.targets.rules import of_markets
from domain.consents.model import Entry
from domain.requests.kinds.ad_targets import AdTargets
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.kinds.targeting import TargetingBrief

#: States in which an audience can be set for ad sets.
USABLE = frozenset({AudienceState.BOOKABLE, AudienceState.LIVE})

#: States in which the publisher is still at it.
UNDER_WAY = frozenset({AudienceState.PROCESSING, AudienceState.LEARNING})

#: What is to be done where a list cannot be used as it is.
BRING_KEYS = "bring the keys of more of its accounts by `bringMatchingKeys`, or withdraw it"


def name(request_id: str) -> str:
    """Return what a list is called at the publisher, by which an earlier try is found again."""
    return f"Greenlight {request_id}"


def members(
    listed: Iterable[Listed],
    keys: Mapping[str, str],
    ledgers: Mapping[str, Sequence[Entry]],
) -> dict[str, str]:
    """Return the keys of those on a list who agree to it now, by account.

    Whoever was ever asked to be taken off stays off: a new yes is one to another list.
    """
    asked = {one.account_id for one in listed if one.asked_at is not None}
    return {
        one.account_id: keys[one.account_id]
        for one in listed
        if one.account_id in keys
        and one.account_id not in asked
        and agrees(ledgers.get(one.account_id, ()))
    }


def off(listed: Iterable[Listed], there: Collection[str]) -> list[Listed]:
    """Return those who had to come off a list and are off it, who were not said to be before."""
    return [
        one
        for one in listed
        if one.asked_at is not None and one.removed_at is None and one.account_id not in there
    ]


def reach(brief: TargetingBrief, campaign: CampaignBrief, audience_id: str) -> ByMarket:
    """Return whom a list has a campaign reach: those on it who are in its audience besides."""
    ages = AdTargets(age_from=campaign.audience.age_from, age_to=campaign.audience.age_to)
    return of_markets(ages, brief.markets, campaign.markets, audience_id)


def taken_off(at: datetime) -> str:
    """Return the receipt of a list that was uploaded anew without somebody."""
    return f"Taken off at {at:%Y-%m-%dT%H:%M:%SZ}: the hub uploaded the list anew without it."


def gone(at: datetime) -> str:
    """Return the receipt of an audience that was deleted."""
    return f"Taken off at {at:%Y-%m-%dT%H:%M:%SZ}: the hub deleted the audience at Spotify."
