"""The command line for tables: `greenlight export rights`, `greenlight export statuses`."""

from typing import Annotated

import typer

from app.console.given import Out, put

AsCsv = Annotated[bool, typer.Option("--csv", help="As a table; there is no other way.")]


def take_rights(as_csv: AsCsv, out: Out = None) -> None:
    """Write every grant and prohibition as a table that `greenlight import rights` reads."""
    from app.console.inside import in_hub
    from app.importing import bringing

    del as_csv  # It has to be said, so that another way can come beside it.
    put(in_hub(bringing.rights_table), out)


def take_statuses(as_csv: AsCsv, out: Out = None) -> None:
    """Write where every title is live, was, or is to be, as a table for the house it is from."""
    from app.console.inside import in_hub
    from app.importing import bringing

    del as_csv  # As above.
    put(in_hub(bringing.status_table), out)


def add_to(export: typer.Typer) -> None:
    """Put the commands among those that write files for other tools."""
    export.command(name="rights")(take_rights)
    export.command(name="statuses")(take_statuses)
