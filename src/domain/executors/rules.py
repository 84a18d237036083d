"""What is given to a decision service, what is made of its answer, and comparing two. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.decision_service import Fact
from domain.decisions.facts import kept
from domain.decisions.model import Judgement, Outcome, Table
from domain.decisions.rules import REASON, outputs_of
from domain.executors.model import Said

#: FEEL's names of the kinds, for facts of which a table says nothing; the first that fits.
_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "boolean"),
    ((int, float, Decimal), "number"),
    (datetime, "date and time"),
    (date, "date"),
    (str, "string"),
    ((list, tuple), "list"),
    (dict, "context"),
)


def kinds_of(table: Table, facts: Mapping[str, object]) -> dict[str, str]:
    """Return the kind of each fact that `table` judges, by name."""
    return {
        name: wanted.kind or _kind_of(facts.get(name))
        for name, wanted in table.model.inputs.items()
    }


def given(table: Table, facts: Mapping[str, object]) -> dict[str, Fact]:
    """Return what of `facts` is given to a service: what `table` judges, and nothing else."""
    kinds = kinds_of(table, facts)
    return {name: Fact(kind, facts.get(name)) for name, kind in kinds.items()}


def given_again(kinds: Mapping[str, str], facts: Mapping[str, Any]) -> dict[str, Fact]:
    """Return what `given` did, from kinds and facts that were kept as JSON."""
    revived = kept(kinds, {name: facts.get(name) for name in kinds})
    return {name: Fact(kind, revived[name]) for name, kind in kinds.items()}


def understood(rows: Sequence[Mapping[str, Any]], outputs: Sequence[str]) -> Said:
    """Return what a service's `rows` come to, of which `outputs` are acted upon.

    Like a table of ours, it decides only with a rule that covers the facts, and every result.
    """
    if not rows or lacking(rows, outputs):
        return Said(Outcome.REVIEW.value, ())
    return Said(Outcome.DECIDED.value, [{o: row[o] for o in outputs} for row in rows])


def lacking(rows: Sequence[Mapping[str, Any]], outputs: Sequence[str]) -> list[str]:
    """Return the outputs that are not in every row."""
    return [output for output in outputs if any(row.get(output) is None for row in rows)]


def heard(table: Table, ours: Judgement, rows: Sequence[Mapping[str, Any]], by: str) -> Judgement:
    """Return the judgement that a service's `rows` make in place of `ours`; `by` is who says so."""
    outputs = outputs_of(table)
    found = understood(rows, outputs)
    if found.outcome == Outcome.DECIDED:
        reasons = tuple(_reason(row, by) for row in rows)
        kept_rows = tuple(found.rows)
        return replace(
            ours, outcome=Outcome.DECIDED, rows=kept_rows, matched=(), reasons=reasons, by=by
        )
    if not rows:
        return review(ours, f"No rule of {by} covers this.", by)
    named = ", ".join(f"`{output}`" for output in lacking(rows, outputs))
    return review(ours, f"The answer of {by} lacks {named}; people look.", by)


def review(ours: Judgement, reason: str, by: str | None) -> Judgement:
    """Return the judgement that people must look, for `reason`."""
    return replace(ours, outcome=Outcome.REVIEW, rows=(), matched=(), reasons=(reason,), by=by)


def same(ours: Said, theirs: Said) -> bool:
    """Whether two said the same; in which order rows stand is nothing that is acted upon."""
    return ours.outcome == theirs.outcome and _sorted(ours.rows) == _sorted(theirs.rows)


def _sorted(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True, default=str) for row in rows)


def _reason(row: Mapping[str, Any], by: str) -> str:
    """Return why a row is there, where the service's table has an output that says so."""
    found = row.get(REASON)
    return found if isinstance(found, str) and found.strip() else f"Decided by {by}."


def _kind_of(value: object) -> str:
    return next((kind for types, kind in _KINDS if isinstance(value, types)), "string")
