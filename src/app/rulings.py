"""What the command line asks of decision tables."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from domain.decisions import in_force, versions
from domain.decisions.dmn import DmnError
from domain.decisions.model import Table
from domain.decisions.rules import explain as explain_misses
from domain.decisions.rules import judge, table_from, to_json
from domain.errors import Invalid, Missing
from domain.hub import Hub


async def counting_table(hub: Hub, key: str) -> Table:
    """Return the version of a table that counts now; `Missing` names those there are."""
    if key not in (known := await versions.keys()):
        raise Missing("no_such_table", f"There is no table `{key}`; known: {', '.join(known)}.")
    return (await in_force.tables([key], hub.clock.now()))[key]


def read_table(key: str, path: Path) -> Table:
    """Return the table `key` in a DMN file; `Invalid` says what is broken, and where."""
    try:
        return table_from(key, path.read_bytes())
    except DmnError as error:
        raise Invalid("bad_table", f"{path}: {error}", ("dmn",)) from error


def read_facts(path: Path) -> Mapping[str, Any]:
    """Return the facts of a JSON file; `Invalid` if it holds no object."""
    try:
        facts = json.loads(path.read_text())
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Invalid("bad_facts", f"{path} is not JSON: {error}.", ("facts",)) from error
    if not isinstance(facts, dict):
        raise Invalid("bad_facts", f"{path} must hold one JSON object.", ("facts",))
    return facts


def told(table: Table, facts: Mapping[str, Any], *, explain: bool, as_json: bool) -> str:
    """Return what a table says of `facts`, and why if it is to `explain` itself."""
    judgement = judge(table, facts)
    misses = explain_misses(table, facts) if explain else ()
    if as_json:
        return json.dumps(
            {**to_json(judgement), "misses": [asdict(m) for m in misses]}, indent=2, default=str
        )
    lines = [f"{table.key}: {judgement.outcome}"]
    lines += [f"  {json.dumps(dict(row))}" for row in judgement.rows]
    lines += [f"  because: {reason}" for reason in judgement.reasons]
    lines += [f"  not {m.rule}: {m.column} is {m.value}, not {m.cell}" for m in misses]
    return "\n".join(lines)
