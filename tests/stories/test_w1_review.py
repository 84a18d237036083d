"""W1: an episode from script to the publishing team, and what keeps it from getting there."""

import hashlib
from typing import Any

from bot.ids import ActionId
from domain.audit import service as audit
from tests.bot.reading import lines
from tests.stories.house import House
from tests.world import silence


async def test_w1_stages_follow_one_another_as_the_rules_say(house: House) -> None:
    request = (await house.asks("episode_release", await house.release()))["request"]
    await house.desk.work()
    asked = await house.stages(request)
    await house.desk.says("editor", request, "script")
    await house.desk.work()
    found = await house.look(request)

    assert asked == {"script": ("OPEN", 1), "legal": ("WAITING", 1), "brand": ("WAITING", 1)}
    assert {stage["key"]: stage["state"] for stage in found["stages"]} == {
        "script": "APPROVED",
        "legal": "OPEN",
        "brand": "OPEN",
    }
    assert found["brief"] == {"__typename": "EpisodeReleaseBrief"}


async def test_w1_the_last_yes_hands_the_content_package_over(house: House) -> None:
    request = (await house.asks("episode_release", await house.release()))["request"]
    for who, stage in (("editor", "script"), ("legal_one", "legal"), ("brand_one", "brand")):
        await house.desk.says(who, request, stage)
    await house.desk.work(seconds=31)
    found = await house.look(request)
    (handed,) = await house.handed("publisher", "WAITING")

    assert found["state"] == "PUBLISHED"
    assert found["placements"] == [{"publisher": "publishing-team", "state": "HANDED_OVER"}]
    assert [one["deliverable"] for one in handed["materials"]] == ["Audio", "Artwork", "Transcript"]
    assert handed["materials"][0]["sha256"] == hashlib.sha256(silence(3)).hexdigest()
    assert [(one["stage"], one["voterNames"]) for one in handed["approvals"]] == [
        ("script", ["Editor"]),
        ("brand", ["Brand One"]),
        ("legal", ["Legal One"]),
    ]
    assert handed["instructions"] == [
        f"Publish by feed on {house.day(10)}, not earlier.",
        "Only in AT, DE.",
        "Say or show the disclaimer: Paid for by Sample Tea.",
    ]
    assert handed["metadata"]["script"].startswith("Good morning.")
    assert await house.handed("legal_one") == []


async def test_w1_an_executive_is_asked_for_a_budget_or_a_sensitive_topic(house: House) -> None:
    large: dict[str, Any] = {"budget": {"amount": "25000.00", "currency": "EUR"}}
    costly = (await house.asks("episode_release", await house.release(**large)))["request"]
    await house.created("updateShow", "show", {"showId": house.show, "sensitivity": "HIGH"})
    delicate = (await house.asks("episode_release", await house.release()))["request"]

    assert set(await house.stages(costly)) == {"script", "legal", "brand", "executive"}
    assert set(await house.stages(delicate)) == {"script", "legal", "brand", "executive"}


async def test_w1_a_topic_nobody_knows_is_looked_at(house: House) -> None:
    show = {"title": "Leaves", "brandId": house.world.brand_id, "language": "en"}
    unknown = await house.created("createShow", "show", show)
    given = {"showId": unknown, "title": "The first leaf", "number": 1}
    episode = await house.created("createEpisode", "episode", given)
    brief = await house.release(showId=unknown, episodeId=episode)
    request = (await house.asks("episode_release", brief))["request"]
    (decision,) = (await house.look(request))["decisions"]

    assert set(await house.stages(request)) == {"rules"}
    assert decision["outcome"] == "REVIEW"
    assert decision["reasons"] == ["The rules need to know: topic_sensitivity."]


async def test_w1_what_legal_sends_back_opens_only_what_the_revision_touches(house: House) -> None:
    async with house.desk.chat() as chat:
        request = (await house.asks("episode_release", await house.release()))["request"]
        await house.desk.work()
        await chat.click("editor", "CEDITORIAL", ActionId.APPROVE)
        await house.desk.work()
        await chat.click("brand_one", "CBRAND", ActionId.APPROVE)
        await house.desk.work()
        reason = {"choice": "REQUEST_CHANGES", "reason": "Say who pays."}
        await house.desk.says("legal_one", request, "legal", **reason)
        await house.desk.work()
        sent_back = await house.look(request)
        brief = await house.release(disclaimers=["Paid for by Sample Tea, who sell tea."])
        done = await house.revises("episode_release", request, brief)
        await house.desk.work()
        found = await house.stages(request)
        scripts = [lines(card.blocks) for card in chat.shown("CEDITORIAL")]
        brand = [lines(card.blocks) for card in chat.shown("CBRAND")]

    assert (sent_back["state"], sent_back["note"]) == ("CHANGES_REQUESTED", "Say who pays.")
    assert (done["errors"], done["request"]["revision"]) == ([], 2)
    assert found == {"script": ("OPEN", 2), "legal": ("WAITING", 2), "brand": ("APPROVED", 1)}
    assert "*Superseded.* A newer card replaces this." in scripts[0]
    assert any(line.startswith("• Disclaimers: Paid for by Sample Tea. → ") for line in scripts[1])
    assert len(brand) == 1
    assert "*Superseded.* A newer card replaces this." not in brand[0]


