"""The command line: `greenlight ...`."""

import asyncio
import json
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from app.commands import dmn as dmn_commands
from app.commands import documents as document_commands
from app.commands import fitting, hashing
from app.commands import opentext as opentext_commands
from app.commands import reference as reference_commands
from app.commands import schema as schema_commands
from app.console.inside import STOPPED, Stopped, in_hub
from app.importing import commands as import_commands
from app.importing import rights_tables
from app.keeping import commands as keeping_commands
from app.keeping import retention as retention_commands
from app.keeping import rotating
from app.parts import ALL, Part
from app.watching.logs import configure as configure_logs
from domain.actor import Role
from domain.errors import HubError, Invalid
from domain.executors.model import Executor
from domain.orchestration.model import Orchestrator

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Greenlight's command line.")
audit_app = typer.Typer(no_args_is_help=True, help="The record of every change.")
app.add_typer(audit_app, name="audit")
app.add_typer(dmn_commands.app, name="dmn")
app.add_typer(document_commands.app, name="documents")
app.add_typer(opentext_commands.app, name="opentext")
app.add_typer(schema_commands.app, name="schema")
app.add_typer(rotating.app, name="secrets")
hashing.add_to(app)
keeping_commands.add_to(app)
rights_tables.add_to(opentext_commands.export_app)
fitting.add_to(opentext_commands.export_app)
reference_commands.add_to(app)
retention_commands.add_to(app)
app.add_typer(opentext_commands.export_app, name="export")
app.add_typer(import_commands.app, name="import")

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")]


def main() -> None:
    """Run the command line; expected errors are one line, without a traceback."""
    configure_logs()
    try:
        app(prog_name="greenlight")  # Whichever way it was called: that is its name in the docs.
    except HubError as error:
        print(f"greenlight: {error.message}", file=sys.stderr)
        sys.exit(2)
    except Stopped as stopped:
        print(f"greenlight: {stopped}", file=sys.stderr)
        sys.exit(STOPPED)


@app.command()
def migrate(
    plan: Annotated[
        bool, typer.Option("--plan", help="Say what would be done, and do nothing.")
    ] = False,
) -> None:
    """Bring the database to the present schema, while others serve."""
    from app.keeping.migrating import migrate as run
    from app.keeping.migrating import named, pending
    from app.settings import Settings

    settings = Settings.load()
    if plan:
        print("\n".join(asyncio.run(pending(settings.database_url))) or "Nothing is to be done.")
        return
    came_in = asyncio.run(run(settings.database_url, partial(print, flush=True)))
    for key, counts in came_in.items():
        print(f"{key}: {'counts now' if counts else 'is there; a version of your own counts'}")
    print(f"{named(settings.database_url)} is up to date.")


Port = Annotated[
    int | None,
    typer.Option(min=1, max=65_535, help="Where to listen; GREENLIGHT_PORT if left out."),
]


@app.command()
def serve(port: Port = None) -> None:
    """Serve the doors and run the engine, in one process."""
    _serve(ALL, port)


@app.command()
def api(port: Port = None) -> None:
    """Serve front ends only; needs PostgreSQL."""
    _serve(frozenset({Part.API}), port)


@app.command()
def bot(port: Port = None) -> None:
    """Serve Slack only; needs PostgreSQL."""
    _serve(frozenset({Part.BOT}), port)


@app.command()
def worker(port: Port = None) -> None:
    """Run jobs only, as one of any number of workers; needs PostgreSQL."""
    _serve(frozenset({Part.WORKER}), port)


@app.command()
def demo(
    reset: Annotated[bool, typer.Option(help="Forget the demo's data and stop.")] = False,
    port: Annotated[
        int, typer.Option(envvar="GREENLIGHT_PORT", help="Where to listen on loopback.")
    ] = 8400,
) -> None:
    """Run everything here with fakes of Slack and Spotify and sample data."""
    from app.demo.hub import forget, run

    if reset:
        forget()
        return
    run(port)


@app.command()
def manifest(
    host: Annotated[
        str | None, typer.Option(help="Where Slack reaches this hub, with https://.")
    ] = None,
    socket_mode: Annotated[
        bool, typer.Option("--socket-mode", help="Slack does not reach it; it connects to Slack.")
    ] = False,
) -> None:
    """Print the manifest of the Slack app, for a host or for Socket Mode."""
    from bot.installing.manifest import manifest as render

    if socket_mode == (host is not None):
        raise Invalid("bad_manifest", "Give either `--host https://...` or `--socket-mode`.")
    print(json.dumps(render(host), indent=2))


@app.command()
def gallery(
    charts: Annotated[
        Path | None, typer.Option(help="Write one chart of each kind into this folder instead.")
    ] = None,
) -> None:
    """Print every message and form in every state, as JSON."""
    if charts is not None:
        from app.commands import picturing

        written = picturing.gallery(charts)
        print(f"{len(written)} files are in {charts}; open {charts / 'index.html'}.")
        return
    from bot.gallery import gallery as render

    print(json.dumps(render(), indent=2))


