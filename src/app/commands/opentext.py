"""The command line for what OpenText leads: `greenlight opentext ...`, `greenlight export ...`."""

from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="What OpenText Workflow Service leads.")
export_app = typer.Typer(no_args_is_help=True, help="Files for other tools.")

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")]


@app.callback()
def opentext() -> None:
    """What OpenText Workflow Service leads."""


@app.command()
def drift(
    repair: Annotated[
        bool, typer.Option("--repair", help="Have a worker mend what it can; take events as seen.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say where the workflow service and the hub are apart; exits with 1 if they are."""
    from app.commands import orchestrating
    from app.console.inside import in_hub

    said, well = in_hub(lambda hub: orchestrating.drift(hub, repair=repair, as_json=as_json))
    print(said)
    if not well:
        raise typer.Exit(1)


@export_app.callback()
def export() -> None:
    """Files for other tools."""


@export_app.command()
def audit(
    subject: Annotated[str, typer.Argument(help="A request's number, or the id of anything.")],
) -> None:
    """Write the record of a subject as JSON, a site's with all asked for there; exits 1 if broken.

    `greenlight audit check` verifies the file without the hub.
    """
    from app.commands import auditing
    from app.console.inside import in_hub

    said, holds = in_hub(lambda hub: auditing.printed(hub, subject))
    print(said)
    if not holds:
        raise typer.Exit(1)


@export_app.command()
def bpmn(
    what: Annotated[str, typer.Argument(help="A kind of request, or a request's number or id.")],
) -> None:
    """Write the stages of a kind or a request as a process: BPMN 2.0."""
    from app.commands import orchestrating
    from app.console.inside import in_hub

    print(in_hub(lambda hub: orchestrating.route(hub, what)), end="")
