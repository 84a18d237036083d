"""What the publishing rules say of an episode, market by market."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.decisions.model import Judgement

#: The table that says whether an episode may be published in a market.
TABLE = "episode_publishing"

#: How long a job that is held waits until it looks by itself, in seconds.
LOOK_AGAIN_SECONDS = 900


class PublishingVerdict(StrEnum):
    """What becomes of an episode."""

    PUBLISH = "publish"
    HOLD = "hold"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is missing: its name, what to do, and in which markets it is."""

    name: str
    said: str
    markets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What the rules say of an episode now.

    `judgements` are one for each market. `markets` are those in which it may come out once
    nothing holds it, `blocked` why it may not in others. `tasks` are what is missing; where
    `by_revision`, some of it only the requester can bring in. `evidence` is what its rights were
    judged by.
    """

    verdict: PublishingVerdict
    judgements: Mapping[str, Judgement]
    markets: tuple[str, ...]
    blocked: Mapping[str, str]
    tasks: tuple[Task, ...]
    by_revision: bool
    evidence: tuple[Mapping[str, Any], ...] = ()
