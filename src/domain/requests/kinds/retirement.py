"""Ending what is out and does not do well any longer."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from domain.errors import Invalid
from domain.requests.kinds import base
from domain.requests.kinds.kind import HandsOver
from domain.requests.kinds.referenced import Seen
from domain.requests.kinds.subject import FollowingBrief, out_problems

#: Asked for whenever a retirement moved: what it ends may be heard no more.
MOVED = "audio.ended"


class Ending(StrEnum):
    """How something ends."""

    PAUSE = "pause"
    ARCHIVE = "archive"
    TAKEDOWN = "takedown"


class RetirementBrief(FollowingBrief):
    """What is to end, how, and when."""

    ending: Annotated[Ending, Field(description="How it ends.")]
    ends_on: Annotated[date, Field(description="The day it ends, after today.")]
    paid_for: Annotated[
        bool, Field(description="Whether somebody outside paid for it to be heard longer.")
    ]


def check(brief: RetirementBrief, now: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    return [*base.plain_problems(brief), *base.day_problems(brief, now, "ends_on")]


def facts(brief: RetirementBrief, _now: datetime, _seen: Seen) -> dict[str, Any]:
    """Return what the table of stages judges."""
    return {
        "ending": brief.ending.value,
        "paid_for": brief.paid_for,
        "market_count": len(brief.markets),
    }


def fits(brief: RetirementBrief, _: datetime, seen: Seen) -> Sequence[Invalid]:
    """Return whether nothing of the subject is out."""
    return out_problems(brief.subject_id, seen)


def instructions(brief: RetirementBrief) -> Sequence[str]:
    """Return what the publishing team has to do."""
    markets = ", ".join(sorted(brief.markets))
    how = {
        Ending.PAUSE: f"Pause it on {brief.ends_on.isoformat()}, in {markets}.",
        Ending.ARCHIVE: f"Archive it on {brief.ends_on.isoformat()}, in {markets}.",
        Ending.TAKEDOWN: f"Take it down on {brief.ends_on.isoformat()}, in {markets}.",
    }
    return (
        how[brief.ending],
        "If it is a campaign, Greenlight pauses it at Spotify on that day; look whether it stands.",
    )


KIND = base.kind_of(
    "retirement",
    RetirementBrief,
    check=check,
    facts=facts,
    fits=fits,
    watches={},
    hands_over=HandsOver("publishing-team", "publishing", instructions=instructions),
    moved=MOVED,
)
