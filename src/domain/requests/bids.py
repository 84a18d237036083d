"""What is bid for an audience where nobody says otherwise."""

from decimal import Decimal

from domain.money import Money, money

#: What is bid at most for a thousand impressions, in units of the budget's currency.
BID = Decimal(15)


def bid(currency: str) -> Money:
    """Return the bid of a campaign that is billed in `currency`."""
    return money(BID, currency)
