"""What a targeting changes of a campaign."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.requests.kinds.ad_targets import AdTargets

#: Targets by market; a market that is not there has those of its campaign's brief.
ByMarket = Mapping[str, AdTargets]


@dataclass(frozen=True, slots=True)
class Change:
    """What one approved targeting asks for of a campaign: as it is wanted, and as it is set.

    `wanted` is nothing once the targeting is over; `applied` is nothing before it was ever set.
    """

    request_id: str
    campaign_id: str
    wanted: ByMarket
    applied: ByMarket
