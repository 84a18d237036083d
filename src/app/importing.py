"""The command line for what others keep: `greenlight import ...`."""

from pathlib import Path
from typing import Annotated

import typer

from app.rights_tables import csv_app

app = typer.Typer(no_args_is_help=True, help="Bring in what others keep.")


app.add_typer(csv_app, name="csv")


@app.callback()
def _group() -> None:
    """Keep `onix` a command of its own: Typer makes the only command of a group the group."""


@app.command()
def onix(
    file: Annotated[
        Path,
        typer.Argument(help="An ONIX message, 3.0 or 3.1.", exists=True, dir_okay=False),
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
    """Bring in a publisher's titles; exits with 1 if a record was set aside.

    The same file twice changes nothing the second time.
    """
    from app import bringing
    from app.inside import in_hub

    done, tests = in_hub(lambda hub: bringing.bring(hub, file, dry_run=dry_run, quiet=as_json))
    if set_aside is not None:
        bringing.write(set_aside, file.name, done.aside)
    say = bringing.for_programs if as_json else bringing.told
    print(say(done, tests, file))
    if done.aside:
        raise typer.Exit(1)
