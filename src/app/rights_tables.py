"""The command line for rights as tables: `greenlight export rights`."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def take_rights(
    as_csv: Annotated[bool, typer.Option("--csv", help="As a table; there is no other way.")],
    out: Annotated[
        Path | None, typer.Option(help="Where to write it.", dir_okay=False, writable=True)
    ] = None,
) -> None:
    """Write every grant and prohibition as a table that `greenlight import rights` reads."""
    from app import bringing
    from app.inside import in_hub

    del as_csv  # It has to be said, so that another way can come beside it.
    text = in_hub(bringing.rights_table)
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8", newline="")


def add_to(export: typer.Typer) -> None:
    """Put the command among those that write files for other tools."""
    export.command(name="rights")(take_rights)
