"""What is asked of rights, and what comes out: standings, reasons, verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from domain.rights.model import Need, Use


class Standing(StrEnum):
    """Whether it may be used, best first; only the first is a yes."""

    CLEARED = "cleared"
    CONDITIONAL = "conditional"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"


class Why(StrEnum):
    """What decided a layer."""

    GRANTED = "granted"
    DUTIES_OPEN = "duties_open"
    NOT_DECLARED = "not_declared"
    NO_EVIDENCE = "no_evidence"
    UNSIGNED = "unsigned"
    END_UNKNOWN = "end_unknown"
    DISPUTED = "disputed"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    OUT_OF_SCOPE = "out_of_scope"
    EXCLUSIVE_ELSEWHERE = "exclusive_elsewhere"
    PROHIBITED = "prohibited"
    HOUSE_RULE = "house_rule"


#: What each reason means for the use.
MEANS: Mapping[Why, Standing] = MappingProxyType(
    {
        Why.GRANTED: Standing.CLEARED,
        Why.DUTIES_OPEN: Standing.CONDITIONAL,
        Why.NOT_DECLARED: Standing.UNKNOWN,
        Why.NO_EVIDENCE: Standing.UNKNOWN,
        Why.UNSIGNED: Standing.UNKNOWN,
        Why.END_UNKNOWN: Standing.UNKNOWN,
        Why.DISPUTED: Standing.BLOCKED,
        Why.NOT_YET: Standing.BLOCKED,
        Why.EXPIRED: Standing.BLOCKED,
        Why.OUT_OF_SCOPE: Standing.BLOCKED,
        Why.EXCLUSIVE_ELSEWHERE: Standing.BLOCKED,
        Why.PROHIBITED: Standing.BLOCKED,
        Why.HOUSE_RULE: Standing.BLOCKED,
    }
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be done and when; no language is every language, no channel every channel."""

    use: Use
    at: datetime
    language: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """How one layer stands: why, and by which grants. `need` is None if none was declared."""

    need: Need | None
    why: Why
    grants: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """What that means for the use."""
        return MEANS[self.why]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How territories stand that have all of it in common.

    `cleared_until` is the first instant at which they are cleared no more; None where they are
    not cleared now, or where no end is in sight.
    """

    territories: frozenset[str]
    standing: Standing
    findings: tuple[Finding, ...]
    cleared_until: datetime | None
