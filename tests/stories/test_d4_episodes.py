"""D4: whether an episode may come out, looked at again by whatever publishes or advertises it."""

import re
from typing import Any

import pytest

from bot.ids import ActionId
from domain.audit import service as audit
from domain.decisions import records as decisions
from domain.publishing import service as publishing
from domain.requests import records as requests
from domain.rights.model import Effect
from domain.rulebook.replaying import over_the_past
from tests.bot.reading import lines
from tests.domain.decisions.tables import shipped_table
from tests.stories.clearing_episodes import allowed, rights_of
from tests.stories.house import House
from tests.stories.sponsors import PDF

PUBLISHING = """query($id: ID!) { request(id: $id) { trouble publishing { verdict markets
  blocked { market reason } tasks { name said markets } } } }"""
SIMULATE = """query($facts: JSON!) { simulate(table: "episode_publishing", facts: $facts) {
  outcome matchedRules reasons } }"""
LIVE = """mutation($input: RecordExposureInput!) { done: recordExposure(input: $input) {
  errors { ... on UserError { code message } } } }"""
FACTS = {
    "market": "DE",
    "region": "open",
    "rights": "cleared",
    "approvals_open": 0,
    "transcript": "approved",
    "sponsor_reads": 1,
    "disclaimers": 1,
    "language": "en",
}

#: Where the engine of a database makes no difference to what is told.
alike = pytest.mark.parametrize("way", ["sqlite", "processes"], indirect=True)


async def approved(house: House, **changes: Any) -> dict[str, str]:
    """Ask for a release, have everybody say yes, and let the hub look."""
    done = await house.asks("episode_release", await house.release(**changes))
    assert done["errors"] == [], done
    request: dict[str, str] = done["request"]
    await house.desk.work()
    await says_yes(house, request, "script", "legal", "brand")
    return request


async def says_yes(house: House, request: dict[str, str], *stages: str) -> None:
    who = {"script": "editor", "legal": "legal_one", "brand": "brand_one"}
    for stage in stages:
        await house.desk.says(who[stage], request, stage)
    await house.desk.work(seconds=31)


async def french(house: House) -> dict[str, Any]:
    """Return what France asks for in its language, with a transcript that was sent in."""
    transcript = await house.sends("DOCUMENT", PDF + b"en fran\xc3\xa7ais")
    disclaimers = ["Payé par Sample Tea."]
    return {"language": "fr", "disclaimers": disclaimers, "transcriptAssetId": transcript}


async def said(house: House, request: dict[str, str], who: str = "requester") -> dict[str, Any]:
    data = await (await house.desk.front(who)).data(PUBLISHING, id=request["id"])
    found: dict[str, Any] = data["request"]
    return found


async def kept(house: House, request: dict[str, str]) -> list[tuple[str, list[str]]]:
    """Return what was kept of the publishing rules: market, and rules that matched."""
    every = (await decisions.of_requests([request["id"]]))[request["id"]]
    mine = (one for _, one in every if one.table == "episode_publishing")
    return [(one.facts["market"], list(one.matched)) for one in mine]


async def test_d4_what_is_clear_goes_out_and_the_decision_is_kept(house: House) -> None:
    request = await approved(house)
    found = await house.look(request)
    look = (await said(house, request))["publishing"]
    replay = await over_the_past(shipped_table("episode_publishing"))

    assert (found["state"], found["note"]) == ("PUBLISHED", None)
    assert (look["verdict"], look["markets"], look["tasks"]) == ("PUBLISH", ["AT", "DE"], [])
    assert await kept(house, request) == [("AT", ["clear_disclosed"]), ("DE", ["clear_disclosed"])]
    assert (replay.total, replay.changed) == (2, 0)
    assert await audit.verify(house.world.hub.secrets) == []


