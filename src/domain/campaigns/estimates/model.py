"""What the publisher expects of one flight."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many people hear an ad at least once over its whole flight, from `least` to `most`.

    `delivers` says whether most of the budget is likely to be spent; None if nobody says.
    """

    least: int
    most: int
    delivers: bool | None


class Answer(StrEnum):
    """What asking for an estimate came to."""

    FORECAST = "forecast"
    TOO_FEW = "too_few"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Estimate:
    """What was answered of the flight in one market.

    `digest` stands for all that was asked with; `revision` is the last for which the answer
    counts. `forecast` is there with `FORECAST` alone.
    """

    request_id: str
    market: str
    digest: str
    revision: int
    answer: Answer
    forecast: Forecast | None
    at: datetime


class TooFew(Exception):
    """Those whom a flight would reach are too few for the publisher to run it."""
