"""`greenlight reference`: writing docs/reference from what the code says of itself."""

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(reference)


def reference(
    context: typer.Context,
    to: Annotated[Path, typer.Option(help="The folder to write them into.")] = Path(
        "docs/reference"
    ),
) -> None:
    """Write the pages about settings, commands, errors and events."""
    from app.reference.pages import pages, write

    for name in write(to, pages(context.find_root().command)):
        print(f"{to / name} was written.")
    print(f"{to} is up to date.")
