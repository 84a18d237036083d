"""`greenlight secrets rotate`, and what `doctor` says of what earlier secrets sealed."""

from typing import TYPE_CHECKING

import typer

from app.console.inside import in_hub

if TYPE_CHECKING:  # Slow to import, and not needed to show help.
    from domain.hub import Hub
    from domain.sealing.model import Standing

#: What is said where the secrets accepted beside the present one are not needed any more.
NOTHING_LEFT = (
    "secrets: nothing is sealed with an accepted one; once every process has the present one, take"
    " GREENLIGHT_SECRETS_ACCEPTED away"
)

app = typer.Typer(no_args_is_help=True, help="The hub's secret.")


@app.callback()
def secrets() -> None:
    """Replace the hub's secret."""


@app.command()
def rotate() -> None:
    """Seal all that earlier secrets sealed with GREENLIGHT_SECRET; exit 1 if something is shut.

    The earlier ones stand in GREENLIGHT_SECRETS_ACCEPTED. The hub goes on meanwhile.
    """
    said, whole = in_hub(rotated)
    print(said)
    if not whole:
        raise typer.Exit(1)


async def rotated(hub: "Hub") -> tuple[str, bool]:
    """Seal everything anew; return what to say, and whether everything could be opened."""
    from app.console.asking import CONSOLE
    from app.console.progressing import drawn
    from domain.sealing import rotating
    from domain.sealing.places import PLACES

    with drawn(quiet=False) as progress:
        tasks = {place.name: progress.add_task(place.name, total=None) for place in PLACES}
        found = await rotating.rotate(
            hub, CONSOLE, lambda name, done: progress.update(tasks[name], completed=done)
        )
    lines = [f"{name}: {count} sealed anew" for name, count in found.written.items()]
    lines += [
        f"{name}: {count} are shut; set the secret they were sealed with"
        for name, count in found.unreadable.items()
    ]
    return "\n".join(lines or ["Everything is sealed with GREENLIGHT_SECRET."]), (
        not found.unreadable
    )


async def standing(hub: "Hub") -> list[str]:
    """Return a line for every place where something is sealed with another secret, or is shut."""
    from domain.sealing import rotating

    found = await rotating.standing(hub.secrets)
    lines = [line for one in found for line in _lines(one)]
    if hub.secrets.others and not lines:
        return [NOTHING_LEFT]
    return lines


def _lines(one: "Standing") -> list[str]:
    from app.findings import PERSON

    lines = []
    if one.earlier:
        lines.append(
            f"{PERSON}{one.earlier} of {one.total} in {one.place} are sealed with an accepted"
            " secret; run `greenlight secrets rotate`"
        )
    if one.unreadable:
        lines.append(
            f"{PERSON}{one.unreadable} of {one.total} in {one.place} are sealed with a secret"
            " that is not set; name it in GREENLIGHT_SECRETS_ACCEPTED"
        )
    return lines
