"""Playlists and music at sites: one list for the brand, one that is sent back, a shop."""

from typing import Any

from tests.handbook.stage import Stage

MUSIC = "Music for the harbour shop"

#: A track that no brand allows which wants nothing explicit.
LOUD = {
    "title": "Loud Words",
    "artist": "Sample Shouters",
    "isrc": "DEABC2600005",
    "explicit": True,
}


async def played(stage: Stage) -> None:
    desk = stage.desk
    await desk.runs("AskForPlaylist")
    await stage.card("w3", "brand", "brand", "Mornings")
    await desk.runs("MusicStandard")
    await desk.runs("AskForPlaylist", name="Loud mornings", tracks=[LOUD])
    await stage.told("d3", "requester", "Loud Words")
    await desk.runs("AskForMusic", **_from_tomorrow())
    await stage.card("w7", "finance", "procurement", MUSIC)
    await stage.asked("d5", "TrySite", 640)


def _from_tomorrow() -> dict[str, Any]:
    """Return what a licence says that begins tomorrow."""
    span = {"startsOn": "{day+1}", "endsOn": "{day+375}"}
    covers = {"covers": ["COMPOSITION", "RECORDING"]}
    return {**span, "licences": [{"body": "GEMA", "number": "M-17", **covers, **span}]}
