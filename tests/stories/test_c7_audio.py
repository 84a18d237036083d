"""C7: branded audio goes to the shops where all that is in it is cleared, and to no other."""

from datetime import timedelta
from typing import Any

import pytest

from app.importing.bringing import status_table
from domain.audit import service as audit
from domain.database import sql
from tests.domain.catalog.works.test_importing import product, run, told
from tests.stories.briefs import YESES, brief_of
from tests.stories.clearing import declared, said
from tests.stories.house import House
from tests.stories.judging_again import again, kept

KIND = "commercial_audio"
FAR = """query($id: ID!) { request(id: $id) { commercialAudio { phase
  ends { what day about } layers { layer standing } sites { name provider commercial }
  history { phase byName why } } } }"""
LIVE = """query($kind: RightsSubjectKind!, $id: ID!) { exposures(kind: $kind, id: $id) {
  id use channel publisher include liveTo requestId } }"""
LINK = """mutation($input: LinkRightsSubjectInput!) { done: linkRightsSubject(input: $input) {
  errors { ... on UserError { code message } } } }"""
DAY = 86_400

#: Where the engine of a database makes no difference to what is told.
alike = pytest.mark.parametrize("way", ["sqlite", "processes"], indirect=True)


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


async def far(house: House, request: dict[str, Any]) -> dict[str, Any]:
    """Return how far the audio is, as its manager sees it."""
    front = await house.desk.front("manager")
    data = await front.data(FAR, id=request["id"])
    found: dict[str, Any] = data["request"]["commercialAudio"]
    return found | {"history": [(one["phase"], one["byName"]) for one in found["history"]]}


async def live(house: House) -> list[dict[str, Any]]:
    """Return where the audio is heard and was, newest first."""
    front = await house.desk.front("manager")
    given = {"kind": "ASSET", "id": house.files["audio"]}
    found: list[dict[str, Any]] = (await front.data(LIVE, **given))["exposures"]
    return found


async def uncleared(house: House) -> list[dict[str, Any]]:
    """Return what is live and not cleared."""
    query = "{ liveAgainstCleared { edges { node { id uncleared takedownId } } } }"
    found = await (await house.desk.front("manager")).data(query)
    return [edge["node"] for edge in found["liveAgainstCleared"]["edges"]]


def from_in_ten_days(house: House) -> dict[str, str]:
    """Return a window that opens in ten days."""
    begins = house.world.hub.clock.now() + timedelta(days=10)
    return {"startsAt": begins.isoformat(), "endsAt": "2027-11-01T00:00:00Z"}


async def heard(house: House) -> dict[str, Any]:
    """Have audio asked for, approved, handed over and acknowledged; return the request."""
    request: dict[str, Any] = (await house.asks(KIND, await brief_of(house, KIND)))["request"]
    await house.desk.work()
    await agreed(house, request)
    await house.acknowledges("operator", request, "In the player of the shop.")
    await house.desk.work()
    return request


async def test_c7_what_is_cleared_goes_to_its_sites(house: House, way: str) -> None:
    request = (await house.asks(KIND, await brief_of(house, KIND)))["request"]
    before = await house.stages(request)
    await house.desk.work()
    after = await house.stages(request)
    handed = await agreed(house, request)
    taken = await house.acknowledges("operator", request, "In the player of the shop.")

    if way != "processes":  # Workers of their own may have looked by then.
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


@alike
async def test_c7_what_its_rights_were_judged_by_is_kept_and_judges_the_same_again(
    house: House,
) -> None:
    request = (await house.asks(KIND, await brief_of(house, KIND)))["request"]
    await house.desk.work()
    for who, stage in YESES[KIND][0]:
        await house.desk.says(who, request, stage)
    before = await kept(house, request)
    await said(house, "Prohibition", "IN_STORE")
    await house.desk.work(seconds=31)
    (let,), (held,) = await kept(house, request)

    assert before == [[let]]
    assert [one["standing"] for one in let["asked"][0]["found"]] == ["cleared"]
    assert [one["standing"] for one in held["asked"][0]["found"]] == ["blocked"]
    assert (let["subject"], let["kind"]) == (house.files["audio"], "asset")
    for thing in (let, held):
        assert {asked["use"] for asked in thing["asked"]} == {"in_store"}
        assert await again(house, thing) == [asked["found"] for asked in thing["asked"]]


@alike
async def test_c7_what_was_judged_is_kept_once_where_nothing_changed(house: House) -> None:
    request = (await house.asks(KIND, await brief_of(house, KIND)))["request"]
    await house.desk.work()
    handed = await agreed(house, request)

    assert handed["handOver"] is not None
    assert len(await kept(house, request)) == 1


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


