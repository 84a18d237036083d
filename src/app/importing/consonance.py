"""Consonance from the command line: read, and how it stands."""

from dataclasses import asdict
from typing import Any

from rich.progress import TextColumn

from app.console.asking import CONSOLE
from app.console.progressing import drawn, stoppable
from app.findings import PERSON
from app.opening.consonance import open_house
from app.settings import Settings
from domain.catalog.works.importing import Import
from domain.errors import Invalid
from domain.hub import Hub
from domain.title_house import proposing, pulling, records
from domain.title_house.model import Door, Part, Pull, Standing, TitleHouse, Writing
from domain.title_house.pulling import Wanted

#: What does not work where a part of the schema is not as expected.
_OFF = {
    Part.TITLES: "titles are not read (`--rest` may be)",
    Part.RIGHTS: "contracts are not read, so no rights are proposed",
    Part.LINKS: "web links are not written",
}


async def bring(hub: Hub, wanted: Wanted, *, quiet: bool) -> tuple[Import, list[str]]:
    """Read Consonance, and show how far it is; return how that went, and what was not to be read.

    `Stopped` where somebody stops it: what was read is in, and the next reading begins where this
    one did.
    """
    async with open_house(Settings.load()) as house:
        if house is None:
            raise Invalid(
                "no_consonance",
                "No Consonance is connected; set GREENLIGHT_CONSONANCE_URL and"
                " GREENLIGHT_CONSONANCE_KEY.",
                ("settings",),
            )
        columns = (TextColumn("{task.description}"), TextColumn("{task.completed} products read"))
        with drawn(*columns, quiet=quiet) as progress:
            task = progress.add_task(house.name, total=None)
            with stoppable(lambda: _left(int(progress.tasks[task].completed), wanted)):
                done = await pulling.pull(
                    hub, CONSOLE, house, wanted, lambda read: progress.update(task, completed=read)
                )
        # The older interface says nothing of rights, and promises nothing.
        standing = await house.standing() if wanted.door is Door.FULL else None
        lacking = standing.differences.get(Part.RIGHTS, ()) if standing else ()
        return done, [f"{house.name}: {one}; {_OFF[Part.RIGHTS]}" for one in lacking]


def _left(read: int, wanted: Wanted) -> str:
    """Return where a reading stands that somebody stopped."""
    said = f"Stopped after {read} products of Consonance"
    if wanted.trial:
        return f"{said}; nothing was written."
    return f"{said}. They are in; run it again: it begins where this did, and changes none of them."


async def health(settings: Settings) -> dict[str, Any] | None:
    """Return how Consonance stands, for programs and as lines; None if none is set."""
    async with open_house(settings) as house:
        if house is None:
            return None
        standing = await house.standing()
        last = await records.last_pull(house.sender)
        waiting = await proposing.waiting()
        return {
            "problem": standing.problem,
            "differences": {part.value: list(said) for part, said in standing.differences.items()},
            "last_reading": _plain(last) if last else None,
            "said": _said(house, standing, last, waiting),
        }


def _plain(last: Pull) -> dict[str, Any]:
    return {name: None if value is None else str(value) for name, value in asdict(last).items()}


def _said(house: TitleHouse, standing: Standing, last: Pull | None, waiting: int) -> list[str]:
    name = standing.name
    if standing.problem is not None:
        return [f"{PERSON}{name} {standing.problem}"]
    lines = [f"{name}: it answers; writing is {house.writing}; {_read(last)}"]
    for part, differing in standing.differences.items():
        for one in differing:
            needed = part is not Part.LINKS or house.writing is not Writing.OFF
            lines.append(f"{PERSON if needed else ''}{name}: {one}; {_OFF[part]}")
    if last and last.aside:
        lines.append(
            f"{PERSON}{name}: the last reading set {last.aside} records aside;"
            " `greenlight import consonance --dry-run --since DAY` names them"
        )
    if waiting:
        lines.append(f"{name}: {waiting} proposed rights wait to be confirmed")
    return lines


def _read(last: Pull | None) -> str:
    if last is None:
        return "it was never read"
    return (
        f"read last at {last.began_at:%Y-%m-%d %H:%M} UTC ({last.new} new, {last.changed} changed)"
    )
