"""W8: a production from its topic to where it may come out, milestone by milestone."""

import re
from typing import Any

from bot.ids import ActionId
from domain.audit import service as audit
from domain.rights.model import Effect
from tests.bot.reading import lines
from tests.stories.clearing_episodes import allowed
from tests.stories.feeding import feeding
from tests.stories.house import House
from tests.stories.sponsors import ERRORS, PDF
from tests.world import square, tone

FORM = "Release form: Ada Sample"


async def test_w8_no_release_form_no_script_stage(house: House) -> None:
    request = await house.produces()
    asked = await house.stages(request)
    await house.desk.says("marketer", request, "topic")
    await house.delivers(request, "Script", PDF)
    await house.desk.work()
    without = await house.stages(request)
    early = (await house.look(request))["deliverables"]
    await house.delivers(request, FORM, PDF)
    await house.desk.work()
    found = await house.stages(request)

    assert {key for key, (state, _) in asked.items() if state == "OPEN"} == {"topic"}
    assert without["script_file"] == ("APPROVED", 1)
    assert without["release_forms"] == ("OPEN", 1)
    assert (without["script"], without["legal"]) == (("WAITING", 1), ("WAITING", 1))
    assert [(one["name"], one["stage"], one["state"]) for one in early] == [
        (FORM, "release_forms", "MISSING"),
        ("Script", "script_file", "IN"),
        ("Edited audio", "edit", "MISSING"),
        ("Transcript", "publication", "MISSING"),
        ("Artwork", "publication", "MISSING"),
    ]
    assert found["release_forms"] == ("APPROVED", 1)
    assert (found["script"], found["legal"]) == (("OPEN", 1), ("OPEN", 1))


async def test_w8_milestones_follow_one_another_to_the_hand_over(house: House) -> None:
    request = await signed_off(house)
    before = await house.stages(request)
    await house.delivers(request, "Transcript", PDF)
    await house.desk.work()
    half = await house.stages(request)
    await house.delivers(request, "Artwork", square(640))
    await house.desk.work()
    approved = (await house.look(request))["state"]
    await house.desk.work(seconds=31)
    found = await house.look(request)
    (handed,) = await house.handed("publisher", "WAITING")

    assert before["publication"] == half["publication"] == ("OPEN", 1)
    assert (approved, found["state"]) == ("APPROVED", "PUBLISHED")
    assert [one["deliverable"] for one in handed["materials"]] == [
        FORM,
        "Script",
        "Edited audio",
        "Transcript",
        "Artwork",
    ]
    assert [one["stage"] for one in handed["approvals"]] == ["topic", "legal", "script", "sign_off"]
    assert await audit.verify(house.world.hub.secrets) == []


async def test_w8_files_that_come_early_close_milestones_when_their_turn_comes(
    house: House,
) -> None:
    request = await house.produces()
    await everything(house, request)
    early = await house.stages(request)
    await house.desk.says("marketer", request, "topic")
    await house.desk.work()
    after_topic = await house.stages(request)
    await house.desk.says("editor", request, "script")
    await house.desk.says("legal_one", request, "legal")
    await house.desk.work()
    after_script = await house.stages(request)
    await house.desk.says("brand_one", request, "sign_off")
    await house.desk.work()
    await house.desk.work(seconds=31)

    assert early["release_forms"] == ("WAITING", 1)
    assert after_topic["script"] == ("OPEN", 1)
    assert after_script["edit"] == ("APPROVED", 1)
    assert after_script["sign_off"] == ("OPEN", 1)
    assert (await house.look(request))["state"] == "PUBLISHED"


async def test_w8_a_release_form_taken_back_opens_what_followed_from_it(house: House) -> None:
    request = await signed_off(house)
    found = (await house.look(request))["deliverables"]
    form = next(one["asset"]["id"] for one in found if one["name"] == FORM)
    done = await house.takes_back(form)
    await house.desk.work()
    stages = await house.stages(request)

    assert done["errors"] == []
    assert stages["topic"] == ("APPROVED", 1)
    assert stages["release_forms"] == ("OPEN", 2)
    assert stages["script"] == stages["legal"] == stages["sign_off"] == ("WAITING", 2)


async def test_w8_a_guest_who_joins_needs_a_release_form_of_their_own(house: House) -> None:
    request = await signed_off(house)
    brief = house.production(guests=["Ada Sample", "Ben Sample"])
    done = await house.revises("production", request, brief)
    await house.desk.work()
    found = await house.look(request)
    stages = await house.stages(request)

    assert done["errors"] == []
    assert found["deliverables"][1]["name"] == "Release form: Ben Sample"
    assert stages["release_forms"] == ("OPEN", 2)
    assert stages["topic"] == ("APPROVED", 1)
    assert stages["edit"] == ("APPROVED", 1)
    assert stages["script"] == ("WAITING", 2)


