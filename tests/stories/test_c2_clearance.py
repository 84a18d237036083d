"""C2: what is live and cleared no more is listed, asked down, and ends when somebody says so."""

from typing import Any

from bot.ids import ActionId
from domain.audit import service as audit
from tests.bot.reading import lines
from tests.stories.briefs import YESES
from tests.stories.house import House

ERRORS = "errors { __typename ... on UserError { code message } }"
DECLARE = f"""mutation($input: DeclareRightsNeedsInput!) {{
  done: declareRightsNeeds(input: $input) {{ {ERRORS} }} }}"""
GRANT = f"""mutation($input: AddRightsGrantInput!) {{
  done: addRightsGrant(input: $input) {{ grant {{ id }} {ERRORS} }} }}"""
BAN = f"""mutation($input: AddRightsProhibitionInput!) {{
  done: addRightsProhibition(input: $input) {{ grant {{ id }} {ERRORS} }} }}"""
END = f"""mutation($input: EndRightsGrantInput!) {{
  done: endRightsGrant(input: $input) {{ {ERRORS} }} }}"""
RECORD = f"""mutation($input: RecordExposureInput!) {{
  done: recordExposure(input: $input) {{ exposure {{ id standing }} {ERRORS} }} }}"""
SWEEP = """{ liveAgainstCleared { edges { node { id uncleared takedownId liveTo } } } }"""
ONE = "query($id: ID!) { exposure(id: $id) { liveTo uncleared takedownId } }"
REPORT = f"""mutation($input: ReportDistributionInput!) {{
  done: reportDistribution(input: $input) {{ report {{ id }} {ERRORS} }} }}"""
CLOSE = f"""mutation($input: CloseDistributionInput!) {{
  done: closeDistribution(input: $input) {{ report {{ closedByName }} {ERRORS} }} }}"""
SAID = "id aboutId publisher kind ref said territories reportedByName closedAt closedWhy"
OPEN = f"{{ liveAgainstCleared {{ reports {{ {SAID} }} }} }}"
HISTORY = f"""query($id: ID!) {{ request(id: $id) {{
  placements {{ id publisher reports {{ {SAID} }} }} }} }}"""
WINDOW = {"startsAt": "2026-11-01T00:00:00Z", "endsAt": "2027-11-01T00:00:00Z"}


async def acts(house: House, query: str, **given: Any) -> dict[str, Any]:
    done: dict[str, Any] = (await (await house.desk.front("manager")).data(query, input=given))[
        "done"
    ]
    assert done["errors"] == []
    return done


async def live(house: House) -> str:
    """Have an episode live in two markets, its narrator's permission in the books."""
    subject = {"kind": "EPISODE", "subjectId": house.episode}
    await acts(house, DECLARE, **subject, needs=[{"layer": "NARRATOR"}])
    given = subject | {"layer": "NARRATOR", "window": WINDOW, "source": {"grantor": "Her"}}
    await acts(house, GRANT, **given, scope={"uses": ["EVERY"], "include": ["WORLD"]})
    done = await acts(
        house,
        RECORD,
        **subject,
        use="STREAM",
        channel="spotify",
        publisher="podcast-host",
        address="https://podcasts.example.com/cup/1",
        include=["DE", "AT"],
    )
    assert done["exposure"]["standing"] == "CLEARED"
    exposure_id: str = done["exposure"]["id"]
    return exposure_id


async def banned(house: House, *places: str) -> str:
    done = await acts(
        house,
        BAN,
        kind="EPISODE",
        subjectId=house.episode,
        layer="NARRATOR",
        window=WINDOW,
        source={"grantor": "Her"},
        scope={"uses": ["EVERY"], "include": list(places)},
    )
    grant_id: str = done["grant"]["id"]
    return grant_id


async def listed(house: House) -> list[dict[str, Any]]:
    found = await (await house.desk.front("manager")).data(SWEEP)
    return [edge["node"] for edge in found["liveAgainstCleared"]["edges"]]


