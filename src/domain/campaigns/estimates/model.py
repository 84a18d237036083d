"""What the publisher expects of one flight."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.campaigns.model import Forecast


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
