"""W1: an episode from script to the publishing team, and what keeps it from getting there."""

import hashlib

from tests.stories.house import House
from tests.world import tone


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
    assert handed["materials"][0]["sha256"] == hashlib.sha256(tone(3)).hexdigest()
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
