"""W8, after it is out: what listeners did and reviewers noted comes back, and tells the next."""

from datetime import date, timedelta
from typing import Any

from tests.bot.reading import lines
from tests.stories.house import House
from tests.stories.sponsors import ERRORS
from tests.stories.test_w8_production import everything

INGEST = f"""mutation($input: IngestMetricsInput!) {{ done: ingestMetrics(input: $input) {{
  done {{ setAside }} {ERRORS} }} }}"""
NAME = f"""mutation($input: NameProducedEpisodeInput!) {{
  done: nameProducedEpisode(input: $input) {{ request {{ id }} {ERRORS} }} }}"""
FIGURES = "figures { metric { key } source value state days asOf }"
RESULTS = f"""query($id: ID!) {{ request(id: $id) {{
  results {{ episodeId title {FIGURES} notes {{ stage choice text voterName }} }}
  earlierEpisodes {{ requestId episodeId title {FIGURES} }} }} }}"""


async def names(house: House, who: str, request: dict[str, Any], episode: str) -> Any:
    """Say as which episode a production came out."""
    given = {"requestId": request["id"], "episodeId": episode}
    return (await (await house.desk.front(who)).data(NAME, input=given))["done"]


async def results(house: House, request: dict[str, Any], who: str = "manager") -> dict[str, Any]:
    data = await (await house.desk.front(who)).data(RESULTS, id=request["id"])
    found: dict[str, Any] = data["request"]
    return found


async def released(house: House) -> dict[str, Any]:
    """Bring a production to where it is handed over, with a note of a reviewer."""
    request = await house.produces()
    await house.desk.says("marketer", request, "topic", reason="Ask more of the farmers.")
    await everything(house, request)
    await house.desk.says("editor", request, "script")
    await house.desk.says("legal_one", request, "legal")
    await house.desk.work()
    await house.desk.says("brand_one", request, "sign_off")
    await house.desk.work()
    await house.desk.work(seconds=31)
    return request


async def heard(house: House, episode: str) -> None:
    """Bring in what listeners did with an episode; of followers nothing, of streams a zero."""
    last = house.world.hub.clock.now().date() - timedelta(days=3)
    figures = [
        {"subject": episode, "metric": metric, "day": str(date.fromordinal(day)), "value": value}
        for day in (last.toordinal() - 1, last.toordinal())
        for metric, value in (
            ("plays", "600"),
            ("plays_completed", "450"),
            ("streams_60s", "0"),
            ("downloads", "suppressed"),
        )
    ]
    given = {"source": "spotify-creators", "figures": figures}
    done = (await (await house.desk.front("manager")).data(INGEST, input=given))["done"]
    assert done == {"done": {"setAside": 0}, "errors": []}, done


async def test_w8_what_listeners_did_comes_back_to_the_production(house: House) -> None:
    early = await house.produces()
    too_early = await names(house, "manager", early, house.episode)
    request = await released(house)
    nothing = await results(house, request)
    done = await names(house, "publisher", request, house.episode)
    again = await names(house, "publisher", request, house.episode)
    nope = await names(house, "publisher", request, "eps_nope")
    await heard(house, house.episode)
    found = (await results(house, request))["results"]
    by_key = {one["metric"]["key"]: one for one in found["figures"]}

    assert [error["code"] for error in too_early["errors"]] == ["not_out"]
    assert nothing["results"] is None
    assert (done["errors"], again["errors"]) == ([], [])
    assert [error["code"] for error in nope["errors"]] == ["no_such_episode"]
    assert (by_key["plays"]["value"], by_key["plays"]["asOf"]) == ("1200", "2026-11-18")
    assert by_key["play_completion_rate"]["value"] == "0.750000"
    assert (by_key["streams_60s"]["value"], by_key["streams_60s"]["state"]) == ("0", "ZERO")
    assert (by_key["downloads"]["value"], by_key["downloads"]["state"]) == (None, "SUPPRESSED")
    assert "consumption_hours" not in by_key
    assert found["notes"] == [
        {
            "stage": "Topic",
            "choice": "APPROVE",
            "text": "Ask more of the farmers.",
            "voterName": "Marketer",
        }
    ]


async def test_w8_the_next_topic_shows_what_earlier_episodes_did(house: House) -> None:
    async with house.desk.chat() as chat:
        request = await released(house)
        await names(house, "publisher", request, house.episode)
        await heard(house, house.episode)
        fresh = await house.produces(name="The third cup")
        await house.desk.work()
        found = await results(house, fresh)
        own = await results(house, request)
        said = lines(chat.shown("CMARKETING")[-1].blocks)

    (one,) = found["earlierEpisodes"]
    assert (one["requestId"], one["title"]) == (request["id"], "The first cup")
    assert own["earlierEpisodes"] == []
    assert found["results"] is None
    (told,) = [line for line in said if "The first cup" in line]
    assert "Plays: 1,200" in told
    assert "Heard to the end: 75 %" in told
    assert "Downloads: withheld, too few people" in told
    assert "as of 18 Nov 2026" in told
