"""A version of a decision table, to be released: from then on it decides."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from domain.approvals.model import StagePlan
from domain.clock import too_far
from domain.errors import Invalid
from domain.people.model import Act
from domain.requests.kinds import parts
from domain.requests.kinds.kind import Headline, Kind, Payload
from domain.requests.proposals import Proposal, Proposed

#: What the kind is called.
NAME = "rule_version"

#: The stage the hub closes by itself once the past was judged by the new version.
REPLAY = "replay"

#: The tables that say who may change tables.
GOVERNING = ("rule_version_admission", "rule_version_stages")


class RuleVersionBrief(Payload):
    """What is asked for. Without `effective_at` it counts as soon as everybody said yes.

    `under_way` if it is to count for what was asked for before as well.
    """

    table: Annotated[str, Field(min_length=1, max_length=50)]
    number: Annotated[int, Field(ge=1)]
    version_id: str
    change: Annotated[str, Field(min_length=5, max_length=120)]
    effective_at: AwareDatetime | None = None
    under_way: bool = False

    @property
    def headline(self) -> Headline:
        """What lists and visibility need to know of it."""
        return Headline(f"{self.table}, version {self.number}: {self.change}", None, None, ())


def proposed(brief: RuleVersionBrief) -> Proposed:
    """Return what of a brief names the version."""
    return Proposed(brief.table, brief.number, brief.version_id, brief.effective_at)


def check(brief: RuleVersionBrief, now: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    problems = parts.line_problems(brief, ("table", "change"))
    if brief.effective_at is not None:
        distant = too_far(now, brief.effective_at, ("effective_at",))
        problems += [distant] if distant else []
    return problems


def facts(brief: RuleVersionBrief, now: datetime, seen: Proposal) -> dict[str, Any]:
    """Return what the tables of rule versions judge."""
    wait = (brief.effective_at - now).total_seconds() if brief.effective_at else 0
    return {
        "table": brief.table,
        "governs_rules": brief.table in GOVERNING,
        "under_way": brief.under_way,
        "cases": seen.check.cases,
        "rows_changed": seen.check.rows_changed,
        "gaps": len(seen.check.gaps),
        "wait_hours": max(int(wait // 3600), 0),
    }


def floor(brief: RuleVersionBrief) -> Sequence[StagePlan]:
    """Return the stages that no version goes without, whatever the tables of rules say."""
    executive = StagePlan("executive", "Executive", 3, "executive", 1, 48)
    return (
        StagePlan(REPLAY, "Replay", 1, "", 0, 1),
        StagePlan("rules_review", "Rules review", 2, "legal", 1, 48),
        *([executive] if brief.table in GOVERNING else []),
    )


KIND = Kind(
    name=NAME,
    payload=RuleVersionBrief,
    check=check,
    admission="rule_version_admission",
    stages="rule_version_stages",
    facts=facts,
    watches={REPLAY: frozenset({"version_id"})},
    prepare="rules.replay",
    effect="rules.release",
    asked_by=Act.CHANGE_RULES,
    floor=floor,
)
