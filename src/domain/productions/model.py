"""What a production came out as, and what is known of how it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.approvals.model import Choice
from domain.metrics.model import Metric, State


@dataclass(frozen=True, slots=True)
class Out:
    """That a production came out as an episode of the catalogue, said at an instant."""

    request_id: str
    episode_id: str
    title: str
    show_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """One figure of an episode, of all its days by one source.

    `as_of` is the last day that the source said; `days` are known, `hidden` withheld. A value is
    None where it is withheld or missing, which is no zero.
    """

    metric: Metric
    source: str
    value: Decimal | None
    state: State
    days: int
    hidden: int
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Note:
    """What a reviewer said of a production or of the release of its episode."""

    request_id: str
    stage: str
    choice: Choice
    voter_id: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """How a production did: what listeners did, and what reviewers said."""

    out: Out
    heard: Sequence[Heard]
    notes: Sequence[Note] = ()
