"""What the command line asks of decision tables."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.console.progressing import passing
from domain.decisions import in_force, versions
from domain.decisions.analysis import analyse
from domain.decisions.checking import check
from domain.decisions.diff import changes
from domain.decisions.dmn import DmnError
from domain.decisions.model import Check, RowChange, RuleVersion, Table
from domain.decisions.rules import explain as explain_misses
from domain.decisions.rules import judge, table_from, to_json
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.rulebook.replaying import over_the_past


async def counting_table(hub: Hub, key: str) -> Table:
    """Return the version of a table that counts now; `Missing` names those there are."""
    return in_force.compiled(await version_of(hub, key, None))


async def version_of(hub: Hub, key: str, number: int | None) -> RuleVersion:
    """Return a version of a table, the one that counts if no number is given."""
    now = hub.clock.now()
    if number is None:
        found = (await versions.that_count([key], now, now)).get(key)
    else:
        found = next((v for v in await versions.of_table(key) if v.number == number), None)
    if found is None:
        known = ", ".join(await versions.keys())
        which = f"version {number} of a table" if number else "table"
        raise Missing("no_such_table", f"There is no {which} `{key}`; there are {known}.")
    return found


async def replayed(table: Table, *, as_json: bool) -> str:
    """Return which decisions of the past would have been others by `table`."""
    with passing("Judging the past", quiet=as_json) as passed:
        found = await over_the_past(table, passed)
    if as_json:
        return json.dumps(asdict(found), indent=2)
    lines = [f"{found.changed:,} of {found.total:,} would change"]
    lines += [f"  {turn.count:,}: {turn.before} -> {turn.after}" for turn in found.turns]
    lines += [f"  such as {', '.join(found.requests[:5])}"] if found.requests else []
    return "\n".join(lines)


def checked(key: str, path: Path, cases: Path | None, *, as_json: bool) -> tuple[str, bool]:
    """Return what there is to say of a file, and whether it may be released."""
    table = read_table(key, path)
    plain = Check(0, (), analyse(table), ())
    found = check(table, _text(cases), None) if cases else plain
    sound = not found.failures and not found.clashes
    if as_json:
        return json.dumps({**asdict(found), "sound": sound}, indent=2, default=str), sound
    lines = [f"{path} can be read; {found.cases} test cases, {len(found.failures)} fail"]
    lines += [f"  {failure}" for failure in found.failures]
    lines += [f"  {_FLAWS[finding.refused]}: {finding.said}" for finding in found.findings]
    return "\n".join(lines), sound


def differing(key: str, before: Path, after: Path, *, as_json: bool) -> tuple[str, bool]:
    """Return what differs between two files, a line or a row of JSON each; and whether any does."""
    found = changes(read_table(key, before), read_table(key, after))
    if as_json:
        return json.dumps([asdict(change) for change in found], indent=2), bool(found)
    lines = [line for change in found for line in _told_change(change)]
    return "\n".join(lines) or "They decide alike: no row differs.", bool(found)


#: What is said before a finding, by whether a table with it may be released.
_FLAWS = {True: "must be mended", False: "is known"}


def _told_change(change: RowChange) -> list[str]:
    cells = [
        f"  {column}: {was or '(nothing)'} -> {now or '(nothing)'}"
        for column, was, now in change.cells
    ]
    return [f"{change.difference}: {change.rule or 'the table'}", *cells]


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid("bad_cases", f"{path} is no text in UTF-8.", ("cases",)) from error


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
            {**to_json(judgement), "misses": [miss._asdict() for miss in misses]},
            indent=2,
            default=str,
        )
    lines = [f"{table.key}: {judgement.outcome}"]
    lines += [f"  {json.dumps(dict(row))}" for row in judgement.rows]
    lines += [f"  because: {reason}" for reason in judgement.reasons]
    lines += [f"  not {m.rule}: {m.column} is {m.value}, not {m.cell}" for m in misses]
    return "\n".join(lines)
