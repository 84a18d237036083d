"""What the command line does to bring figures in, and how it tells of that."""

import csv
import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rich.progress import BarColumn, TextColumn, TimeRemainingColumn

from app.console.asking import CONSOLE
from app.console.progressing import Passed, passing, stoppable
from app.files import events, figures
from app.files.tables import SIZE_MAX, content_of
from app.importing.breaking_off import Stoppable
from app.importing.bringing import SHOWN_MAX
from domain.ad_reports import asking, backfilling
from domain.cells import harmless
from domain.errors import Invalid
from domain.hub import Hub
from domain.metric_files.model import Wanted as Read
from domain.metrics import bringing, profiles
from domain.metrics.bringing import Given
from domain.metrics.columns import Column
from domain.metrics.model import Brought


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a file of figures is to be read: whose, about what, and what its columns hold.

    `events` says that it has a row for each event, `ids` what its source calls things.
    """

    source: str
    subject: str
    currency: str
    said: Mapping[str, str]
    profile: str
    keep_as: str
    dry_run: bool
    confirmed: bool = False
    events: bool = False
    ids: Path | None = None


def said(options: Sequence[str]) -> dict[str, str]:
    """Return what columns hold, by name, of texts such as `Plays=plays`."""
    found: dict[str, str] = {}
    for one in options:
        name, equals, holds = one.rpartition("=")
        if not (equals and name.strip()):
            raise Invalid("bad_column", f"`{one[:40]}` is not of the form `Column=what it holds`.")
        found[name.strip().lower()] = holds.strip()
    return found


async def look(hub: Hub, file: Path, wanted: Wanted) -> list[Column]:
    """Return what each column of a file holds, with the first of what stands in it."""
    del hub  # Its database is open; nothing else of it is needed.
    return await _columns(_read(file), wanted)


async def bring(hub: Hub, file: Path, wanted: Wanted, *, quiet: bool) -> Brought:
    """Bring a file of figures in, and show how far it is; return what came of it.

    `Stopped` where somebody stops it; the points under way are not in then.
    """
    course = Stoppable()
    with stoppable(lambda: course.left(file.name)):
        read = (
            _of_events(file, wanted, quiet=quiet)
            if wanted.events
            else await _of_table(hub, file, wanted)
        )
        given = replace(read, confirmed=wanted.confirmed)
        with _shown(file.name, len(given.lines), quiet=quiet) as passed:
            if wanted.dry_run:
                return await bringing.try_out(hub, CONSOLE, given, passed)
            return await course.bring(hub, given, passed)


def _of_events(file: Path, wanted: Wanted, *, quiet: bool) -> Given:
    """Return what the events of a file come to, and show how far it is read."""
    with _shown(f"{file.name}, read", file.stat().st_size, quiet=quiet) as passed:
        return events.given_of(file, wanted.source, wanted.ids, passed)


async def _of_table(hub: Hub, file: Path, wanted: Wanted) -> Given:
    """Return the figures of a table, and keep what its columns hold if that is asked for."""
    content = _read(file)
    held = await _columns(content, wanted)
    read_as = Read(wanted.source, wanted.subject, wanted.currency)
    given = figures.given_of(content, file.name, read_as, held)
    if wanted.keep_as and not wanted.dry_run:
        kept = {one.name: one.holds for one in held}
        await profiles.keep(hub, CONSOLE, wanted.keep_as, wanted.source, kept)
    return given


async def ask(hub: Hub, request_id: str, *, whole_flight: bool) -> str:
    """Have a campaign's figures fetched by the worker, and return what to say."""
    if whole_flight:
        await backfilling.begin(hub, CONSOLE, request_id)
        return "The whole flight is brought in as soon as Spotify has made its files."
    await asking.fetch_now(hub, CONSOLE, request_id)
    return "The last days are fetched as soon as a worker is free."


def previewed(held: Sequence[Column]) -> str:
    """Return what columns hold, for people."""
    return "\n".join(
        f"{one.name}: {one.holds} ({one.how}{f'; perhaps {one.near}' if one.near else ''})"
        f"{': ' + ' | '.join(one.samples) if one.samples else ''}"
        for one in held
    )


def told(done: Brought, name: str, dry_run: bool) -> str:
    """Return what is said of an import to people."""
    lines = [f"{name}:{one.line}: {one.reason}. {one.cure}" for one in done.problems[:SHOWN_MAX]]
    if len(done.problems) > SHOWN_MAX:
        more = len(done.problems) - SHOWN_MAX
        lines.append(f"... and {more} more; `--set-aside FILE.csv` writes all of them.")
    said = (
        f"{done.added} new, {done.changed} corrected, {done.same} the same, {done.aside} set aside"
    )
    trial = "; nothing was written" if dry_run else ""
    held = ["Nothing went in: run it again with `--confirm` if it is right."] if done.held else []
    return "\n".join([*lines, f"{said}{trial}.", *held])


def for_programs(done: Brought) -> str:
    """Return what is said of an import to programs."""
    counts = {name: getattr(done, name) for name in ("added", "changed", "same", "aside")}
    problems = [asdict(one) for one in done.problems]
    return json.dumps({"counts": counts, "held": done.held, "set_aside": problems}, indent=2)


def write(path: Path, name: str, done: Brought) -> None:
    """Write what was set aside as CSV that no spreadsheet calculates."""
    with path.open("w", encoding="utf-8", newline="") as target:
        rows = csv.writer(target)
        rows.writerow(("file", "line", "reason", "cure"))
        for one in done.problems:
            rows.writerow([harmless(str(cell)) for cell in (name, one.line, one.reason, one.cure)])


async def _columns(content: bytes, wanted: Wanted) -> list[Column]:
    kept = await profiles.columns_of(CONSOLE, wanted.profile)
    return figures.columns_of(content, wanted.source, wanted.said, kept)


def _read(file: Path) -> bytes:
    content = content_of(file)
    if len(content) > SIZE_MAX:
        said = f"The file is larger than {SIZE_MAX // 1_000_000} MB; bring it in in pieces."
        raise Invalid("too_large", said)
    return content


def _shown(name: str, total: int, *, quiet: bool) -> AbstractContextManager[Passed]:
    """Show how far an import is, for as long as it lasts."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    return passing(name, *columns, total=total, quiet=quiet)
