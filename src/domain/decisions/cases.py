"""Test cases of a table, written as CSV, and running them. Pure.

The first line names the columns: `case` says what a line is about; every fact the table judges
has a column of its name, and a blank cell means that the fact is absent; `then` is `decided` or
`review`; `then NAME` is what the output NAME must be, the values of several rows parted by `;`.
A blank cell of those is not looked at.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.decisions.facts import revived
from domain.decisions.model import Failure, Judgement, Outcome, Table
from domain.decisions.rules import judge, outputs_of
from domain.errors import Invalid

#: The largest set of cases: bytes, and lines.
SIZE_MAX = 1_000_000
CASES_MAX = 5_000

#: Columns that are no facts.
CASE, THEN = "case", "then"
OUTPUT = "then "

#: How the values of several rows are parted.
PARTED = ";"


@dataclass(frozen=True, slots=True)
class Case:
    """One line: what it is called, the facts, and what must follow. `expected` is by column."""

    line: int
    name: str
    facts: Mapping[str, object]
    expected: Mapping[str, str]


def read(table: Table, text: str) -> tuple[Case, ...]:
    """Return the cases in `text`; `Invalid` names the line and column that cannot be used."""
    if len(text) > SIZE_MAX:
        raise _invalid(f"There may be {SIZE_MAX:,} characters of test cases at most.")
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        header = [name.strip() for name in next(lines, [])]
        _check_header(table, header)
        rows = [(lines.line_num, row) for row in lines if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise _invalid(f"Line {lines.line_num} is no CSV: {error}.") from error
    if len(rows) > CASES_MAX:
        raise _invalid(f"There may be {CASES_MAX:,} test cases at most; these are {len(rows):,}.")
    return tuple(_case(table, header, line, row) for line, row in rows)


def failures(table: Table, cases: Iterable[Case]) -> tuple[Failure, ...]:
    """Return every case that does not hold, in the order they stand."""
    return tuple(found for case in cases for found in _of_case(table, case))


def _of_case(table: Table, case: Case) -> list[Failure]:
    judgement = judge(table, case.facts)
    return [
        Failure(case.line, case.name, column, wanted, found)
        for column, wanted in case.expected.items()
        if (found := _found(judgement, column)) != wanted
    ]


def _found(judgement: Judgement, column: str) -> str:
    if column == THEN:
        return judgement.outcome.value
    name = column.removeprefix(OUTPUT)
    return _listed(_written(row.get(name)) for row in judgement.rows)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _listed(values: Iterable[str]) -> str:
    return f"{PARTED} ".join(value.strip() for value in values)


def _check_header(table: Table, header: Sequence[str]) -> None:
    if not header:
        raise _invalid("The first line names the columns: `case`, the facts, `then`, `then NAME`.")
    outputs = {f"{OUTPUT}{name}" for name in outputs_of(table)}
    facts = set(table.model.inputs)
    known = {CASE, THEN} | outputs | facts
    unknown = [name for name in header if name not in known]
    if unknown:
        raise _invalid(
            f"The columns {', '.join(f'`{name[:40]}`' for name in unknown)} are unknown; there are"
            f" {', '.join(f'`{name}`' for name in sorted(known))}."
        )
    if len(set(header)) != len(header):
        raise _invalid("A column stands there twice; name each once.")
    if not {THEN, *outputs} & set(header):
        raise _invalid("No column says what must follow; add `then` or `then NAME`.")


def _case(table: Table, header: Sequence[str], line: int, row: Sequence[str]) -> Case:
    if len(row) != len(header):
        raise _invalid(f"Line {line} has {len(row)} cells, and the first line {len(header)}.")
    given = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    facts: dict[str, object] = {}
    expected: dict[str, str] = {}
    for name, cell in given.items():
        if name in table.model.inputs and cell:
            facts[name] = _fact(table, name, cell, line)
        elif (name == THEN or name.startswith(OUTPUT)) and cell:
            expected[name] = _listed(cell.split(PARTED))
    if not expected:
        raise _invalid(f"Line {line} says nothing of what must follow.")
    if expected.get(THEN) not in {None, *(outcome.value for outcome in Outcome)}:
        raise _invalid(f"Line {line}: `then` is `decided` or `review`.")
    return Case(line, given.get(CASE, ""), facts, expected)


def _fact(table: Table, name: str, cell: str, line: int) -> Any:  # noqa: ANN401  Facts are of any kind.
    try:
        return revived(table.model.inputs[name].kind, cell)
    except ValueError as error:
        raise _invalid(f"Line {line}: `{name}` holds `{cell[:40]}`, {error}.") from error


def _invalid(message: str) -> Invalid:
    return Invalid("bad_cases", message, ("cases",))
