"""The command line for keeping a hub: `greenlight move`, `backup`, `restore` and `release`."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from app.console.given import placeable
from app.findings import PERSON

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")]
Folder = Annotated[Path | None, typer.Option(help="Where files are; GREENLIGHT_FILES if left out.")]
BackupFile = Annotated[Path, typer.Argument(help="The backup: NAME.tar.gz.", dir_okay=False)]
NewBackup = Annotated[
    Path, typer.Argument(help="The backup: NAME.tar.gz.", dir_okay=False, callback=placeable)
]


def add_to(app: typer.Typer) -> None:
    """Put the commands among those of `app`."""
    app.command()(move)
    app.command()(backup)
    app.command()(restore)
    app.command()(release)


def move(
    whence: Annotated[str, typer.Option("--from", help="The database it is in.")],
    whither: Annotated[str, typer.Option("--to", help="The database to fill; an empty one.")],
    files: Folder = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Look whether it can be done, and do nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Move a hub to another database, SQLite or PostgreSQL; nobody may serve it meanwhile."""
    from app.keeping import moving
    from app.settings import Settings
    from domain.clock import SystemClock

    settings = Settings.load()
    if files is not None:
        settings = settings.model_copy(update={"files": files})
    moved = asyncio.run(
        moving.move(settings, SystemClock(), whence, whither, dry_run=dry_run, quiet=as_json)
    )
    done = "can be moved" if dry_run else "were moved, and are there as they were"
    told = moving.for_programs(moved) | {"dry_run": dry_run}
    said = f"{moved.rows} rows of {len(moved.sums)} tables {done}; {moved.files} files are there."
    print(json.dumps(told, indent=2) if as_json else said)


def backup(
    file: NewBackup,
    verify: Annotated[
        bool, typer.Option("--verify", help="Judge this backup, and write nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write the hub into one file, or judge one; exit 1 if files were not there to be kept.

    People and workers go on meanwhile. What is sealed in it opens with this GREENLIGHT_SECRET
    only, which is not in it: keep that elsewhere.
    """
    from app.keeping import moving
    from app.settings import Settings
    from domain.clock import SystemClock

    settings = Settings.load()
    work = (
        moving.judge(settings, file, quiet=as_json)
        if verify
        else moving.back_up(settings, SystemClock(), file)
    )
    held = asyncio.run(work)
    told = {
        "created": held.created.isoformat(),
        "version": held.version,
        "rows": held.rows,
        "tables": len(held.tables),
        "files": len(held.files),
        "lacking": list(held.lacking),
    }
    said = (
        f"{file} holds the hub of {held.created:%Y-%m-%d %H:%M:%S} UTC: {held.rows} rows of"
        f" {len(held.tables)} tables, {len(held.files)} files."
    )
    lost = [f"{PERSON}the file {one} was not as it was taken in" for one in held.lacking]
    print(json.dumps(told, indent=2) if as_json else "\n".join([said, *lost]))
    if held.lacking:
        raise typer.Exit(1)


def restore(file: BackupFile, as_json: AsJson = False) -> None:
    """Bring a backup back into an empty database and folder of files, the settings' own.

    What was still to be done outside is held then, since it may have been done after the backup.
    """
    from app.keeping import moving
    from app.settings import Settings
    from domain.clock import SystemClock

    done = asyncio.run(moving.restore(Settings.load(), SystemClock(), file, quiet=as_json))
    said = (
        f"{done.rows} rows of {len(done.sums)} tables and {done.files} files are back."
        f" {done.held} jobs that act outside are held: `greenlight doctor` names them; look what"
        " was done of them since, then `greenlight release`."
    )
    print(json.dumps(moving.for_programs(done), indent=2) if as_json else said)


def release(
    kind: Annotated[
        str | None, typer.Option(help="Only jobs of this kind, such as campaign.publish.")
    ] = None,
) -> None:
    """Let the jobs run that a restore held; each looks first what was done of it already."""
    from app.console.inside import in_hub
    from domain.jobs import restored

    number = in_hub(lambda hub: restored.release(hub.wake, hub.clock.now(), kind))
    print(f"{number} jobs are tried as soon as the hub runs.")