async def test_w1_the_publishing_team_acknowledges_with_a_receipt(house: House) -> None:
    request = await approved(house)
    await house.desk.work(seconds=31)
    refused = {
        who: (await house.acknowledges(who, request, "Done."))["errors"][0]["code"]
        for who in ("legal_one", "requester", "agent")
    }
    silent = await house.acknowledges("publisher", request)
    done = await house.acknowledges("publisher", request, "Stands in the feed as item 12.")
    again = await house.acknowledges("publisher", request, "Once more.")
    found = await house.look(request)
    trail: Any = (await house.desk.look(request))["auditTrail"]

    assert refused == {
        "legal_one": "not_the_receiver",
        "requester": "not_the_receiver",
        "agent": "not_allowed",
    }
    assert silent["errors"][0]["code"] == "receipt_missing"
    assert (done["errors"], done["request"]["state"]) == ([], "LIVE")
    assert again["errors"][0]["code"] == "taken_on_already"
    assert found["handOver"]["state"] == "ACKNOWLEDGED"
    assert found["handOver"]["receipt"] == "Stands in the feed as item 12."
    assert found["placements"] == [{"publisher": "publishing-team", "state": "TAKEN_ON"}]
    assert [event["act"] for event in trail] == [
        "request.submitted",
        "stage.voted",
        "stage.voted",
        "stage.voted",
        "rights.judged",
        "request.handed_over",
        "placement.taken_on",
    ]
    assert await audit.verify(house.world.hub.secrets) == []


async def test_w1_the_package_is_fetched_as_it_was_approved(house: House) -> None:
    request = await approved(house)
    await house.desk.work(seconds=31)
    seen = (await house.look(request, "publisher"))["handOver"]["materials"]
    answer = await house.desk.browser().get(seen[0]["downloadUrl"])

    assert (answer.status_code, answer.content) == (200, silence(3))


async def test_w1_a_file_that_changed_after_the_yes_is_not_handed_over(house: House) -> None:
    request = await approved(house)
    (house.desk.files / house.files["audio"]).write_bytes(b"something else")
    await house.desk.work(seconds=31)
    found = await house.look(request)

    assert (found["state"], found["handOver"]) == ("CHANGES_REQUESTED", None)
    assert "the file of `Audio` is not what was approved" in found["note"]


async def test_w1_what_is_withdrawn_after_the_hand_over_is_taken_back(house: House) -> None:
    async with house.desk.chat() as chat:
        request = await approved(house)
        await house.desk.work(seconds=31)
        await house.withdraws(request, "The guest is ill.")
        await house.desk.work()
        (package, news) = chat.shown("CPUBLISHING")
        late = await house.acknowledges("publisher", request, "Done.")
        found = await house.look(request)

    assert found["handOver"]["state"] == "TAKEN_BACK"
    assert late["errors"][0]["code"] == "withdrawn"
    assert "[Acknowledge]" not in lines(package.blocks)
    assert news.text.endswith("withdrawn. Nothing of it is to be done.")
    assert lines(news.blocks)[-1] == "> The guest is ill."


async def test_w1_cards_in_chat_carry_it_to_the_receipt(house: House) -> None:
    async with house.desk.chat() as chat:
        request = (await house.asks("episode_release", await house.release()))["request"]
        await house.desk.work()
        for who, place in (
            ("editor", "CEDITORIAL"),
            ("legal_one", "CLEGAL"),
            ("brand_one", "CBRAND"),
        ):
            await chat.click(who, place, ActionId.APPROVE)
            await house.desk.work()
        assert chat.shown("CPUBLISHING") == []
        await house.desk.work(seconds=31)
        waiting = lines(chat.shown("CPUBLISHING")[0].blocks)
        await chat.click("publisher", "CPUBLISHING", ActionId.ACKNOWLEDGE)
        await chat.submit("publisher", receipt="Stands in the feed.")
        await house.desk.work()
        said = lines(chat.shown("CPUBLISHING")[0].blocks)
        found = await house.look(request)

    for expected in (
        "• Only in AT, DE.",
        "> Good morning.",
        "Files",
        "Approved by",
        "• Script: Editor",
        "[Acknowledge]",
    ):
        assert expected in waiting
    assert found["state"] == "LIVE"
    assert said[-2].startswith("Acknowledged by Publisher ")
    assert said[-1] == "> Stands in the feed."


async def approved(house: House, **changes: Any) -> dict[str, str]:
    """Ask for a release and have everybody say yes."""
    done = await house.asks("episode_release", await house.release(**changes))
    request: dict[str, str] = done["request"]
    for who, stage in (("editor", "script"), ("legal_one", "legal"), ("brand_one", "brand")):
        await house.desk.says(who, request, stage)
    return request
