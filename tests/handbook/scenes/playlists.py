"""Playlists and music at sites: one list for the brand, one that is sent back, a shop."""

import json
from typing import Any

from app.sample import channel_id
from tests.handbook.running import DONE_SECONDS
from tests.handbook.stage import Stage
from tests.handbook.waiting import until

SHOP = """mutation($input: UpdateSiteInput!) { updateSite(input: $input) {
  errors { ... on UserError { code message } } } }"""
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
    for who, team in (("finance", "procurement"), ("legal", "legal"), ("operator", "operations")):
        await desk.clicks(who, channel_id(team), MUSIC, "Approve")
    for _ in range(2):
        await desk.lets_a_day_pass()
    await until(lambda: _may_play(stage), DONE_SECONDS)
    site = (await desk.front.there_is("manager"))["sites"][0]["id"]
    longer = [{"weekday": day, "opens": "09:00", "closes": "23:00"} for day in range(1, 7)]
    await desk.asks("manager", SHOP, input={"siteId": site, "hours": longer})
    await stage.card("d5", "operator", "operations", "No music at")


async def _may_play(stage: Stage) -> bool:
    """Return whether the shop may play music as it is."""
    said = json.dumps(await stage.desk.runs("SitesByRisk"))
    return '"ELIGIBLE"' in said


def _from_tomorrow() -> dict[str, Any]:
    """Return what a licence says that begins tomorrow."""
    span = {"startsOn": "{day+1}", "endsOn": "{day+375}"}
    covers = {"covers": ["COMPOSITION", "RECORDING"]}
    return {**span, "licences": [{"body": "GEMA", "number": "M-17", **covers, **span}]}
