"""A table in force, and what it said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.decisions.dmn import Model


class Outcome(StrEnum):
    """Whether the rules decided, or people must look."""

    DECIDED = "decided"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Table:
    """A table in force. `version` is the SHA-256 of its file; `key` is also its decision."""

    key: str
    version: str
    model: Model


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a table said of some facts, with everything needed to explain it later.

    `rows` are the results that count, plain JSON values by output name; `matched` the ids of the
    rules behind them; `reasons` sentences; `missing` the required facts that were absent or of
    the wrong kind. `by` is who judged, and by what, where it was a service outside: it knows
    rules of its own, and `version` is only the one that counts here.
    """

    table: str
    version: str
    outcome: Outcome
    rows: tuple[Mapping[str, Any], ...]
    matched: tuple[str, ...]
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    facts: Mapping[str, Any]
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A judgement as it was kept: at which instant, and of which revision of a request."""

    at: datetime
    revision: int
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Shipped:
    """A table that comes with Greenlight: its DMN file, and its test cases as CSV."""

    key: str
    dmn: str
    cases: str


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One version of a table: its file and its test cases, which never change.

    `number` counts the versions of one table from 1; `digest` is the SHA-256 of `dmn`; `change`
    says what is new; `base_id` is the version it was drafted from; `author_id` is None for the
    tables that come with Greenlight.
    """

    id: str
    table_key: str
    number: int
    digest: str
    dmn: str
    cases: str
    change: str
    base_id: str | None
    author_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """That a version of a table counts from `effective_at` on, until a later release does.

    `under_way` says whether it counts for what was asked for before as well. A release is rolled
    back by being withdrawn: from then on the one before counts again.
    """

    table_key: str
    number: int
    version_id: str
    request_id: str | None
    effective_at: datetime
    released_at: datetime
    under_way: bool
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that does not hold: where, what was to follow, and what did."""

    line: int
    case: str
    column: str
    expected: str
    found: str

    def __str__(self) -> str:
        """Return it as one says it."""
        about = f" ({self.case})" if self.case else ""
        return (
            f"Line {self.line}{about}: `{self.column}` should be {self.expected or 'nothing'},"
            f" but is {self.found or 'nothing'}."
        )


class Flaw(StrEnum):
    """What can be found in a table without asking it anything; `UNKNOWN` is what could not be."""

    GAP = "gap"
    OVERLAP = "overlap"
    SHADOW = "shadow"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in a table: which rules it concerns, where, and what it means.

    `where` is an example, a value or interval in words by column; `refused` if a table with it
    may not be released.
    """

    flaw: Flaw
    rules: tuple[str, ...]
    where: Mapping[str, str]
    said: str
    refused: bool


class Difference(StrEnum):
    """How a row of one version stands to the other's."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that is not in both versions as it is: cells that differ, as (column, before, after).

    Positions count from 1; the one it has not is None. `rule` is empty, without positions, for the
    table itself: its hit policy, facts and columns. What it builds on stands before the rule:
    `risk: high`, `risk:`.
    """

    rule: str
    difference: Difference
    was_at: int | None
    is_at: int | None
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What was found out about a version by itself, and beside the one it was drafted from."""

    cases: int
    failures: tuple[Failure, ...]
    findings: tuple[Finding, ...]
    changes: tuple[RowChange, ...]

    @property
    def clashes(self) -> tuple[str, ...]:
        """Why it may not be released, whatever anybody says."""
        return tuple(finding.said for finding in self.findings if finding.refused)

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """What no rule covers."""
        return tuple(finding for finding in self.findings if finding.flaw is Flaw.GAP)

    @property
    def rows_changed(self) -> int:
        """How many rows are not as they were."""
        return len(self.changes)


@dataclass(frozen=True, slots=True)
class Turn:
    """How many decisions would turn from one outcome to another."""

    before: str
    after: str
    count: int


@dataclass(frozen=True, slots=True)
class Replay:
    """What a version would have said of every decision its table ever made.

    `turns` are those that would change, by outcome, most frequent first; `requests` the ids of
    the requests concerned, newest first and bounded.
    """

    total: int
    changed: int
    turns: tuple[Turn, ...]
    requests: tuple[str, ...]
