"""Episodes and feeds: one that goes out, one that is held, a production, and what differs."""

from app.demo.sample import channel_id
from tests.handbook.stage import Stage

EPISODE = """mutation($input: CreateEpisodeInput!) { createEpisode(input: $input) {
  episode { id } errors { ... on UserError { code message } } } }"""
LIVE = """mutation($input: NoteLiveEpisodeInput!) { noteLiveEpisode(input: $input) {
  drift { field } errors { ... on UserError { code message } } } }"""

#: Who says yes to an episode, in their team's channel, one after the other.
YESES = (("editor", "editorial"), ("legal", "legal"), ("brand", "brand"))


async def played(stage: Stage) -> None:
    desk = stage.desk
    await desk.runs("AskForRelease")
    await desk.clicks("editor", channel_id("editorial"), "The first cup", "Approve")
    await stage.card("w1", "legal", "legal", "The first cup")
    for who, team in YESES[1:]:
        await desk.clicks(who, channel_id(team), "The first cup", "Approve")
    await _held(stage)
    await desk.runs("AskForProduction")
    await stage.card("w8", "marketing", "marketing", "How tea came to the hills")
    await desk.lets_a_day_pass()
    await desk.until_page("/listen", "The first cup")
    await stage.page("c1", "/listen", "document.body.innerText.includes('The first cup')", 680)
    first = (await desk.front.there_is("manager"))["shows"][0]["episodes"][0]["id"]
    await desk.asks("manager", LIVE, input={"episodeId": first, "title": "A first cup"})
    await stage.asked("c4", "Drift", 640, last='"drift"')


async def _held(stage: Stage) -> None:
    """Have an episode approved of whose rights nobody said anything."""
    desk = stage.desk
    show = (await desk.front.there_is("manager"))["shows"][0]["id"]
    given = {"showId": show, "title": "The third cup", "number": 3}
    made = await desk.asks("admin", EPISODE, input=given)
    episode = made["createEpisode"]["episode"]["id"]
    await desk.runs("AskForRelease", name="The third cup", episodeId=episode)
    for who, team in YESES:
        await desk.clicks(who, channel_id(team), "The third cup", "Approve")
    await stage.told("d4", "requester", "It is held")
