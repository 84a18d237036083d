"""What several targetings of one campaign come to. Pure."""

from collections.abc import Iterable, Sequence

from domain.campaigns.targets.model import ByMarket, Change, Reach
from domain.requests.kinds.ad_targets import AdTargets


def wanted(changes: Sequence[Change]) -> ByMarket:
    """Return the targets that are to be set: in each market those of the latest targeting."""
    return _latest(one.wanted for one in changes)


def applied(changes: Sequence[Change]) -> ByMarket:
    """Return the targets that are set, as far as the hub set them."""
    return _latest(one.applied for one in changes)


def of_markets(
    targets: AdTargets, markets: Iterable[str], flights: Iterable[str], audience_id: str = ""
) -> ByMarket:
    """Return a targeting's targets in those of its markets in which the campaign runs."""
    running = set(flights)
    reach = Reach(**targets.model_dump(), audience_id=audience_id)
    return {market: reach for market in sorted(markets) if market in running}


def _latest(several: Iterable[ByMarket]) -> ByMarket:
    found: dict[str, Reach] = {}
    for one in several:
        found |= one
    return found
