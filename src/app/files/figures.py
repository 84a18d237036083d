"""Reading files of figures: tables as sources export them, lists in JSON, and files of events."""

import asyncio
import codecs
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from app.files import events
from app.files.tables import any_rows_of, check_width
from domain.errors import Invalid
from domain.metric_files.model import FIGURES_MAX, Wanted
from domain.metrics import columns
from domain.metrics.bringing import Given
from domain.metrics.columns import Column
from domain.metrics.model import Line, Problem

#: Lines of a table, each with its number; None for one with more or fewer cells than its head.
Lines = Iterator[tuple[int, Sequence[str] | None]]


def columns_of(
    content: bytes, source: str, said: Mapping[str, str], kept: Mapping[str, str]
) -> list[Column]:
    """Return what each column of a file holds, with the first of what stands in it."""
    head, rows = _table(content)
    held = columns.preview(head, source, said, kept)
    return columns.sampled(held, (cells for _, cells in rows if cells))


def given_of(
    content: bytes, name: str, wanted: Wanted, held: Sequence[Column], most: int | None = None
) -> Given:
    """Return the figures of a table; `Invalid` for more than `most`, or if none can be told."""
    problems = columns.check(held, wanted.subject)
    lines: list[Line] = []
    for number, cells in _table(content)[1]:
        if cells is None:
            reason = "The line has more cells than the first line, or fewer"
            cure = "Put a text that holds the separator into quotes; run it again."
            problems.append(Problem(number, reason, cure))
        else:
            lines += columns.lines_of(held, number, cells, wanted.subject, wanted.currency)
        _check_size(len(lines) + len(problems), most)
    bare = [replace(one, samples=()) for one in held]  # Those are the file's own.
    read_as = json.dumps([*map(asdict, bare), wanted.subject, wanted.currency])
    digest = hashlib.sha256(content + read_as.encode()).hexdigest()
    left_out = columns.left_out(held)
    return Given(wanted.source, name, digest, lines, problems, left_out, wanted.confirmed)


class Files:
    """Reads what was uploaded, beside what else is done; see `domain.metric_files.reading`."""

    async def columns(
        self, content: bytes, wanted: Wanted, kept: Mapping[str, str]
    ) -> Sequence[Column]:
        """Return what the columns of a file hold; none for events."""
        if wanted.events:
            return ()
        return await asyncio.to_thread(columns_of, content, wanted.source, wanted.columns, kept)

    async def given(
        self, content: bytes, name: str, wanted: Wanted, columns: Sequence[Column]
    ) -> Given:
        """Return the figures of a file."""
        if wanted.events:
            return await asyncio.to_thread(_of_events, content, name, wanted)
        return await asyncio.to_thread(given_of, content, name, wanted, columns, FIGURES_MAX)


def _of_events(content: bytes, name: str, wanted: Wanted) -> Given:
    found = events.given_in(content, name, wanted.source, wanted.ids, final=wanted.final)
    _check_size(len(found.lines) + len(found.problems), FIGURES_MAX)
    return replace(found, confirmed=wanted.confirmed)


def _check_size(figures: int, most: int | None) -> None:
    if most is not None and figures > most:
        said = f"The file has more than {most:,} figures; bring it in in pieces."
        raise Invalid("too_large", said)


def _table(content: bytes) -> tuple[list[str], Lines]:
    """Return the names of the columns of a file, and its lines."""
    content = content.removeprefix(codecs.BOM_UTF8)
    if content.lstrip()[:1] in {b"[", b"{"}:
        return _of_json(content)
    rows = any_rows_of(content)
    return rows.head, (
        (number, None if cells is None else [cells[name] for name in rows.head])
        for number, cells in rows
    )


def _of_json(content: bytes) -> tuple[list[str], Lines]:
    try:
        found: Any = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Invalid("bad_json", f"This is no JSON ({error}); export it again.") from None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Invalid("bad_json", "Give a list of objects, one for each line.")
    head = list(dict.fromkeys(_cell(name).lower() for one in found for name in one))
    check_width(head)
    lower = [{_cell(name).lower(): _cell(cell) for name, cell in one.items()} for one in found]
    return head, (
        (number, [one.get(name, "") for name in head]) for number, one in enumerate(lower, 1)
    )


def _cell(value: object) -> str:
    """Return a value as text; half a character, as where a title was cut, is a question mark."""
    said = "" if value is None else str(value)
    return said if said.isascii() else said.encode(errors="replace").decode()