@app.command()
def decide(
    table: Annotated[str, typer.Argument(help="The decision table.")],
    facts: Annotated[
        Path, typer.Option(help="A JSON file with the facts.", exists=True, dir_okay=False)
    ],
    explain: Annotated[bool, typer.Option(help="Say why the other rules did not match.")] = False,
    dmn: Annotated[
        Path | None,
        typer.Option(help="Ask this DMN file, not the hub.", exists=True, dir_okay=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask a decision table: the version that counts, or one in a file."""
    from app.commands import rulings

    given = rulings.read_facts(facts)
    if dmn is not None:
        found = rulings.read_table(table, dmn)
    else:
        found = in_hub(lambda hub: rulings.counting_table(hub, table))
    print(rulings.told(found, given, explain=explain, as_json=as_json))


@app.command()
def executor(
    table: Annotated[str, typer.Argument(help="The decision table.")],
    who: Annotated[
        Executor | None, typer.Argument(help="Who judges by it from now on; shown if left out.")
    ] = None,
    decision_key: Annotated[
        str | None, typer.Option(help="What the service calls the decision, if not as here.")
    ] = None,
) -> None:
    """Say who judges by a table, how that goes, or have somebody else do it."""
    from app.commands import executing
    from app.console.asking import CONSOLE

    if who is None:
        print(in_hub(lambda _: executing.standing(table)))
        return
    print(in_hub(lambda hub: executing.give(hub, CONSOLE, table, who, decision_key)))


@app.command()
def orchestrate(
    kind: Annotated[str, typer.Argument(help="The kind of request; `case`, `campaign_review`.")],
    who: Annotated[
        Orchestrator | None, typer.Argument(help="Who leads it from now on; shown if left out.")
    ] = None,
    process_key: Annotated[
        str | None, typer.Option(help="What the service calls the process.")
    ] = None,
) -> None:
    """Say who leads a kind through its stages, or have somebody else do it."""
    from app.commands import orchestrating
    from app.console.asking import CONSOLE

    if who is None:
        print(in_hub(lambda _: orchestrating.standing(kind)))
        return
    print(in_hub(lambda hub: orchestrating.give(hub, CONSOLE, kind, who, process_key)))


@app.command()
def person(
    email: Annotated[str, typer.Argument(help="Their address.")],
    name: Annotated[str, typer.Option(help="What they are called.")],
    role: Annotated[list[Role], typer.Option(help="What they are here for; may be repeated.")],
) -> None:
    """Add a person, such as the first admin."""
    from app.console.asking import add_person

    print(in_hub(lambda hub: add_person(hub, email, name, role)))


@app.command()
def workspace(
    bot_token: Annotated[
        str,
        typer.Option(
            prompt=True,
            hide_input=True,
            envvar="GREENLIGHT_SLACK_BOT_TOKEN",
            help="What Slack shows once the app was installed; asked for if not given.",
        ),
    ],
) -> None:
    """Join a Slack workspace that the app was installed in."""
    from app.settings import Settings
    from bot.installing.joining import install

    settings = Settings.load()
    joined = in_hub(lambda hub: install(hub, bot_token.strip(), settings.slack_api_url))
    print(f"Joined {joined.name} ({joined.id}).")


@app.command()
def language(
    workspace_id: Annotated[str, typer.Argument(help="The Slack workspace, such as T0123456789.")],
    locale: Annotated[str, typer.Argument(help="Such as de, or en-GB.")],
) -> None:
    """Say in which language cards are drawn in a workspace's channels."""
    from app.console.asking import CONSOLE
    from domain.people import languages

    told = in_hub(lambda hub: languages.set_of_workspace(hub, CONSOLE, workspace_id, locale))
    print(f"Cards in the channels of {workspace_id} are drawn in {told.locale} from now on.")


@app.command()
def install_link(
    hours: Annotated[int, typer.Option(help="How long it is good; up to 168.")] = 24,
) -> None:
    """Print a link by which somebody installs the app in a further Slack workspace."""
    from app.console.asking import install_link as make

    print(in_hub(lambda hub: make(hub, hours)))


@app.command()
def token(
    email: Annotated[str, typer.Argument(help="Whose token.")],
    name: Annotated[str, typer.Option(help="What to call it.")] = "command line",
    days: Annotated[int, typer.Option(help="How long it lives.")] = 30,
) -> None:
    """Make an API token for somebody; its secret is shown once."""
    from app.console.asking import issue_token

    print(in_hub(lambda hub: issue_token(hub, email, name, days)))


@app.command()
def doctor(
    as_json: AsJson = False,
    connect: Annotated[
        bool, typer.Option("--connect", help="Ask Slack whether it would open a socket.")
    ] = False,
) -> None:
    """Say what is set up, what waits, and what needs a person; exit 1 if anything does."""
    from app.doctor.attending import health
    from app.settings import Settings

    settings = Settings.load()
    said, well = in_hub(lambda hub: health(hub, settings, connect=connect, as_json=as_json))
    print(said)
    if not well:
        raise typer.Exit(1)


@app.command()
def retry(
    key: Annotated[str, typer.Argument(help="The job's key, as `greenlight doctor` names it.")],
) -> None:
    """Try a job again that was given up."""
    from app.doctor.attending import retry as run

    print(in_hub(lambda hub: run(hub, key)))


@audit_app.command()
def verify(as_json: AsJson = False) -> None:
    """Verify every chain and anchor of the record; exit 1 if anything is wrong."""
    from app.doctor.attending import verify as run

    said, holds = in_hub(lambda hub: run(hub, as_json=as_json))
    print(said)
    if not holds:
        raise typer.Exit(1)


@audit_app.command()
def check(
    file: Annotated[Path, typer.Argument(help="What `greenlight export audit` wrote.")],
) -> None:
    """Verify an exported record, without the hub; exit 1 if anything is wrong."""
    from app.commands.auditing import checked

    said, holds = checked(file)
    print(said)
    if not holds:
        raise typer.Exit(1)


@audit_app.command()
def anchor() -> None:
    """Sign where every chain stands now."""
    from domain.audit import service

    signed = in_hub(lambda hub: service.anchor(hub.clock.now(), hub.secrets))
    print(f"{signed.id}: {signed.subjects} chains up to event {signed.last_seq}.")


def _serve(parts: frozenset[Part], port: int | None) -> None:
    from app.running.server import serve as run
    from app.settings import Settings

    settings = Settings.load()
    run(settings if port is None else settings.model_copy(update={"port": port}), parts)