async def test_d4_what_nobody_entered_holds_it_until_it_is_in(house: House) -> None:
    async with house.desk.chat() as chat:
        request = await approved(house, cleared=False)
        held, waiting = await said(house, request), await house.look(request)
        card = lines(chat.shown(chat.direct("requester"))[0].blocks)
        await rights_of(house.world, house.episode)
        await house.desk.work(seconds=5)
        found = await house.look(request)

    assert (waiting["state"], waiting["handOver"]) == ("APPROVED", None)
    assert held["trouble"] == (
        "It is held, and goes on by itself once this is in: Rights (AT, DE): Nobody knows whether"
        " it may be published there; enter its rights: nobody said what it contains."
    )
    assert held["publishing"]["verdict"] == "HOLD"
    assert [(one["name"], one["markets"]) for one in held["publishing"]["tasks"]] == [
        ("Rights", ["AT", "DE"])
    ]
    assert f"> {held['trouble']}" in card
    assert found["state"] == "PUBLISHED"
    assert (await said(house, request))["trouble"] is None


@alike
async def test_d4_a_blocked_market_is_left_out_and_named(house: House) -> None:
    async with house.desk.chat() as chat:
        await rights_of(house.world, house.episode)
        await allowed(house.world, house.episode, "AT", effect=Effect.PROHIBIT)
        request = await approved(house)
        found, look = await house.look(request), (await said(house, request))["publishing"]
        (handed,) = await house.handed("publisher", "WAITING")
        card = lines(chat.shown("CPUBLISHING")[0].blocks)
        release = await requests.get(request["id"])

    why = "guest release, it is prohibited"
    assert (found["state"], found["note"]) == ("PUBLISHED", f"Not in AT: {why}.")
    assert (look["markets"], look["blocked"]) == (["DE"], [{"market": "AT", "reason": why}])
    assert handed["metadata"]["markets"] == ["DE"]
    # What follows it asks what it was handed over for, whatever is allowed by then.
    assert release is not None
    assert await publishing.handed(release) == ("DE",)
    assert handed["instructions"][1] == "Only in DE."
    assert handed["instructions"][-1] == f"Not in AT: {why}."
    assert f"• Not in AT: {why}." in card


@alike
async def test_d4_a_transcript_that_is_missing_comes_with_a_revision(house: House) -> None:
    request = await approved(house, transcriptAssetId=None)
    held, look = await house.look(request), (await said(house, request))["publishing"]
    as_it_was = await house.release(transcriptAssetId=None)
    await house.revises("episode_release", request, as_it_was)
    again = await house.stages(request)
    await house.revises("episode_release", request, await house.release())
    await says_yes(house, request, "script", "legal")
    found = await house.look(request)

    assert [key for key, (state, _) in again.items() if state == "OPEN"] == ["script"]
    assert held["state"] == "CHANGES_REQUESTED"
    assert held["note"].startswith(
        "It is held until it is revised: Transcript (AT, DE): There is no transcript;"
    )
    assert [one["name"] for one in look["tasks"]] == ["Transcript"]
    assert found["state"] == "PUBLISHED"


@alike
async def test_d4_a_transcript_replaced_after_the_approval_holds_it(house: House) -> None:
    request = (await house.asks("episode_release", await house.release()))["request"]
    for who, stage in (("editor", "script"), ("legal_one", "legal"), ("brand_one", "brand")):
        await house.desk.says(who, request, stage)
    (house.desk.files / house.files["transcript"]).write_bytes(PDF + b"another word")
    await house.desk.work(seconds=31)
    held, look = await house.look(request), (await said(house, request))["publishing"]
    new = await house.sends("DOCUMENT", PDF + b"another word")
    await house.revises("episode_release", request, await house.release(transcriptAssetId=new))
    asked = await house.stages(request)
    await says_yes(house, request, "script", "legal")
    found = await house.look(request)

    assert (asked["script"], asked["brand"]) == (("OPEN", 2), ("APPROVED", 1))
    assert found["state"] == "PUBLISHED"
    assert held["state"] == "CHANGES_REQUESTED"
    assert "The transcript is not the file that was approved" in held["note"]
    assert [one["name"] for one in look["tasks"]] == ["Transcript"]


