"""The command line for rankings: `greenlight export audio-fit`."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.console.given import Out, put

if TYPE_CHECKING:  # Slow to import, and not needed to show help.
    from domain.hub import Hub

Ranked = Annotated[str, typer.Option(help="What is ranked: title, author, genre or series.")]
Window = Annotated[int, typer.Option(help="Over how many settled days.")]
Brand = Annotated[str, typer.Option(help="The id of a brand; the whole house if left out.")]
Market = Annotated[str, typer.Option(help="A market, such as DE; all together if left out.")]
Publish = Annotated[
    bool, typer.Option("--publish", help="Keep it, and have the titles' houses told.")
]


def take_audio_fit(
    by: Ranked = "title",
    window: Window = 28,
    brand: Brand = "",
    market: Market = "",
    publish: Publish = False,
    out: Out = None,
) -> None:
    """Write what does well as audio as a table, the best first, with all numbers."""
    from app.console.inside import in_hub

    async def work(hub: "Hub") -> str:
        from app.console.asking import CONSOLE
        from domain.audio_fit import publishing, tables
        from domain.audio_fit.model import Asked, By
        from domain.database import transaction
        from domain.errors import Invalid

        if by not in set(By):
            raise Invalid("bad_choice", f"`{by[:40]}` is none of {', '.join(By)}.", ("by",))
        asked = Asked(By(by), window, brand or None, market or None)
        text = await tables.export(hub, CONSOLE, asked)
        if publish:
            async with transaction():
                await publishing.publish(hub, CONSOLE, asked)
        return text

    put(in_hub(work), out)


def add_to(export: typer.Typer) -> None:
    """Put the command among those that write files for other tools."""
    export.command(name="audio-fit")(take_audio_fit)
