"""The command line for what is kept for a time: `greenlight retention`."""

import json
from typing import Annotated

import typer

from app.console.inside import in_hub


def add_to(app: typer.Typer) -> None:
    """Put the command among those of `app`."""
    app.command()(retention)


def retention(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")] = False,
) -> None:
    """Forget points, archive events and remove jobs that are too old; workers do it every night.

    It makes the parts that points will need as well.
    """
    from dataclasses import asdict

    from app.jobs.retaining import retain, told

    done = in_hub(lambda hub: retain(hub, dry_run=dry_run))
    print(json.dumps(asdict(done), indent=2, default=str) if as_json else told(done))