async def test_w8_two_guests_of_one_name_are_told_apart(house: House) -> None:
    brief = house.production(guests=["Ada Sample", "ADA SAMPLE"])
    done = await house.asks("production", brief)
    past = await house.asks("production", house.production(recordsOn=house.day(0)))
    turned = house.production(recordsOn=house.day(9), publishesOn=house.day(8))
    reversed_ = await house.asks("production", turned)

    assert [error["code"] for error in done["errors"]] == ["named_twice"]
    assert done["errors"][0]["path"] == ["guests", "1"]
    assert [error["code"] for error in past["errors"]] == ["day_in_past"]
    assert [error["code"] for error in reversed_["errors"]] == ["ends_before_start"]


async def test_w8_a_guest_withdraws_consent_and_it_is_taken_down(house: House) -> None:
    request = await signed_off(house)
    await house.delivers(request, "Transcript", PDF)
    await house.delivers(request, "Artwork", square(640))
    await house.desk.work(seconds=31)
    await house.desk.work(seconds=31)
    await house.acknowledges("publisher", request, "Stands in the feed.")
    takedown = {
        "name": "Take down the second cup",
        "brandId": house.world.brand_id,
        "markets": ["DE", "AT"],
        "subjectId": request["id"],
        "reason": "CONSENT_WITHDRAWN",
        "urgent": True,
        "details": "The guest does not want to be heard any more.",
    }
    asked = (await house.asks("takedown", takedown))["request"]
    stages = await house.stages(asked)
    await house.desk.says("rights_one", asked, "rights")
    await house.desk.work(seconds=31)
    done = await house.acknowledges("publisher", asked, "Gone from the feed at 12:01.")

    assert stages == {"rights": ("OPEN", 1)}
    assert (done["errors"], done["request"]["state"]) == ([], "LIVE")
    assert (await house.look(asked))["handOver"]["receipt"] == "Gone from the feed at 12:01."


POLICY = f"""mutation($input: SetEnforcementPolicyInput!) {{
  done: setEnforcementPolicy(input: $input) {{ {ERRORS} }} }}"""


async def test_w8_what_a_guest_takes_back_is_gone_from_the_feed_by_policy(house: House) -> None:
    desk = await feeding(house)
    policy = {"mode": "AUTOMATIC", "brandId": house.world.brand_id, "layer": "GUEST_RELEASE"}
    set_ = (await (await house.desk.front("manager")).data(POLICY, input=policy))["done"]
    await desk.out()
    (enclosure,) = re.findall(r'<enclosure[^>]* url="([^"]+)"', (await desk.reads()).text)
    (live,), before = await desk.live(), await desk.reads(enclosure)
    await allowed(house.world, house.episode, effect=Effect.PROHIBIT)
    await house.desk.work()
    await house.desk.work(seconds=31)
    takedown = await desk.takedown(live["id"])
    found, feed, after = (
        await desk.proof(takedown),
        await desk.reads(),
        await desk.reads(enclosure),
    )
    (gone,) = found["removals"]

    assert (set_["errors"], before.status_code) == ([], 200)
    assert (feed.status_code, house.episode in feed.text, after.status_code) == (200, False, 410)
    assert (await desk.live(), found["state"], found["brief"]) == (
        [],
        "LIVE",
        {"reason": "CONSENT_WITHDRAWN"},
    )
    assert (gone["how"], gone["goneAt"] is not None) == ("WHOLE", True)
    assert gone["evidence"][0].startswith("version 3 of the feed without it, ETag ")
    assert await audit.verify(house.world.hub.secrets) == []


async def test_w8_cards_show_which_documents_are_missing(house: House) -> None:
    async with house.desk.chat() as chat:
        request = await house.produces()
        await house.desk.work()
        await chat.click("marketer", "CMARKETING", ActionId.APPROVE)
        await house.desk.work()
        await house.delivers(request, "Script", PDF)
        await house.desk.work()
        said = lines(chat.shown("CMARKETING")[0].blocks)

    assert "Files: 1 of 5 in" in said
    assert f"• missing: {FORM}, document, due 26 Nov 2026" in said


async def everything(house: House, request: dict[str, Any]) -> None:
    """Bring in every file that a production wants."""
    for name, content in (
        (FORM, PDF),
        ("Script", PDF),
        ("Edited audio", tone(3)),
        ("Transcript", PDF),
        ("Artwork", square(640)),
    ):
        await house.delivers(request, name, content)
    await house.desk.work()


async def signed_off(house: House) -> dict[str, Any]:
    """Bring a production to where only its publication documents are missing."""
    request = await house.produces()
    await house.desk.says("marketer", request, "topic")
    await house.delivers(request, FORM, PDF)
    await house.delivers(request, "Script", PDF)
    await house.desk.work()
    await house.desk.says("editor", request, "script")
    await house.desk.says("legal_one", request, "legal")
    await house.delivers(request, "Edited audio", tone(3))
    await house.desk.work()
    await house.desk.says("brand_one", request, "sign_off")
    await house.desk.work()
    return request
