"""`greenlight schema`: writing the GraphQL schema, and saying what changed in it."""

import json
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The GraphQL schema.", invoke_without_command=True)


@app.callback()
def write(
    context: typer.Context,
    to: Annotated[Path, typer.Option(help="Where to write it.")] = Path("schema.graphql"),
) -> None:
    """Write the GraphQL schema; `diff` compares two."""
    if context.invoked_subcommand is not None:
        return
    from api.export import export

    print(f"{to} {'was written' if export(to) else 'is up to date'}.")


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A schema.", exists=True, dir_okay=False)],
    new: Annotated[
        Path | None,
        typer.Argument(help="Another; that of this version if left out.", dir_okay=False),
    ] = None,
    every: Annotated[bool, typer.Option("--every", help="Safe changes as well.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Say what front ends would notice between two schemas; exit 1 if anything breaks them."""
    from api.changes import Weight, compare
    from api.schema import printed

    found = compare(old.read_text(), printed() if new is None else new.read_text())
    shown = [one for one in found if every or one.weight is not Weight.SAFE]
    broken = sum(one.weight is Weight.BREAKING for one in found)
    if as_json:
        print(json.dumps([{"weight": o.weight, "code": o.code, "said": o.said} for o in shown]))
    else:
        for one in shown:
            print(f"{one.weight}: {one.said}")
        print(f"{len(found):,} changes, {broken:,} of them breaking.")
    if broken:
        raise typer.Exit(1)
