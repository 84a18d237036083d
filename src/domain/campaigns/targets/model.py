"""What a targeting changes of a campaign."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.requests.kinds.ad_targets import AdTargets


class Reach(AdTargets):
    """Targets as they are set: with the audience they are narrowed to, by its id there, if to one.

    Nobody asks for an audience by its id: it is of a list that the hub uploaded itself.
    """

    audience_id: str = ""


#: Targets by market; a market that is not there has those of its campaign's brief.
ByMarket = Mapping[str, Reach]


@dataclass(frozen=True, slots=True)
class Change:
    """What one approved targeting asks for of a campaign: as it is wanted, and as it is set.

    `wanted` is nothing once the targeting is over; `applied` is nothing before it was ever set.
    """

    request_id: str
    campaign_id: str
    wanted: ByMarket
    applied: ByMarket