async def test_c2_what_is_cleared_no_more_is_asked_down_on_one_card(house: House) -> None:
    async with house.desk.chat() as chat:
        exposure = await live(house)
        ban = await banned(house, "DE")
        found = await listed(house)
        await house.desk.work()
        (card,) = chat.shown("CRIGHTS")
        asked = lines(card.blocks)
        now = house.world.hub.clock.now().isoformat()
        await acts(house, END, grantId=ban, endsAt=now)
        again = await listed(house)
        await house.desk.work()
        (edited,) = chat.shown("CRIGHTS")

    assert [(one["id"], one["uncleared"]) for one in found] == [(exposure, ["DE"])]
    assert any("Live, not cleared: " in line for line in asked)
    assert any("Not cleared in DE. Narrator: it is prohibited." in line for line in asked)
    assert again == []
    assert any("It is cleared again. Nobody has to act." in line for line in lines(edited.blocks))


async def test_c2_it_counts_as_live_until_the_takedown_is_acknowledged(house: House) -> None:
    async with house.desk.chat() as chat:
        exposure = await live(house)
        await banned(house, "WORLD")
        await house.desk.work()
        await chat.click("rights_one", "CRIGHTS", ActionId.APPROVE)
        await house.desk.work(seconds=31)
    (handed,) = await listed(house)
    takedown = {"id": handed["takedownId"]}
    done = await house.acknowledges("publisher", takedown, "Gone from the feed at 12:01.")
    await house.desk.work()
    after = (await (await house.desk.front("manager")).data(ONE, id=exposure))["exposure"]

    assert (handed["id"], handed["liveTo"]) == (exposure, None)
    assert (done["errors"], done["request"]["state"]) == ([], "LIVE")
    assert after["liveTo"] is not None
    assert await listed(house) == []


async def handed(house: House) -> tuple[dict[str, Any], str]:
    """Have a release handed over to the show's publishing team; return it, and its placement."""
    request = (await house.asks("episode_release", await house.release()))["request"]
    for who, stage in YESES["episode_release"][0]:
        await house.desk.says(who, request, stage)
    await house.desk.work(seconds=31)
    found = await (await house.desk.front("manager")).data(HISTORY, id=request["id"])
    (placement,) = found["request"]["placements"]
    return request, placement["id"]


async def test_c2_what_a_publisher_requires_flows_back_until_it_is_mended(house: House) -> None:
    request, placement = await handed(house)
    exposure = await live(house)
    given = {
        "aboutId": placement,
        "kind": "VALIDATION_FAILED",
        "ref": "LOUDNESS",
        "said": "The audio is louder than -14 LUFS.",
    }
    receiver, other = await house.desk.front("publisher"), await house.desk.front("buyer")
    told = [(await receiver.data(REPORT, input=given))["done"] for _ in range(2)]
    refused = (await other.data(REPORT, input=given))["done"]
    market = {"kind": "MARKET_BLOCKED", "ref": "GEO", "said": "Not shown.", "territories": ["AT"]}
    nowhere = await (await house.desk.front("manager")).data(
        REPORT, input=given | market | {"aboutId": exposure, "territories": []}
    )
    await acts(house, REPORT, **given | market | {"aboutId": exposure})
    manager = await house.desk.front("manager")
    found = (await manager.data(OPEN))["liveAgainstCleared"]["reports"]
    mine = {"reportId": told[0]["report"]["id"], "why": "Mixed anew, at -16 LUFS."}
    closed = (await receiver.data(CLOSE, input=mine))["done"]
    again = (await receiver.data(CLOSE, input=mine))["done"]
    left = (await manager.data(OPEN))["liveAgainstCleared"]["reports"]
    placed = (await manager.data(HISTORY, id=request["id"]))["request"]["placements"]

    assert told[0] == told[1]
    assert [one["code"] for one in refused["errors"]] == ["not_the_receiver"]
    assert [one["code"] for one in nowhere["done"]["errors"]] == ["no_place"]
    assert [(one["publisher"], one["kind"], one["territories"]) for one in found] == [
        ("podcast-host", "MARKET_BLOCKED", ["AT"]),
        ("publishing-team", "VALIDATION_FAILED", []),
    ]
    assert found[1]["reportedByName"] == "Publisher"
    assert closed == {"report": {"closedByName": "Publisher"}, "errors": []}
    assert [one["code"] for one in again["errors"]] == ["closed_already"]
    assert [one["ref"] for one in left] == ["GEO"]
    ((mended,),) = [one["reports"] for one in placed]
    assert (mended["closedAt"] is None, mended["closedWhy"]) == (False, mine["why"])
    assert await audit.verify(house.world.hub.secrets) == []
