"""Titles, rights and takedowns, and what may not go out as it was asked for."""

from typing import Any

from app.demo.sample import channel_id
from tests.handbook.running import DONE_SECONDS
from tests.handbook.scenes.titles import AHEAD, READER, TITLE, brought
from tests.handbook.stage import Stage
from tests.handbook.waiting import until

_ERRORS = "errors { ... on UserError { code message } }"
LIVE = f"""mutation($input: RecordExposureInput!) {{ recordExposure(input: $input) {{
  exposure {{ id }} {_ERRORS} }} }}"""
BAN = f"""mutation($input: AddRightsProhibitionInput!) {{ addRightsProhibition(input: $input) {{
  grant {{ id }} {_ERRORS} }} }}"""
MARKET = f"""mutation($input: CreateMarketInput!) {{ createMarket(input: $input) {{
  {_ERRORS} }} }}"""
HEADSHOT = f"""mutation($input: AddContributorMaterialInput!) {{
  addContributorMaterial(input: $input) {{ material {{ id }} {_ERRORS} }} }}"""
FIND = "query($text: String!) { search(text: $text) { edges { kind node { id } } } }"


async def played(stage: Stage) -> None:
    desk = stage.desk
    await brought(stage)
    await desk.runs("LaunchPolicy")
    await _planned(stage)
    await brought(stage, AHEAD + 14)
    await desk.runs("LaunchPolicy", backlistDays=200)
    await desk.lets_a_day_pass()
    await stage.told("c3", "admin", TITLE)
    await desk.runs("SubmitCampaign")
    await _promoted(stage)
    await stage.card("c6", "brand", "brand", "The author in conversation")
    await desk.runs("AskForShops")
    await stage.told("c7", "manager", "may not be heard")
    norway = {"code": "NO", "name": "Norway", "currency": "NOK", "timeZone": "Europe/Oslo"}
    await desk.asks("admin", MARKET, input=norway)
    await desk.runs("SubmitCampaign", name="Coffee with rum", markets=["DE", "NO"], **_ALCOHOL)
    await stage.told("d7", "requester", "otherwise")
    await _prohibited(stage)
    await stage.card("c2", "rights", "rights", "Live, not cleared")


async def _planned(stage: Stage) -> None:
    """Wait until the title's milestones have opened drafts."""

    async def look() -> Any:
        return (await stage.desk.runs("Launches"))["launchPlansConnection"]["edges"]

    await until(look, DONE_SECONDS)


_ALCOHOL = {"category": "ALCOHOL"}


async def _promoted(stage: Stage) -> None:
    """Ask for a promotion with somebody whose headshot nobody approved yet."""
    desk = stage.desk
    found = (await desk.asks("manager", FIND, text=READER))["search"]["edges"]
    reader = next(one["node"]["id"] for one in found if one["kind"] == "CONTRIBUTOR")
    title = (await desk.asks("manager", FIND, text=TITLE))["search"]["edges"]
    titles = [one["node"]["id"] for one in title if one["kind"] == "TITLE"]
    files = (await desk.front.there_is("manager"))["files"]
    picture = next(one["id"] for one in files if one["name"] == "companion.png")
    headshot = {"contributorId": reader, "kind": "HEADSHOT", "assetId": picture}
    credit = {"credit": "Photo: Ben Sample", "altText": "Ada at a desk"}
    await desk.asks("manager", HEADSHOT, input=headshot | credit)
    await desk.runs("AskForPromotion", contributorIds=[reader], titleIds=titles)


async def _prohibited(stage: Stage) -> None:
    """Have a live episode prohibited in one of its two countries."""
    desk = stage.desk
    held = await desk.front.there_is("manager")
    of = {"kind": "EPISODE", "subjectId": held["shows"][0]["episodes"][0]["id"]}
    where = {"use": "STREAM", "channel": "spotify", "publisher": "podcast-host"}
    where |= {"address": "https://podcasts.example.com/first-cup"}
    await desk.asks("manager", LIVE, input={**of, **where, "include": ["DE", "AT"]})
    window = {"firstDay": "{day+0}", "lastDay": "{day+365}", "timeZone": "Europe/Berlin"}
    ban = {**of, "layer": "GUEST_RELEASE", "scope": {"uses": ["EVERY"], "include": ["DE"]}}
    ban |= {"window": desk.front.filled(window, held), "source": {"grantor": "The guest (sample)"}}
    await desk.asks("manager", BAN, input=ban)
    await desk.shown("rights", channel_id("rights"), "Live, not cleared")