@alike
async def test_d4_a_market_nobody_confirmed_is_looked_at_once(house: House) -> None:
    async with house.desk.chat() as chat:
        request = await approved(house, markets=["DE", "FR"], translations=[await french(house)])
        asked, stages = await house.look(request), await house.stages(request)
        early = (await said(house, request))["publishing"]
        await chat.click("legal_two", "CLEGAL", ActionId.APPROVE)
        await house.desk.work(seconds=31)
        found = await house.look(request)

    assert (asked["state"], asked["handOver"]) == ("IN_REVIEW", None)
    assert asked["note"] == (
        "The publishing rules could not tell, so people look again: Language (FR): Nobody"
        " confirmed which languages the market takes; legal looks."
    )
    assert (stages["legal"], stages["brand"]) == (("OPEN", 2), ("APPROVED", 1))
    assert (early["verdict"], early["markets"]) == ("REVIEW", ["DE", "FR"])
    assert found["state"] == "PUBLISHED"
    assert "Only in DE, FR." in found["handOver"]["instructions"]


@alike
async def test_d4_what_a_market_asks_for_in_its_language_is_named_and_comes_with_a_revision(
    house: House,
) -> None:
    async with house.desk.chat() as chat:
        request = await approved(house, markets=["DE", "FR"])
        held, look = await house.look(request), (await said(house, request))["publishing"]
        card = "\n".join(lines(chat.shown(chat.direct("requester"))[-1].blocks))
        brought = await house.release(markets=["DE", "FR"], translations=[await french(house)])
        await house.revises("episode_release", request, brought)
        await says_yes(house, request, "script", "legal")
        asked, read = await house.look(request), str([one.blocks for one in chat.shown("CLEGAL")])
        await house.desk.says("legal_two", request, "legal")
        await house.desk.work(seconds=31)
        found, (handed,) = await house.look(request), await house.handed("publisher", "WAITING")

    assert held["state"] == "CHANGES_REQUESTED"
    assert [(one["name"], one["markets"]) for one in look["tasks"]] == [
        ("Transcript in fr", ["FR"]),
        ("Disclaimer in fr", ["FR"]),
        ("Language", ["FR"]),
    ]
    assert "Transcript in fr (FR): The market asks for a transcript in this language" in card
    assert "In fr: Payé par Sample Tea." in read
    assert (asked["state"], "Language (FR)" in asked["note"]) == ("IN_REVIEW", True)
    assert found["state"] == "PUBLISHED"
    assert "Say or show the disclaimer in fr: Payé par Sample Tea." in handed["instructions"]
    assert "Transcript fr" in [one["deliverable"] for one in handed["materials"]]


@alike
async def test_d4_what_is_wrong_in_another_language_is_said_where_it_stands(house: House) -> None:
    bad = [
        {"language": "klingon", "disclaimers": ["Paid."]},
        {"language": "fr", "disclaimers": ["Payé."]},
        {"language": "FRA", "disclaimers": ["Payé."]},
        {"language": "sv"},
    ]
    refused = await house.asks("episode_release", await house.release(translations=bad))
    lost = [{"language": "fr", "transcriptAssetId": "ast_none"}]
    missing = await house.asks("episode_release", await house.release(translations=lost))

    assert [(one["code"], one["path"]) for one in refused["errors"]] == [
        ("bad_language", ["translations", "0", "language"]),
        ("named_twice", ["translations", "2", "language"]),
        ("nothing_translated", ["translations", "3"]),
    ]
    assert [(one["code"], one["path"]) for one in missing["errors"]] == [
        ("asset_not_usable", ["translations", "0", "transcriptAssetId"])
    ]


@alike
async def test_d4_a_missing_fact_gives_review_and_never_a_silent_yes(house: House) -> None:
    show = {"title": "Hum", "brandId": house.world.brand_id, "language": "und"}
    house.show = await house.created("createShow", "show", show)
    await house.created("updateShow", "show", {"showId": house.show, "sensitivity": "LOW"})
    given = {"showId": house.show, "title": "The first hum", "number": 1}
    house.episode = await house.created("createEpisode", "episode", given)
    found = await house.look(await approved(house))

    assert found["state"] == "IN_REVIEW"
    assert found["note"].endswith("Rules (AT, DE): The rules need to know: language.")


@alike
async def test_d4_where_nothing_matches_people_look(house: House) -> None:
    manager = await house.desk.front("manager")
    odd = (await manager.data(SIMULATE, facts=FACTS | {"rights": "promised"}))["simulate"]
    plain = (await manager.data(SIMULATE, facts=FACTS))["simulate"]

    assert (odd["outcome"], odd["matchedRules"]) == ("REVIEW", [])
    assert (plain["outcome"], plain["matchedRules"]) == ("DECIDED", ["clear_disclosed"])


