"""What a production came out as, and what is known of how it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.approvals.model import Choice
from domain.metrics.model import Sum


@dataclass(frozen=True, slots=True)
class Out:
    """That a production came out as an episode of the catalogue, said at an instant."""

    request_id: str
    episode_id: str
    title: str
    show_id: str
    at: datetime


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
    """How a production did by its listeners. What nobody said of it is not in `heard`."""

    out: Out
    heard: Sequence[Sum]
