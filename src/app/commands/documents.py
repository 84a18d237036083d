"""`greenlight documents`: what a hub would say to the documents of a front end's manifest."""

import json
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Documents that front ends ask for by name.")


@app.command()
def check(
    manifest: Annotated[
        Path, typer.Argument(help="The manifest that the front end's tools wrote.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Say which documents this version would refuse, and why; exits with 1 if there are any."""
    from api.callers.documents import read_manifest
    from api.operations.judging import wrong_in
    from api.schema import schema

    known = read_manifest(manifest)
    core = schema._schema  # noqa: SLF001  Strawberry's name for graphql-core's.
    judged = {name: wrong_in(core, text) for name, text in known.items()}
    refused = {name: said for name, said in judged.items() if said}
    if as_json:
        print(json.dumps({"documents": len(known), "refused": refused}, indent=2))
    else:
        for name, said in refused.items():
            print(f"{name}: {'; '.join(said)}")
        print(f"{len(known):,} documents, {len(refused):,} of them would be refused.")
    if refused:
        raise typer.Exit(1)
