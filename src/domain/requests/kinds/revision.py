"""Changing what is out and does not do well."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from domain.errors import Invalid
from domain.requests.kinds import base
from domain.requests.kinds.base import Prose
from domain.requests.kinds.kind import HandsOver
from domain.requests.kinds.referenced import Seen
from domain.requests.kinds.subject import FollowingBrief, out_problems

#: Asked for whenever a revision moved: the draft that follows from it opens, or is dropped.
MOVED = "revision.moved"


class RevisionBrief(FollowingBrief):
    """What is to be changed of what an earlier request brought about."""

    change: Annotated[Prose, Field(description="What is to change; up to 1,000 characters.")]
    changes_claims: Annotated[
        bool, Field(description="Whether what is claimed or promised changes.")
    ]
    changes_audio: Annotated[bool, Field(description="Whether what is heard changes.")]


def check(brief: RevisionBrief, _: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    return base.plain_problems(brief)


def facts(brief: RevisionBrief, _now: datetime, _seen: Seen) -> dict[str, Any]:
    """Return what the table of stages judges."""
    return {
        "changes_claims": brief.changes_claims,
        "changes_audio": brief.changes_audio,
        "market_count": len(brief.markets),
    }


def fits(brief: RevisionBrief, _: datetime, seen: Seen) -> Sequence[Invalid]:
    """Return whether nothing of the subject is out."""
    return out_problems(brief.subject_id, seen)


def instructions(_: RevisionBrief) -> Sequence[str]:
    """Return what marketing has to do."""
    return ("Its owner has a draft of it; help with this change, and say what became of it.",)


KIND = base.kind_of(
    "revision",
    RevisionBrief,
    check=check,
    facts=facts,
    fits=fits,
    watches={},
    hands_over=HandsOver("marketing-team", "marketing", instructions=instructions),
    moved=MOVED,
)
