"""Money: a decimal amount with its currency at the edges, integer minor units inside."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from domain.errors import Invalid

#: Minor digits of the currencies campaigns are billed in. Source: ISO 4217, list one.
MINOR_DIGITS: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(
        (  # noqa: SIM905  A list of fifty quoted codes reads worse.
            "AED AUD BRL CAD CHF CLP COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR JPY KRW MAD MXN"
            " MYR NGN NOK NZD PEN PHP PLN RON SAR SEK SGD THB TRY TWD UAH USD VND ZAR"
        ).split(),
        2,
    )
    | dict.fromkeys(("CLP", "JPY", "KRW", "VND"), 0)
)

#: The largest amount the hub takes, in minor units: what fits an integer of 64 bits in millionths.
MINOR_MAX = 9_000_000_000_000

#: How much of a wrong amount is repeated to whoever gave it, in characters.
SHOWN_MAX = 40


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the currency's minor units (cents; whole yen)."""

    minor: int
    currency: str

    @property
    def amount(self) -> Decimal:
        """The amount in major units, with the currency's own number of digits."""
        return Decimal(self.minor).scaleb(-MINOR_DIGITS[self.currency])

    def __str__(self) -> str:
        """Return the amount as people write it: `EUR 12,500.00`."""
        return f"{self.currency} {self.amount:,}"


def money(amount: Decimal, currency: str, path: tuple[str, ...] = ()) -> Money:
    """Return `amount` of `currency`; `Invalid` says what is wrong with either."""
    digits = MINOR_DIGITS.get(currency)
    if digits is None:
        raise Invalid(
            "unknown_currency",
            f"`{currency[:8]}` is not a currency campaigns are billed in; use one such as EUR.",
            (*path, "currency"),
        )
    if not amount.is_finite() or amount <= 0:
        raise Invalid(
            "not_positive",
            f"`{_short(amount)}` is no amount to spend; give more than zero.",
            (*path, "amount"),
        )
    counted, places = _exactly(amount)
    if places + digits < 0:
        raise Invalid(
            "too_many_digits",
            f"{currency} has {digits} digits after the point; `{_short(amount)}` has more.",
            (*path, "amount"),
        )
    if len(counted) + places + digits > len(str(MINOR_MAX)):
        raise _too_much(amount, currency, path)
    minor = int(counted) * 10 ** (places + digits)
    if minor > MINOR_MAX:
        raise _too_much(amount, currency, path)
    return Money(minor, currency)


def _exactly(amount: Decimal) -> tuple[str, int]:
    """Return the digits of `amount` without zeros at the end, and the power of ten they count.

    Decimal's own arithmetic rounds to 28 digits, and works out every zero of 1e999999.
    """
    _, digits, exponent = amount.as_tuple()
    written = "".join(map(str, digits))
    kept = written.rstrip("0")
    return kept, int(exponent) + len(written) - len(kept)


def _too_much(amount: Decimal, currency: str, path: tuple[str, ...]) -> Invalid:
    most = Money(MINOR_MAX, currency)
    return Invalid(
        "too_much",
        f"`{_short(amount)}` is more than the hub takes; give at most {most}.",
        (*path, "amount"),
    )


def _short(amount: Decimal) -> str:
    return str(amount)[:SHOWN_MAX]
