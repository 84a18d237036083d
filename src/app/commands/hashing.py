"""`greenlight hash-list`: makes matching keys of clear addresses here, and talks to nobody."""

import csv
from pathlib import Path
from typing import Annotated

import typer

from app.console.given import placeable


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("hash-list")(hash_list)


def hash_list(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="IN.csv", help="Columns `account` and `email`.", exists=True, dir_okay=False
        ),
    ],
    target: Annotated[
        Path,
        typer.Argument(metavar="OUT.csv", dir_okay=False, writable=True, callback=placeable),
    ],
) -> None:
    """Write `account` and `key` for each line of a table of addresses; exits with 1 if one is none.

    It reads and writes files, opens no hub and no connection, and says lines by their number alone.
    """
    from app.files.tables import content_of, rows_of
    from domain.audience.hashed import of_address
    from domain.errors import Invalid

    keyed, aside = [], []
    for number, cells in rows_of(
        content_of(source), ("account", "email"), frozenset({"account", "email"})
    ):
        try:
            if cells is None:
                raise Invalid("bad_table", "It has more cells than the first line, or fewer.")
            keyed.append((cells["account"].strip(), of_address(cells["email"])))
        except Invalid as error:
            aside.append(f"line {number}: {error.message}")
    with target.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("account", "key"), *keyed])
    print("\n".join([*aside, f"{len(keyed)} keys written, {len(aside)} lines set aside."]))
    if aside:
        raise typer.Exit(1)
