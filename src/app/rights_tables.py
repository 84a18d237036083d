"""The command line for tables: `greenlight export rights`, `greenlight export statuses`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

AsCsv = Annotated[bool, typer.Option("--csv", help="As a table; there is no other way.")]
Out = Annotated[Path | None, typer.Option(help="Where to write it.", dir_okay=False, writable=True)]


def take_rights(as_csv: AsCsv, out: Out = None) -> None:
    """Write every grant and prohibition as a table that `greenlight import rights` reads."""
    from app import bringing
    from app.inside import in_hub

    del as_csv  # It has to be said, so that another way can come beside it.
    _write(in_hub(bringing.rights_table), out)


def take_statuses(as_csv: AsCsv, out: Out = None) -> None:
    """Write where every title is live, was, or is to be, as a table for the house it is from."""
    from app import bringing
    from app.inside import in_hub

    del as_csv  # As above.
    _write(in_hub(bringing.status_table), out)


def add_to(export: typer.Typer) -> None:
    """Put the commands among those that write files for other tools."""
    export.command(name="rights")(take_rights)
    export.command(name="statuses")(take_statuses)


def _write(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8", newline="")
