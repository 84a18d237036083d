"""What is bid in each market: what Spotify suggests, within the budget, or a default. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.campaigns.estimates.model import Estimate
from domain.campaigns.model import Check, Flight
from domain.money import money
from domain.requests.bids import usual

#: The check that says what is bid.
NAME = "Bid"


@dataclass(frozen=True, slots=True)
class Bid:
    """The most that is paid for a thousand impressions of a flight, and whether Spotify said so."""

    flight: Flight
    amount: Decimal
    suggested: bool


def bids(flights: Sequence[Flight], estimates: Sequence[Estimate]) -> tuple[Bid, ...]:
    """Return the bid of each flight: the upper end of what Spotify suggests, or the default.

    No bid is above what its flight may spend.
    """
    said = {one.market: one.forecast.bid for one in estimates if one.forecast is not None}
    found = []
    for flight in flights:
        suggestion = said.get(flight.market)
        if suggestion is None:
            found.append(Bid(flight, usual(flight.currency, flight.amount), suggested=False))
        else:
            found.append(Bid(flight, min(suggestion.most, flight.amount), suggested=True))
    return tuple(found)


def by_market(found: Sequence[Bid]) -> Mapping[str, Decimal]:
    """Return the amounts of bids by market."""
    return {one.flight.market: one.amount for one in found}


def check(made: Sequence[Bid]) -> Check:
    """Return the check that tells approvers what is bid where, and who said so."""
    there: dict[str, list[str]] = {}
    for one in made:
        amount = str(money(one.amount, one.flight.currency))
        there.setdefault(amount, []).append(one.flight.market)
    amounts = "; ".join(f"{amount} in {', '.join(markets)}" for amount, markets in there.items())
    missing = ", ".join(one.flight.market for one in made if not one.suggested)
    if not missing:
        found = f"at most {amounts} per 1,000 impressions, as Spotify suggests"
    elif any(one.suggested for one in made):
        found = (
            f"at most {amounts} per 1,000 impressions, as Spotify suggests; of {missing} it"
            " suggests nothing, so that is the hub's own default"
        )
    else:
        found = (
            f"at most {amounts} per 1,000 impressions, the hub's own default, for Spotify"
            " suggests nothing"
        )
    return Check("Bid", holds=True, found=found)
