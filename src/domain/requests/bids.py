"""What is bid for an audience where nobody says otherwise. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

#: What was bid at most for a thousand impressions, in units of any currency, before Spotify was
#: asked what to bid. Drafts of that time stand at Spotify with it.
BID = Decimal(15)

#: What is bid at most for a thousand impressions where Spotify suggests nothing, in units of each
#: currency: about what 15 EUR are, in round numbers. Ours.
_USUAL: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("CHF", "EUR", "GBP", "USD"), 15),
        "AED": 60,
        "AUD": 25,
        "BRL": 90,
        "CAD": 22,
        "CLP": 15_000,
        "COP": 65_000,
        "CZK": 375,
        "DKK": 110,
        "EGP": 800,
        "HKD": 130,
        "HUF": 6_000,
        "IDR": 270_000,
        "ILS": 60,
        "INR": 1_400,
        "JPY": 2_500,
        "KRW": 23_000,
        "MAD": 160,
        "MXN": 300,
        "MYR": 70,
        "NGN": 24_000,
        "NOK": 175,
        "NZD": 28,
        "PEN": 60,
        "PHP": 950,
        "PLN": 65,
        "RON": 75,
        "SAR": 65,
        "SEK": 170,
        "SGD": 22,
        "THB": 550,
        "TRY": 650,
        "TWD": 520,
        "UAH": 700,
        "VND": 420_000,
        "ZAR": 300,
    }
)


def usual(currency: str, budget: Decimal) -> Decimal:
    """Return what is bid in a currency where nothing is suggested, no more than the budget."""
    return min(Decimal(_USUAL[currency]), budget)
