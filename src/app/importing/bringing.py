"""What the command line does to bring in what others keep, and how it tells of that."""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import TypeVar

from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn

from app.console.asking import CONSOLE
from app.console.progressing import passing, stoppable, whole
from app.files.tables import content_of, rows_of, text_of
from connectors.onix.reader import Message
from connectors.titles.table import Table
from domain.audience.accounts.model import Import as Keys
from domain.audience.keys import service as keys
from domain.catalog.works.importing import BATCH, Import
from domain.catalog.works.model import Origin, Outcome, Problem
from domain.cells import harmless, table
from domain.hub import Hub
from domain.rights import records as rights
from domain.rights import sheet
from domain.rights.importing import Import as RightsImport
from domain.statuses import reading as statuses

#: How many records that were set aside are shown; a file has all of them.
SHOWN_MAX = 50

#: What the columns of the file of what was set aside are called.
COLUMNS = ("file", "line", "record", "reason", "cure")

Item = TypeVar("Item")


def write(path: Path, name: str, aside: Iterable[Problem]) -> None:
    """Write what was set aside of the file `name` as CSV that no spreadsheet calculates."""
    with path.open("w", encoding="utf-8", newline="") as target:
        rows = csv.writer(target)
        rows.writerow(COLUMNS)
        rows.writerows([harmless(str(cell)) for cell in _row(name, one)] for one in aside)


async def bring(hub: Hub, file: Path, *, dry_run: bool, quiet: bool) -> tuple[Import, int]:
    """Bring in an ONIX message; return how that went, and how many records were tests only."""
    with file.open("rb") as source:
        digest, size = _measured(source)
        message = Message(source)
        origin = Origin(message.sender, message.sent_at, file.name[-255:], digest)
        bringing = Import(hub, CONSOLE, origin, trial=dry_run)
        await _take(bringing, message, (file.name, size), quiet=quiet)
    return bringing, message.tests


async def bring_table(hub: Hub, file: Path, sender: str, *, dry_run: bool, quiet: bool) -> Import:
    """Bring in a table of titles from `sender`; return how that went."""
    with file.open("rb") as source:
        digest, size = _measured(source)
        origin = Origin(sender, None, file.name[-255:], digest)
        bringing = Import(hub, CONSOLE, origin, trial=dry_run)
        await _take(bringing, Table(source), (file.name, size), quiet=quiet)
    return bringing


def _measured(source: BufferedReader) -> tuple[str, int]:
    """Return the SHA-256 of a file, and how many bytes it has."""
    digest = hashlib.file_digest(source, "sha256").hexdigest()
    size = source.tell()
    source.seek(0)
    return digest, size


async def _take(
    bringing: Import, message: Message | Table, named: tuple[str, int], *, quiet: bool
) -> None:
    """Take a file in a batch at a time, and show how far it is, of its name and size.

    `Stopped` where somebody stops it, once the batch under way is in.
    """
    name, size = named
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with (
        stoppable(lambda: _left(bringing, name)),
        passing(name, *columns, TimeRemainingColumn(), total=size, quiet=quiet) as passed,
    ):
        for batch in _batches(message):
            await whole(bringing.take(batch))
            passed(message.done)
        passed(message.done)  # The end may come after a full batch.


def _left(bringing: Import | RightsImport, name: str) -> str:
    """Return where an import stands that somebody stopped."""
    said = f"Stopped after {sum(bringing.counts.values())} records of {name}"
    if bringing.trial:
        return f"{said}; nothing was written."
    return (
        f"{said}: {_counted(bringing)}. They are in; run it again, and it goes on without"
        " changing them."
    )


def _batches(found: Iterable[Item]) -> Iterator[Sequence[Item]]:
    there = iter(found)
    while batch := list(islice(there, BATCH)):
        yield batch


async def bring_rights(hub: Hub, file: Path, *, dry_run: bool) -> RightsImport:
    """Bring in a table of grants; return how that went.

    `Stopped` where somebody stops it, once the line under way is in.
    """
    bringing = RightsImport(hub, CONSOLE, trial=dry_run)
    with stoppable(lambda: _left(bringing, file.name)):
        for number, cells in rows_of(content_of(file), sheet.COLUMNS, sheet.NEEDED):
            if cells is None:
                said = "The line has more cells than the first line, or fewer"
                cure = "Put a text that holds the separator into quotes; run it again."
                bringing.set_aside(number, "", said, cure)
            else:
                await whole(bringing.take(number, cells))
    return bringing


async def bring_keys(hub: Hub, file: Path, brand_id: str) -> Keys:
    """Bring in a table of matching keys of a brand's accounts; return how that went."""
    return await keys.import_keys(hub, CONSOLE, brand_id, text_of(content_of(file)))


async def rights_table(hub: Hub) -> str:
    """Return every grant and prohibition as a table."""
    del hub  # Its database is open; nothing else of it is needed.
    return table(sheet.COLUMNS, [sheet.cells_of(one) for one in await rights.every()])


async def status_table(hub: Hub) -> str:
    """Return how every title stands on every channel as a table."""
    return table(statuses.COLUMNS, await statuses.lines(hub))


def told(done: Import | RightsImport, tests: int, name: str) -> str:
    """Return what is said of an import to people."""
    lines = [
        f"{name}:{one.line}: {one.reference or 'the file'}: {one.reason}. {one.cure}"
        for one in done.aside[:SHOWN_MAX]
    ]
    if len(done.aside) > SHOWN_MAX:
        more = len(done.aside) - SHOWN_MAX
        lines.append(f"... and {more} more; `--set-aside FILE.csv` writes all of them.")
    tried = f"; records for tests only, not looked at: {tests}" if tests else ""
    trial = "; nothing was written" if done.trial else ""
    return "\n".join([*lines, f"{_counted(done)}{tried}{trial}."])


def _counted(done: Import | RightsImport) -> str:
    counts = done.counts
    return (
        f"{counts[Outcome.NEW]} new, {counts[Outcome.CHANGED]} changed,"
        f" {counts[Outcome.SAME]} the same, {counts[Outcome.ASIDE]} set aside"
    )


def for_programs(done: Import | RightsImport, tests: int, name: str) -> str:
    """Return what is said of an import to programs."""
    found = {
        "dry_run": done.trial,
        "counts": {outcome.value: done.counts[outcome] for outcome in Outcome},
        "tests": tests,
        "set_aside": [dict(zip(COLUMNS, _row(name, one), strict=True)) for one in done.aside],
    }
    return json.dumps(found, indent=2)


def _row(name: str, one: Problem) -> tuple[str, int, str, str, str]:
    return name, one.line, one.reference or "", one.reason, one.cure
