"""The command line for what others keep: `greenlight import ...`."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.console.given import placeable, readable

if TYPE_CHECKING:  # Slow to import, and not needed to show help.
    from domain.catalog.works.importing import Import
    from domain.rights.importing import Import as RightsImport

app = typer.Typer(no_args_is_help=True, help="Bring in what others keep.")


AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
SetAside = Annotated[
    Path | None,
    typer.Option(
        help="Write what is set aside here, as CSV.",
        dir_okay=False,
        writable=True,
        callback=placeable,
    ),
]


@app.command()
def onix(
    file: Annotated[
        Path,
        typer.Argument(help="An ONIX message, 3.0 or 3.1.", callback=readable),
    ],
    dry_run: DryRun = False,
    set_aside: SetAside = None,
    as_json: AsJson = False,
) -> None:
    """Bring in a publisher's titles; exits with 1 if a record was set aside.

    The same file twice changes nothing the second time.
    """
    from app.console.inside import in_hub
    from app.importing import bringing

    done, tests = in_hub(lambda hub: bringing.bring(hub, file, dry_run=dry_run, quiet=as_json))
    _tell(done, tests, file.name, set_aside, as_json=as_json)


@app.command("csv")
def table(
    file: Annotated[
        Path,
        typer.Argument(help="A table of titles: CSV, UTF-8.", callback=readable),
    ],
    sender: Annotated[
        str, typer.Option(help="Whose titles these are; their references are theirs.")
    ],
    dry_run: DryRun = False,
    set_aside: SetAside = None,
    as_json: AsJson = False,
) -> None:
    """Bring in titles from a table; exits with 1 if a row was set aside.

    The columns that are needed are `reference` and `title`; a file without them names the others.
    """
    from app.console.inside import in_hub
    from app.importing import bringing

    who = " ".join(sender.split())[:200]
    if not who:
        raise typer.BadParameter("say whose titles these are", param_hint="--sender")
    done = in_hub(lambda hub: bringing.bring_table(hub, file, who, dry_run=dry_run, quiet=as_json))
    _tell(done, 0, file.name, set_aside, as_json=as_json)


@app.command()
def consonance(
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Read what changed since this day; if left out, since the last reading.",
        ),
    ] = None,
    rest: Annotated[
        bool,
        typer.Option("--rest", help="Read by the older interface: everything, and less of each."),
    ] = False,
    dry_run: DryRun = False,
    set_aside: SetAside = None,
    as_json: AsJson = False,
) -> None:
    """Bring in titles from Consonance; exits with 1 if a record was set aside, or rights unread.

    What did not change is not written.
    """
    from app.console.inside import in_hub
    from app.importing import consonance as house
    from domain.title_house.model import Door
    from domain.title_house.pulling import Wanted

    door = Door.OLDER if rest else Door.FULL
    wanted = Wanted(door, since.date() if since else None, dry_run)
    done, lacking = in_hub(lambda hub: house.bring(hub, wanted, quiet=as_json))
    for one in lacking:
        print(one, file=sys.stderr)
    _tell(done, 0, "consonance", set_aside, as_json=as_json)
    if lacking:
        raise typer.Exit(1)


@app.command()
def rights(
    file: Annotated[Path, typer.Argument(help="A table of grants, in UTF-8.", callback=readable)],
    dry_run: DryRun = False,
    set_aside: SetAside = None,
    as_json: AsJson = False,
) -> None:
    """Bring in narrators' agreements and music permissions; exits with 1 if a line is set aside.

    The columns are those that `greenlight export rights --csv` writes. The same table twice
    changes nothing the second time.
    """
    from app.console.inside import in_hub
    from app.importing import bringing

    done = in_hub(lambda hub: bringing.bring_rights(hub, file, dry_run=dry_run))
    _tell(done, 0, file.name, set_aside, as_json=as_json)


@app.command()
def keys(
    file: Annotated[
        Path,
        typer.Argument(help="Columns `account` and `key`, in UTF-8.", callback=readable),
    ],
    brand: Annotated[str, typer.Option(help="Whose accounts they are: the brand's id.")],
) -> None:
    """Bring in keys by which Spotify knows accounts again; exits with 1 if a line is set aside.

    `greenlight hash-list` makes them of addresses; a table with an address in it is refused whole.
    """
    from app.console.inside import in_hub
    from app.importing import bringing

    done = in_hub(lambda hub: bringing.bring_keys(hub, file, brand))
    for one in done.set_aside:
        print(f"{file.name}:{one.line}: {one.reason} {one.cure}")
    print(
        f"{done.new} new, {done.changed} changed, {done.known} the same,"
        f" {len(done.set_aside)} set aside."
    )
    if done.set_aside:
        raise typer.Exit(1)


MetricFile = Annotated[
    Path,
    typer.Argument(
        help="A table as a source exports it, CSV in UTF-8; JSON, a list of objects; events.",
        callback=readable,
    ),
]
Column = Annotated[
    list[str] | None,
    typer.Option(help="What a column holds, as `Plays=plays`; again for each."),
]
Preview = Annotated[
    bool, typer.Option("--preview", help="Say what each column holds, and do nothing.")
]
Events = Annotated[
    bool, typer.Option("--events", help="It has a row for each event, as Megaphone's; whole days.")
]
Ids = Annotated[
    Path | None,
    typer.Option(
        help="Of events: a table of two columns, what the source calls a thing and its id.",
        exists=True,
        dir_okay=False,
    ),
]
Confirm = Annotated[
    bool, typer.Option("--confirm", help="It is right, much as it changes of what stood still.")
]


def _known(source: str) -> str:
    """Return a source of figures; `BadParameter` names those there are."""
    from domain.metrics.catalogue import SOURCES

    if source not in SOURCES:
        raise typer.BadParameter(f"there are {', '.join(SOURCES)}.")
    return source


Source = Annotated[
    str, typer.Option(help="Who says so, such as spotify-creators.", callback=_known)
]


@app.command()
def metrics(  # noqa: PLR0913, PLR0917  Each an option.
    file: MetricFile,
    source: Source,
    subject: Annotated[
        str, typer.Option(help="What all of it is about, where no column says so.")
    ] = "",
    currency: Annotated[str, typer.Option(help="Of amounts, where no column says so.")] = "",
    column: Column = None,
    profile: Annotated[str, typer.Option(help="Read columns as kept under this name.")] = "",
    keep_as: Annotated[str, typer.Option(help="Keep what columns hold under this name.")] = "",
    preview: Preview = False,
    events: Events = False,
    ids: Ids = None,
    confirm: Confirm = False,
    dry_run: DryRun = False,
    set_aside: SetAside = None,
    as_json: AsJson = False,
) -> None:
    """Bring in figures of what runs; exits with 1 if a figure was set aside.

    The same file twice changes nothing the second time.
    """
    from app.console.inside import in_hub
    from app.importing import metering

    said = metering.said(column or [])
    wanted = metering.Wanted(
        *(source, subject, currency, said, profile, keep_as, dry_run, confirm, events, ids)
    )
    if preview:
        print(metering.previewed(in_hub(lambda hub: metering.look(hub, file, wanted))))
        return
    done = in_hub(lambda hub: metering.bring(hub, file, wanted, quiet=as_json))
    if set_aside is not None:
        metering.write(set_aside, file.name, done)
    print(metering.for_programs(done) if as_json else metering.told(done, file.name, dry_run))
    if done.aside:
        raise typer.Exit(1)


@app.command()
def reports(
    request_id: Annotated[str, typer.Argument(help="The campaign's request.")],
    whole_flight: Annotated[
        bool, typer.Option("--whole-flight", help="Not the last 30 days alone.")
    ] = False,
) -> None:
    """Have the figures of a campaign fetched from its ad platform, by the worker.

    They are every day by themselves; what came of it `campaignReports` says over the API.
    """
    from app.console.inside import in_hub
    from app.importing import metering

    print(in_hub(lambda hub: metering.ask(hub, request_id, whole_flight=whole_flight)))


def _tell(
    done: "Import | RightsImport", tests: int, name: str, set_aside: Path | None, *, as_json: bool
) -> None:
    """Say what came of an import, and exit with 1 if something was set aside."""
    from app.importing import bringing

    if set_aside is not None:
        bringing.write(set_aside, name, done.aside)
    say = bringing.for_programs if as_json else bringing.told
    print(say(done, tests, name))
    if done.aside:
        raise typer.Exit(1)
