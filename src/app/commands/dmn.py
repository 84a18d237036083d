"""The command line for decision tables as files: `greenlight dmn ...`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import Invalid

app = typer.Typer(no_args_is_help=True, help="Decision tables as DMN files.")

File = Annotated[
    Path, typer.Argument(help="A DMN file.", exists=True, dir_okay=False, readable=True)
]
Key = Annotated[
    str | None, typer.Option("--table", help="The decision; what the file is called if left out.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")]


class Form(StrEnum):
    """What a version can be written as."""

    DMN = "dmn"
    CASES = "cases"
    FLOWABLE = "flowable"


@app.command()
def check(
    file: File,
    table: Key = None,
    cases: Annotated[
        Path | None, typer.Option(help="Its test cases as CSV.", exists=True, dir_okay=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what is wrong with a table: what breaks, gaps, overlaps, cases that fail.

    Exits with 1 if it may not be released.
    """
    from app.commands import rulings

    said, sound = rulings.checked(table or file.stem, file, cases, as_json=as_json)
    print(said)
    if not sound:
        raise typer.Exit(1)


@app.command()
def diff(before: File, after: File, table: Key = None, as_json: AsJson = False) -> None:
    """Say row by row what differs between two files; exits with 1 if anything does."""
    from app.commands import rulings

    said, differs = rulings.differing(table or before.stem, before, after, as_json=as_json)
    print(said)
    if differs:
        raise typer.Exit(1)


@app.command()
def replay(file: File, table: Key = None, as_json: AsJson = False) -> None:
    """Say which decisions of the past would have been others by a file."""
    from app.commands import rulings
    from app.console.inside import in_hub

    found = rulings.read_table(table or file.stem, file)
    print(in_hub(lambda _: rulings.replayed(found, as_json=as_json)))


@app.command()
def export(
    table: Annotated[str, typer.Argument(help="The decision table.")],
    number: Annotated[
        int | None,
        typer.Option("--version", help="Which version; the one that counts if not said."),
    ] = None,
    form: Annotated[Form, typer.Option("--as", help="What to write.")] = Form.DMN,
) -> None:
    """Write a version of a table."""
    from app.commands import rulings
    from app.console.inside import in_hub

    version = in_hub(lambda hub: rulings.version_of(hub, table, number))
    if form is Form.FLOWABLE:
        from connectors.opentext.juel import flowable
        from domain.decisions.in_force import compiled

        print(flowable(compiled(version)), end="")
        return
    print(version.dmn if form is Form.DMN else version.cases, end="")


@app.command()
def page(
    table: Annotated[str, typer.Argument(help="The decision table.")],
    number: Annotated[
        int | None,
        typer.Option("--version", help="Which version; the one that counts if not said."),
    ] = None,
) -> None:
    """Write what a table means as a page of Markdown: its question, facts, and rules in words."""
    from app.commands import rulings
    from app.console.inside import in_hub
    from domain.decisions.in_force import compiled
    from domain.decisions.page import page as written

    version = in_hub(lambda hub: rulings.version_of(hub, table, number))
    print(written(compiled(version)), end="")


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(help="An OpenText decision table (.otdt).", exists=True, dir_okay=False),
    ],
) -> None:
    """Write an OpenText decision table as a DMN file, or say what cannot be translated."""
    from connectors.opentext.otdt import read

    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid("bad_otdt", f"{file} is no text: {error}.", ("file",)) from error
    print(read(text), end="")
