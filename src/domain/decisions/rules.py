"""Judging facts by a table, above plain DMN. Pure.

DMN itself would let an absent fact slip past a rule in silence. So each table declares the facts
it requires, and one that is absent or of the wrong kind gives `REVIEW` without evaluating; so do
a null result, no match, and a violated hit policy.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from domain.decisions.dmn import Decided, Miss, Value, from_python, kind_of, read
from domain.decisions.dmn.feel.builtins.conversion import text_of
from domain.decisions.model import Judgement, Outcome, Table
from domain.errors import Invalid

#: The annotation column that says in words why a rule is there.
REASON = "reason"

#: The largest whole number that every reader of JSON takes for itself; larger ones are texts.
WHOLE_MAX = 2**53


def table_from(key: str, xml: bytes) -> Table:
    """Return the table in `xml` that decides `key`; a `DmnError` says what is broken."""
    model = read(xml)
    if key not in model.decisions:
        raise Invalid("no_such_decision", f"The file holds no decision called `{key}`.")
    return Table(key, hashlib.sha256(xml).hexdigest(), model)


def outputs_of(table: Table) -> tuple[str, ...]:
    """Return the names of what `table` says; just its own where it is an expression."""
    decision = table.model.decisions[table.key]
    found = tuple(output.name for output in decision.table.outputs) if decision.table else ()
    return found or (table.key,)


def judge(table: Table, facts: Mapping[str, object]) -> Judgement:
    """Return what `table` says of `facts`."""
    missing = missing_facts(table, facts)
    if missing:
        reason = f"The rules need to know: {', '.join(missing)}."
        return _judgement(table, facts, None, (reason,), missing)
    decided = table.model.evaluate(table.key, facts)
    if trouble := _trouble(decided):
        return _judgement(table, facts, None, (trouble,))
    reasons = [rule.annotations.get(REASON, "") for rule in decided.matched]
    return _judgement(table, facts, decided, tuple(reason for reason in reasons if reason))


def judge_plainly(
    table: Table, facts: Mapping[str, object]
) -> tuple[Outcome, list[dict[str, Any]]]:
    """Return outcome and rows as `judge` does, and nothing of why: for judging very many."""
    if missing_facts(table, facts):
        return Outcome.REVIEW, []
    decided = table.model.evaluate(table.key, facts)
    if _trouble(decided):
        return Outcome.REVIEW, []
    return Outcome.DECIDED, [_plain_row(row) for row in decided.rows]


def _trouble(decided: Decided) -> str | None:
    """Return why a table could not decide, as one says it."""
    if decided.violation is not None:
        return decided.violation
    if not decided.rows:
        return "No rule covers this."
    if any(value is None for row in decided.rows for value in row.values()):
        return "A rule gave no result."
    return None


def _plain_row(row: Mapping[str, Value]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items()}


def missing_facts(table: Table, facts: Mapping[str, object]) -> tuple[str, ...]:
    """Return the required facts that are absent or of another kind than the table wants."""
    missing = []
    for name, wanted in table.model.inputs.items():
        value = from_python(facts.get(name))
        if value is None:
            if wanted.required:
                missing.append(name)
        elif wanted.kind is not None and kind_of(value) != wanted.kind:
            missing.append(f"{name} (a {wanted.kind}, not a {kind_of(value)})")
    return tuple(missing)


def explain(table: Table, facts: Mapping[str, object]) -> tuple[Miss, ...]:
    """Return, for each rule that did not match, the first cell that said no."""
    if missing_facts(table, facts):
        return ()
    return table.model.evaluate(table.key, facts).misses


def to_json(judgement: Judgement) -> dict[str, Any]:
    """Return a judgement as plain JSON values."""
    return {
        "table": judgement.table,
        "version": judgement.version,
        "outcome": judgement.outcome.value,
        "rows": [dict(row) for row in judgement.rows],
        "matched": list(judgement.matched),
        "reasons": list(judgement.reasons),
        "missing": list(judgement.missing),
        "facts": dict(judgement.facts),
        **({"by": judgement.by} if judgement.by else {}),
    }


def from_json(kept: Mapping[str, Any]) -> Judgement:
    """Return what `to_json` was given."""
    return Judgement(
        table=kept["table"],
        version=kept["version"],
        outcome=Outcome(kept["outcome"]),
        rows=tuple(kept["rows"]),
        matched=tuple(kept["matched"]),
        reasons=tuple(kept["reasons"]),
        missing=tuple(kept["missing"]),
        facts=kept["facts"],
        by=kept.get("by"),
    )


def _judgement(
    table: Table,
    facts: Mapping[str, object],
    decided: Decided | None,
    reasons: tuple[str, ...],
    missing: tuple[str, ...] = (),
) -> Judgement:
    rows = decided.rows if decided else ()
    return Judgement(
        table=table.key,
        version=table.version,
        outcome=Outcome.DECIDED if decided else Outcome.REVIEW,
        rows=tuple(_plain_row(row) for row in rows),
        matched=tuple(rule.id for rule in decided.matched) if decided else (),
        reasons=reasons,
        missing=missing,
        facts={name: _plain(from_python(value)) for name, value in facts.items()},
    )


def _plain(value: Value) -> Any:  # noqa: ANN401  JSON is whatever it is.
    if isinstance(value, Decimal):
        whole = abs(value) <= WHOLE_MAX and value == value.to_integral_value()
        return int(value) if whole else str(value)
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    # What JSON has no form for, such as ranges, is told as FEEL writes it.
    return value if value is None or isinstance(value, (str, bool)) else text_of(value)
