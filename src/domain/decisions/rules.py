"""Judging facts by a table, above plain DMN. Pure.

DMN itself would let an absent fact slip past a rule in silence. So each table declares the facts
it requires, and one that is absent or of the wrong kind gives `REVIEW` without evaluating; so do
a null result, no match, and a violated hit policy.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from domain.decisions.dmn import Decided, Miss, Value, from_python, kind_of, read
from domain.decisions.model import Judgement, Outcome, Table
from domain.errors import Invalid

#: The annotation column that says in words why a rule is there.
REASON = "reason"


def table_from(key: str, xml: bytes) -> Table:
    """Return the table in `xml` that decides `key`; a `DmnError` says what is broken."""
    model = read(xml)
    if key not in model.decisions:
        raise Invalid("no_such_decision", f"The file holds no decision called `{key}`.")
    return Table(key, hashlib.sha256(xml).hexdigest(), model)


@lru_cache(maxsize=1)
def load_shipped() -> Mapping[str, Table]:
    """Return the tables that come with Greenlight, by key."""
    folder = files("domain.decisions") / "tables"
    found = {
        item.name.removesuffix(".dmn"): item.read_bytes()
        for item in folder.iterdir()
        if item.name.endswith(".dmn")
    }
    return MappingProxyType({key: table_from(key, xml) for key, xml in sorted(found.items())})


def judge(table: Table, facts: Mapping[str, object]) -> Judgement:
    """Return what `table` says of `facts`."""
    missing = missing_facts(table, facts)
    if missing:
        reason = f"The rules need to know: {', '.join(missing)}."
        return _judgement(table, facts, Outcome.REVIEW, None, (reason,), missing)
    decided = table.model.evaluate(table.key, facts)
    if decided.violation is not None:
        return _judgement(table, facts, Outcome.REVIEW, None, (decided.violation,))
    if not decided.rows:
        return _judgement(table, facts, Outcome.REVIEW, None, ("No rule covers this.",))
    if any(value is None for row in decided.rows for value in row.values()):
        return _judgement(table, facts, Outcome.REVIEW, None, ("A rule gave no result.",))
    reasons = [rule.annotations.get(REASON, "") for rule in decided.matched]
    return _judgement(table, facts, Outcome.DECIDED, decided, tuple(r for r in reasons if r))


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
    )


def _judgement(
    table: Table,
    facts: Mapping[str, object],
    outcome: Outcome,
    decided: Decided | None,
    reasons: tuple[str, ...],
    missing: tuple[str, ...] = (),
) -> Judgement:
    rows = decided.rows if decided else ()
    return Judgement(
        table=table.key,
        version=table.version,
        outcome=outcome,
        rows=tuple({name: _plain(value) for name, value in row.items()} for row in rows),
        matched=tuple(rule.id for rule in decided.matched) if decided else (),
        reasons=reasons,
        missing=missing,
        facts={name: _plain(from_python(value)) for name, value in facts.items()},
    )


def _plain(value: Value) -> Any:  # noqa: ANN401  JSON is whatever it is.
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value
