"""C7: branded audio goes to the shops where all that is in it is cleared, and to no other."""

from typing import Any

from tests.stories.briefs import YESES, brief_of
from tests.stories.clearing import declared, said
from tests.stories.house import House

KIND = "commercial_audio"


async def asks(house: House, **changes: Any) -> dict[str, Any]:
    """Ask for audio at a shop, its rights being whatever they are; let the hub judge it."""
    brief = {
        "name": "A story in the shop",
        "brandId": house.world.brand_id,
        "markets": ["DE"],
        "siteIds": [await house.site()],
        "audioAssetId": house.files["audio"],
        "liveFrom": house.day(5),
        "liveUntil": house.day(50),
        "hasMusic": False,
        "hasNarration": True,
        "narratorRight": "Agreement 12",
    }
    done = await house.asks(KIND, brief | changes)
    assert done["errors"] == [], done
    await house.desk.work()
    request: dict[str, Any] = done["request"]
    return request


async def agreed(house: House, request: dict[str, Any]) -> dict[str, Any]:
    """Have everybody say yes, and let the undo window pass; return the request."""
    for who, stage in YESES[KIND][0]:
        await house.desk.says(who, request, stage)
    await house.desk.work(seconds=31)
    return await house.look(request)


async def test_c7_what_is_cleared_goes_to_its_sites(house: House) -> None:
    request = (await house.asks(KIND, await brief_of(house, KIND)))["request"]
    before = await house.stages(request)
    await house.desk.work()
    after = await house.stages(request)
    handed = await agreed(house, request)
    taken = await house.acknowledges("operator", request, "In the player of the shop.")

    assert (before["compliance"], before["rights"]) == (("OPEN", 1), ("WAITING", 1))
    assert (after["compliance"], after["rights"]) == (("APPROVED", 1), ("OPEN", 1))
    assert (handed["state"], handed["handOver"]["receiver"]) == ("PUBLISHED", "site-operations")
    assert (taken["errors"], taken["request"]["state"]) == ([], "LIVE")


async def test_c7_a_narrators_grant_without_public_performance_is_never_live_in_a_shop(
    house: House,
) -> None:
    await declared(house, "NARRATOR")
    await said(house, "Grant", "ON_DEMAND")
    request = await asks(house)
    found = await house.look(request)
    stages = await house.stages(request)
    await house.desk.work(seconds=60)

    assert found["state"] == "CHANGES_REQUESTED"
    assert (
        f"in shops in DE from {house.day(5)} on: narrator, the permissions leave" in found["note"]
    )
    assert (stages["rights"][0], stages["operations"][0]) == ("WAITING", "WAITING")
    assert (await house.look(request))["handOver"] is None


async def test_c7_a_prohibition_after_the_approval_stops_the_hand_over(house: House) -> None:
    request = (await house.asks(KIND, await brief_of(house, KIND)))["request"]
    await house.desk.work()
    for who, stage in YESES[KIND][0]:
        await house.desk.says(who, request, stage)
    await said(house, "Prohibition", "IN_STORE")
    await house.desk.work(seconds=31)
    found = await house.look(request)

    assert (found["state"], found["handOver"]) == ("CHANGES_REQUESTED", None)
    assert found["note"].startswith("It was not handed over: ")
    assert "narrator, it is prohibited" in found["note"]


async def test_c7_what_nobody_knows_is_no_yes(house: House) -> None:
    unknown = await house.look(await asks(house))
    await declared(house, "GUEST_RELEASE")
    await said(house, "Grant", "EVERY", "GUEST_RELEASE")
    undeclared = await house.look(await asks(house))

    assert unknown["state"] == undeclared["state"] == "CHANGES_REQUESTED"
    assert "narrator, nothing is known" in unknown["note"]
    assert "Nobody declared what" in unknown["note"]
    assert "narrator, nothing is known" in undeclared["note"]
    assert "guest release" not in undeclared["note"]
