"""W7: background music at a site, from the request to its use, and what keeps it from it."""

from typing import Any

from domain.audit import service as audit
from tests.stories.house import House


async def test_w7_procurement_legal_and_operations_follow_one_another(house: House) -> None:
    request = (await house.asks("music_licence", await house.licence()))["request"]
    asked = await house.stages(request)
    await house.desk.says("buyer", request, "procurement")
    after = await house.stages(request)

    assert asked == {
        "procurement": ("OPEN", 1),
        "legal": ("WAITING", 1),
        "operations": ("WAITING", 1),
    }
    assert (after["legal"], after["operations"]) == (("OPEN", 1), ("WAITING", 1))


async def test_w7_the_last_yes_makes_the_usage_active_until_its_end(house: House) -> None:
    request = await licensed(house)
    found = await house.look(request)
    done = await house.acknowledges("operator", request, "Switched on.")
    active = await house.look(request)

    assert found["state"] == "PUBLISHED"
    assert found["handOver"]["instructions"] == [
        f"Music may be played from {house.day(10)} to {house.day(100)}, by soundtrack only.",
        "Keep the licences at the site, and this package for audit.",
        f"Give notice by {house.day(70)}, or renew.",
    ]
    assert [one["deliverable"] for one in found["handOver"]["materials"]] == ["Proof"]
    assert (done["errors"], active["state"]) == ([], "LIVE")
    assert active["placements"] == [{"publisher": "site-operations", "state": "TAKEN_ON"}]
    assert await audit.verify(house.world.hub.secrets) == []


async def test_w7_a_consumer_account_is_refused_and_a_provider_proposed(house: House) -> None:
    done = await house.asks("music_licence", await house.licence(provider="SPOTIFY_CONSUMER"))
    (error,) = done["errors"]

    assert done["request"] is None
    assert error["code"] == "refused_by_rules"
    assert "may not be played to customers" in error["message"]
    assert "such as Soundtrack, Mood or Rockbot" in error["message"]
    assert "rule `spotify_consumer` of `music_licence_admission`" in error["message"]


async def test_w7_licences_that_leave_a_day_out_are_looked_at(house: House) -> None:
    brief = await house.licence()
    brief["licences"][0]["endsOn"] = house.day(99)
    request = (await house.asks("music_licence", brief))["request"]
    found = await house.look(request)
    covered = await house.licence()
    first, second = covered["licences"][0], dict(covered["licences"][0])
    first["endsOn"], second["startsOn"] = house.day(50), house.day(51)
    covered["licences"].append(second)
    chained = (await house.asks("music_licence", covered))["request"]

    assert "rules" in await house.stages(request)
    (reason,) = found["decisions"][0]["reasons"]
    assert reason.startswith("Compositions are not covered on every day of use; people look")
    assert "rules" not in await house.stages(chained)


async def test_w7_a_small_renewal_passes_procurement_by(house: House) -> None:
    earlier = await licensed(house)
    renewal = await house.licence(renews=earlier["id"])
    request = (await house.asks("music_licence", renewal))["request"]
    large = {"annualCost": {"amount": "2500.00", "currency": "EUR"}}
    costly = (await house.asks("music_licence", renewal | large))["request"]

    assert set(await house.stages(request)) == {"legal", "operations"}
    assert set(await house.stages(costly)) == {"procurement", "legal", "operations"}


async def test_w7_only_a_licence_of_the_same_site_that_counts_is_renewed(house: House) -> None:
    waiting = (await house.asks("music_licence", await house.licence()))["request"]
    too_early = await house.asks("music_licence", await house.licence(renews=waiting["id"]))
    earlier = await licensed(house)
    elsewhere = await house.licence(renews=earlier["id"], siteId=await house.site("The other shop"))
    other_site = await house.asks("music_licence", elsewhere)
    nothing = await house.asks("music_licence", await house.licence(renews="req_0"))

    assert [one["code"] for one in too_early["errors"]] == ["not_renewable"]
    assert [one["code"] for one in other_site["errors"]] == ["other_site"]
    assert [one["code"] for one in nothing["errors"]] == ["no_such_request"]
    assert nothing["errors"][0]["path"] == ["renews"]


async def test_w7_an_agency_asks_for_no_music(house: House) -> None:
    done = await house.asks("music_licence", await house.licence(), who="agent")

    assert [one["code"] for one in done["errors"]] == ["other_agency"]


async def licensed(house: House) -> dict[str, Any]:
    """Ask for music and have everybody say yes."""
    request: dict[str, Any] = (await house.asks("music_licence", await house.licence()))["request"]
    for who, stage in (
        ("buyer", "procurement"),
        ("legal_one", "legal"),
        ("operator", "operations"),
    ):
        await house.desk.says(who, request, stage)
    await house.desk.work(seconds=31)
    return request