async def test_c7_it_is_proposed_cleared_live_expiring_and_retired(house: House) -> None:
    request = (await house.asks(KIND, await brief_of(house, KIND)))["request"]
    last = house.day(50)
    proposed = await far(house, request)
    await house.desk.work()
    await agreed(house, request)
    await house.acknowledges("operator", request, "In the player of the shop.")
    await house.desk.work()
    cleared, silent = await far(house, request), await live(house)
    await house.desk.work(seconds=5 * DAY)
    there, (heard_at,) = await far(house, request), await live(house)
    await house.desk.work(seconds=20 * DAY)
    expiring = await far(house, request)
    await house.desk.work(seconds=26 * DAY)
    retired, (over,) = await far(house, request), await live(house)

    assert [one["phase"] for one in (proposed, cleared, there, expiring, retired)] == [
        "PROPOSED",
        "CLEARED",
        "LIVE_AT_SITES",
        "EXPIRING",
        "RETIRED",
    ]
    assert proposed["ends"][0] == {"what": "WINDOW", "day": last, "about": ""}
    assert there["layers"] == [{"layer": "NARRATOR", "standing": "CLEARED"}]
    assert there["sites"] == [{"name": "The shop", "provider": "SOUNDTRACK", "commercial": True}]
    assert silent == []
    assert (heard_at["use"], heard_at["publisher"]) == ("IN_STORE", "soundtrack")
    assert (heard_at["include"], heard_at["requestId"]) == (["DE"], request["id"])
    assert (heard_at["liveTo"], over["liveTo"] is None) == (None, False)
    assert retired["history"] == [
        ("PROPOSED", "Requester"),
        ("CLEARED", "Operator"),
        ("LIVE_AT_SITES", "Operator"),
        ("EXPIRING", None),
        ("RETIRED", None),
    ]
    assert await audit.verify(house.world.hub.secrets) == []


async def test_c7_a_right_that_ends_early_is_told_once_and_a_takedown_retires_it(
    house: House,
) -> None:
    request = await heard(house)
    await house.desk.work(seconds=6 * DAY)
    await said(house, "Prohibition", "IN_STORE", window=from_in_ten_days(house))
    await house.desk.work(seconds=DAY)
    await house.desk.work(seconds=DAY)
    expiring = await far(house, request)
    cases = await sql.fetch("SELECT title, queue FROM cases")
    await house.desk.work(seconds=9 * DAY)
    (exposed,) = await uncleared(house)
    for _ in range(3):  # It is over now, and nobody took it out.
        await house.desk.work(seconds=DAY)
    after = await sql.fetch("SELECT title, queue FROM cases")
    still = await far(house, request)
    takedown = {"id": exposed["takedownId"]}
    await house.desk.says("rights_one", takedown, "rights")
    await house.desk.work(seconds=31)
    done = await house.acknowledges("publisher", takedown, "Out of the player at 12:01.")
    await house.desk.work()
    retired = await far(house, request)

    end = expiring["ends"][0]
    assert (expiring["phase"], end["what"], end["about"]) == ("EXPIRING", "RIGHTS", "narrator, DE")
    assert [(row["title"], row["queue"]) for row in cases] == [
        (f"#{request['number']} ends at its sites on {end['day']}", "operations")
    ]
    assert ([tuple(row) for row in after], still["ends"][0]) == ([tuple(row) for row in cases], end)
    assert [one for one, _ in still["history"]].count("EXPIRING") == 1
    assert (exposed["uncleared"], done["errors"]) == (["DE"], [])
    assert retired["phase"] == "RETIRED"
    assert [one["liveTo"] is None for one in await live(house)] == [False]


async def test_c7_a_retirement_ends_it_on_its_day(house: House) -> None:
    request = await heard(house)
    await house.desk.work(seconds=6 * DAY)
    plain = {"name": "No more", "brandId": house.world.brand_id, "markets": ["DE"]}
    more = {"subjectId": request["id"], "evidence": "Nobody stays.", "ending": "ARCHIVE"}
    given = plain | more | {"endsOn": house.day(5), "paidFor": False}
    done = await house.asks("retirement", given)
    for who in ("marketer", "marketer_two"):
        await house.desk.says(who, done["request"], "marketing")
    await house.desk.work(seconds=31)
    await house.acknowledges("publisher", done["request"], "Out on Friday.")
    await house.desk.work()
    before = await far(house, request)
    await house.desk.work(seconds=5 * DAY)
    after = await far(house, request)

    assert (done["errors"], before["phase"], before["ends"][0]["what"]) == (
        [],
        "EXPIRING",
        "RETIREMENT",
    )
    assert after["phase"] == "RETIRED"
    assert [one["liveTo"] is None for one in await live(house)] == [False]


async def test_c7_its_status_goes_back_to_the_house_of_its_title(house: House) -> None:
    hub, manager = house.world.hub, await house.desk.front("manager")
    await run(hub, told(product()))
    works = (await manager.data("{ works { edges { node { id } } } }"))["works"]["edges"]
    subject = {"kind": "ASSET", "subjectId": house.files["audio"]}
    source = {"sourceKind": "WORK", "sourceId": works[0]["node"]["id"]}
    linked = await manager.data(LINK, input=subject | source)
    request = (await house.asks(KIND, await brief_of(house, KIND)))["request"]
    first, last = house.day(5), house.day(50)
    tables = [await status_table(hub)]
    await house.desk.work()
    await agreed(house, request)
    await house.acknowledges("operator", request, "In the player of the shop.")
    await house.desk.work(seconds=6 * DAY)
    tables.append(await status_table(hub))
    await house.withdraws(request, "Nobody listens.")
    tables.append(await status_table(hub))

    assert linked["done"]["errors"] == []
    rows = [table.splitlines()[1].split(",") for table in tables]
    assert [row[5:10] for row in rows] == [
        ["shops", phase, first, last, "DE"] for phase in ("proposed", "live_at_sites", "retired")
    ]
    assert {(row[0], row[1]) for row in rows} == {("House", "com.house.1")}