@alike
async def test_d4_where_the_executor_is_away_people_look(house: House) -> None:
    await house.desk.gives_away("episode_publishing")
    found = await house.look(await approved(house))

    assert found["state"] == "IN_REVIEW"
    assert re.search(r"Rules \(AT, DE\): .*decision service", found["note"], re.IGNORECASE)


async def test_d4_a_campaign_waits_until_its_episode_is_out(house: House) -> None:
    front, world = await house.desk.front("requester"), house.world
    asked = (await house.asks("episode_release", await house.release()))["request"]
    elsewhere = await front.submit(world, episodeId="epi_none")
    request = (await front.submit(world, episodeId=house.episode))["request"]
    theirs = (await (await house.desk.front("agent")).submit(world, episodeId=house.episode))[
        "request"
    ]
    await house.desk.work()
    for who, one in (("brand_one", request), ("brand_one", theirs), ("brand_two", theirs)):
        await house.desk.says(who, one, "brand")
    for one in (request, theirs):
        await house.desk.says("finance_one", one, "finance")
    heard = [*house.desk.account.hits]
    await house.desk.work(seconds=31)
    held, waiting = await said(house, request), await house.look(request)
    outside = await said(house, theirs, "agent")
    for who, stage in (("editor", "script"), ("legal_one", "legal"), ("brand_one", "brand")):
        await house.desk.says(who, asked, stage)
    await house.desk.work(seconds=5)  # The last yes can be taken back still.
    early, undoable = await said(house, request), await house.look(request)
    woken = [*house.desk.account.hits]
    await house.desk.work(seconds=31)
    found = await house.look(request)

    assert elsewhere["errors"][0]["path"] == ["episodeId"]
    assert waiting["state"] == "APPROVED"
    assert held["trouble"] == (
        f"It waits for its episode (#{asked['number']}), which is held: Approvals (AT, DE): Not"
        " everybody who is asked has said yes."
    )
    assert [one["name"] for one in held["publishing"]["tasks"]] == ["Approvals"]
    assert outside["trouble"] == (
        "It waits for its episode, which is held: the brand knows what is missing."
    )
    assert outside["publishing"] is None
    # However often they are woken, nothing is read at Spotify while they wait.
    assert (undoable["state"], woken) == ("APPROVED", heard)
    assert early["trouble"] == (
        f"It waits for its episode (#{asked['number']}), which is not out yet."
    )
    assert (found["state"], len(house.desk.account.live["campaigns"])) == ("PUBLISHED", 2)
    assert (await said(house, request))["trouble"] is None


@alike
async def test_d4_a_promotion_waits_for_an_episode_nobody_released(house: House) -> None:
    brief = {
        "name": "A guest",
        "brandId": house.world.brand_id,
        "markets": ["DE"],
        "occasion": "GUEST_APPEARANCE",
        "about": "The first cup.",
        "appearsOn": house.day(9),
        "episodeId": house.episode,
    }
    request = (await house.asks("promotion", brief))["request"]
    for who, stage in (("marketer", "marketing"), ("brand_one", "brand")):
        await house.desk.says(who, request, stage)
    await house.desk.work(seconds=31)
    held, waiting = await said(house, request), await house.look(request)
    live = {
        "kind": "EPISODE",
        "subjectId": house.episode,
        "use": "STREAM",
        "channel": "spotify",
        "publisher": "podcast-host",
        "address": "https://hub.example.com/episode/1",
        "include": ["WORLD"],
    }
    manager = await house.desk.front("manager")
    assert (await manager.data(LIVE, input=live))["done"]["errors"] == []
    await house.desk.work(seconds=901)
    found = await house.look(request)

    assert (waiting["state"], waiting["handOver"]) == ("APPROVED", None)
    assert held["trouble"] == (
        "It waits for its episode, whose release nobody asked for: ask for it, or record where the"
        " episode is live."
    )
    assert held["publishing"] is None
    assert found["state"] == "PUBLISHED"
