"""Judging the past by another version: which decisions would have been others. Pure.

A decision counts as another if the outcome or any result differs; reasons may be worded anew.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.decisions.facts import kept
from domain.decisions.model import Outcome, Replay, Table, Turn
from domain.decisions.rules import judge_plainly, outputs_of

#: How many requests are named, and how many kinds of turn.
REQUESTS_MAX = 50
TURNS_MAX = 20


@dataclass(frozen=True, slots=True)
class Past:
    """A decision as it was kept: of which request, on what facts, and what was said."""

    request_id: str
    facts: Mapping[str, Any]
    outcome: str
    rows: list[Mapping[str, Any]]


@dataclass(slots=True)
class Tally:
    """What the decisions judged so far come to."""

    table: Table
    total: int = 0
    turns: Counter[tuple[str, str]] = field(default_factory=Counter)
    requests: dict[str, None] = field(default_factory=dict)

    def judge(self, past: Iterable[Past]) -> None:
        """Judge more decisions, newest first."""
        kinds = {name: given.kind for name, given in self.table.model.inputs.items()}
        first = outputs_of(self.table)[0]
        for one in past:
            self.total += 1
            outcome, rows = judge_plainly(self.table, kept(kinds, one.facts))
            if outcome != one.outcome or rows != one.rows:
                before, after = _said(first, one.outcome, one.rows), _said(first, outcome, rows)
                self.turns[(before, after)] += 1
                if len(self.requests) < REQUESTS_MAX:
                    self.requests[one.request_id] = None

    def replay(self) -> Replay:
        """Return it as a value."""
        return Replay(
            total=self.total,
            changed=self.turns.total(),
            turns=tuple(
                Turn(before, after, count)
                for (before, after), count in self.turns.most_common(TURNS_MAX)
            ),
            requests=tuple(self.requests),
        )


def _said(output: str, outcome: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """Return an outcome in a few words: what `output` says, row by row."""
    if outcome == Outcome.REVIEW:
        return "people must look"
    return ", ".join(sorted(str(row.get(output, "")) for row in rows)) or "nothing"
