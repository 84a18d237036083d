"""The command line for rights as tables: `greenlight import csv rights`, `export rights`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.opentext import export_app

csv_app = typer.Typer(no_args_is_help=True, help="Bring in tables.")


@csv_app.callback()
def _group() -> None:
    """Keep `rights` a command of its own: Typer makes the only command of a group the group."""


@csv_app.command(name="rights")
def bring_rights(
    file: Annotated[
        Path, typer.Argument(help="A table of grants, in UTF-8.", exists=True, dir_okay=False)
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    set_aside: Annotated[
        Path | None,
        typer.Option(help="Write what is set aside here, as CSV.", dir_okay=False, writable=True),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")] = False,
) -> None:
    """Bring in narrators' agreements and music permissions; exits with 1 if a line is set aside.

    The columns are those that `greenlight export rights --csv` writes. The same table twice
    changes nothing the second time.
    """
    from app import bringing
    from app.inside import in_hub

    done = in_hub(lambda hub: bringing.bring_rights(hub, file, dry_run=dry_run))
    if set_aside is not None:
        bringing.write(set_aside, file.name, done.aside)
    say = bringing.for_programs if as_json else bringing.told
    print(say(done, 0, file))
    if done.aside:
        raise typer.Exit(1)


@export_app.command(name="rights")
def take_rights(
    as_csv: Annotated[bool, typer.Option("--csv", help="As a table; there is no other way.")],
    out: Annotated[
        Path | None, typer.Option(help="Where to write it.", dir_okay=False, writable=True)
    ] = None,
) -> None:
    """Write every grant and prohibition as a table that `greenlight import csv rights` reads."""
    from app import bringing
    from app.inside import in_hub

    del as_csv  # It has to be said, so that another way can come beside it.
    text = in_hub(bringing.rights_table)
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8", newline="")
