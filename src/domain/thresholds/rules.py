"""What thresholds are about, and the numbers that all of them are judged by. Pure."""

import hashlib
import math
from decimal import Decimal
from functools import lru_cache

from domain.metrics.model import Subject
from domain.thresholds.model import Piece, Side, Terms

PARTS = 1_000_000

#: How many days a baseline is made of, and how many of them must be known: four whole weeks, so
#: that the wave of a week is in it four times.
BASE_DAYS, BASE_KNOWN = 28, 14

#: The one-sided 95 % bound of a normal distribution.
Z = 1.6448536269514722

#: A campaign is not judged by its pace before this many days, and a tenth of its flight.
PACE_DAYS, PACE_PART = 3, 10

#: What no value reaches: kept values are below 10^15.
NEVER = -(10**17)


def key_of(threshold_id: str, subject_id: str, source: str, dimension: str, side: Side) -> str:
    """Return what an alert is known by: not the version, value or day, so that it stays one."""
    text = f"{threshold_id}|{subject_id}|{source}|{dimension}|{side}"
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=4_096)
def parts(value: Decimal) -> int:
    """Return a bound in millionths."""
    return int(value * PARTS)


def sign_of(terms: Terms) -> int:
    """Return 1 where small values are bad, -1 where large ones are."""
    return 1 if terms.side is Side.BELOW else -1


def watches(terms: Terms, subject: Subject) -> bool:
    """Whether a threshold is about a thing, alone or among others."""
    return (
        terms.subject_id in (None, subject.id)
        and terms.subject_kind in (None, subject.kind)
        and terms.brand_id in (None, subject.brand_id)
    )


def whole(series: int, first: int, last: int) -> Piece:
    """Return what asks for the sum of a series from one day to another, both included."""
    return series, first, last, 1, NEVER, NEVER


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the one-sided 95 % bounds of a share (Wilson 1927); no trials say nothing."""
    if trials <= 0:
        return 0.0, 1.0
    share, square = min(successes / trials, 1.0), Z * Z
    middle = share + square / (2 * trials)
    spread = Z * math.sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    whole = 1 + square / trials
    return (middle - spread) / whole, (middle + spread) / whole
