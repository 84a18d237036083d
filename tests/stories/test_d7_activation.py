"""D7: consent, age, country and rights before anything reaches people, and again when it does."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from bot.ids import ActionId
from domain.audit import service as audit
from domain.campaigns.lists.uploading import WAIT_SECONDS
from domain.catalog import service as catalog
from tests.api.door import brief
from tests.api.rules import DRAFT, PROPOSE
from tests.bot.office import text_of
from tests.domain.rulebook.rules import cases, dmn
from tests.stories.briefs import YESES
from tests.stories.clearing import declared, said
from tests.stories.house import House
from tests.stories.judging_again import again, kept
from tests.stories.test_w2_campaign import approved
from tests.world import ROOT

ERRORS = "errors { __typename ... on UserError { code } }"
LOOK = """query($id: ID!) { request(id: $id) { state note revision markets
  readiness { name holds found }
  activation { outcome reasons alternative { summary markets accountIds contextual } }
  listedAccounts { id accountId removalAskedAt removedAt removedByName receipt }
  customerList { accounts matchable state }
  handOver { instructions } brief { ... on TargetingBrief { accountIds means } } } }"""
TAKE = f"""mutation($input: TakeAlternativeInput!) {{ done: takeAlternative(input: $input) {{
  request {{ id revision }} {ERRORS} }} }}"""
OFF = f"""mutation($input: ConfirmListRemovalInput!) {{ done: confirmListRemoval(input: $input) {{
  request {{ id }} {ERRORS} }} }}"""
RECORD = f"""mutation($input: RecordConsentInput!) {{ done: recordConsent(input: $input) {{
  {ERRORS} }} }}"""
WITHDRAW = f"""mutation($input: WithdrawConsentInput!) {{ done: withdrawConsent(input: $input) {{
  {ERRORS} }} }}"""
BRING = f"""mutation($input: BringMatchingKeysInput!) {{ done: bringMatchingKeys(input: $input) {{
  imported {{ new }} {ERRORS} }} }}"""
CASES = "query { cases(first: 5) { edges { node { title queue subjects { kind ref } } } } }"
TEAMS = {"rules": "legal", "rules_review": "legal"}
WATCHED = "Consent, age and country"

#: Where the engine of a database makes no difference to what is told.
alike = pytest.mark.parametrize("way", ["sqlite", "processes"], indirect=True)

#: Alcohol is forbidden in Germany by now.
FORBIDDEN = ('<text>"AE", "EG",', '<text>"DE", "AE", "EG",')
#: Nothing is said of what is only for people from 21 on.
UNSAID = ('id="context_clear_age"><text>"adult", "from_21"', 'id="context_clear_age"><text>"adult"')
_CASE = "adults in Germany,contextual,not_needed,none,18,DE,alcohol,false,undeclared,decided"
FORBIDDEN_CASE = (f"{_CASE},activate", f"{_CASE},alternative")


async def does(house: House, who: str, query: str, **given: Any) -> dict[str, Any]:
    """Act through the door; return what the mutation answered."""
    done: dict[str, Any] = (await (await house.desk.front(who)).data(query, input=given))["done"]
    return done


async def look(house: House, request: dict[str, Any]) -> dict[str, Any]:
    """Return where a request stands, as its manager sees it."""
    found = await (await house.desk.front("manager")).data(LOOK, id=request["id"])
    return found["request"] or {}


async def campaign(house: House, **changes: Any) -> dict[str, Any]:
    """Ask for a campaign, and let the hub make it ready."""
    given = brief(house.world, audioAssetId=house.files["audio"], **changes)
    done = await house.asks("campaign", given)
    assert done["errors"] == [], done
    await house.desk.work()
    request: dict[str, Any] = done["request"]
    return request


async def consents(house: House, account_id: str, **changes: Any) -> None:
    """Have an account agree, an hour ago and by a form, to be on a list for advertising."""
    at = (house.world.hub.clock.now() - timedelta(hours=1)).isoformat()
    line = {"subjectKind": "ACCOUNT", "subjectId": account_id, "saidAt": at, "source": "FORM"}
    line |= {"purpose": "DIRECT_MARKETING", "channel": "AD_AUDIENCE", "proof": "form 7"}
    line |= {"textVersion": "ads-2", "country": "DE", "ageBand": "ADULT"}
    assert (await does(house, "manager", RECORD, **(line | changes)))["errors"] == []


async def account(house: House, name: str, **changes: Any) -> str:
    """Return an account that agreed by a form to be on a list for advertising."""
    given = {"pseudonym": name, "tier": "STANDARD", "brandId": changes.pop("brandId", None)}
    made = await house.created("createAccount", "account", given)
    if changes.pop("agreed", True):
        await consents(house, made, **changes)
    return made


async def takes_back(house: House, account_id: str) -> None:
    """Have somebody take everything back that they agreed to."""
    at = house.world.hub.clock.now().isoformat()
    line = {"subjectKind": "ACCOUNT", "subjectId": account_id, "saidAt": at, "source": "API"}
    assert (await does(house, "manager", WITHDRAW, **line))["errors"] == []


async def targets(house: House, *accounts: str, **changes: Any) -> dict[str, Any]:
    """Ask for a list of accounts in the ad sets of a campaign, and let the hub judge it."""
    if "subjectId" not in changes and changes.get("means") != "JOURNEY":
        changes["subjectId"] = (await campaign(house))["id"]
    done = await house.asks("targeting", wanted(house, *accounts, **changes))
    assert done["errors"] == [], done
    await house.desk.work()
    request: dict[str, Any] = done["request"]
    return request


def wanted(house: House, *accounts: str, **changes: Any) -> dict[str, Any]:
    """Return the brief of a list of accounts in ad sets, with what is changed of it."""
    return {
        "name": "Loyal listeners",
        "brandId": house.world.brand_id,
        "markets": ["DE"],
        "means": "AD_SET",
        "segment": "Who heard three episodes in a month.",
        "audienceSize": 2000,
        "youngestAge": 18,
        "specialCategory": False,
        "targets": "audience=loyal",
        "accountIds": list(accounts),
        **changes,
    }


async def agreed(house: House, request: dict[str, Any]) -> None:
    """Have everybody say yes to a targeting."""
    for who, stage in YESES["targeting"][0]:
        await house.desk.says(who, request, stage)


async def test_d7_a_market_that_forbids_it_is_left_out_by_one_click(house: House) -> None:
    await catalog.add_market(house.world.hub, ROOT, "NO", "Norway", "NOK", "Europe/Oslo")
    async with house.desk.chat() as chat:
        request = await campaign(house, markets=["DE", "NO"], category="ALCOHOL")
        before = await look(house, request)
        await chat.click("requester", chat.direct("requester"), ActionId.TAKE_ALTERNATIVE)
        await house.desk.work()
        after = await look(house, request)
        card = text_of(chat.shown(chat.direct("requester"))[-1])

    assert before["state"] == "CHANGES_REQUESTED"
    assert before["activation"] == {
        "outcome": "ALTERNATIVE",
        "reasons": ["NO: It may not be advertised there."],
        "alternative": {
            "summary": "without NO",
            "markets": ["NO"],
            "accountIds": [],
            "contextual": False,
        },
    }
    assert "It may be asked for otherwise: without NO." in before["note"]
    assert (after["state"], after["revision"], after["markets"]) == ("IN_REVIEW", 2, ["DE"])
    assert after["activation"]["outcome"] == "ACTIVATE"
    assert [one["holds"] for one in after["readiness"] if one["name"] == WATCHED] == [True]
    assert ActionId.TAKE_ALTERNATIVE not in card


async def recorded_off(request: dict[str, Any]) -> dict[str, str]:
    """Return whom the record of a request has as off its list, each with the receipt."""
    trail = await audit.trail(request["id"])
    found = [one.details for one in trail if one.act == "listing.removed"]
    assert len({one["listed"] for one in found}) == len(found), "each is said once"
    return {one["account"]: one["receipt"] for one in found}


async def test_d7_who_takes_it_back_after_the_list_went_out_comes_off_it(house: House) -> None:
    loyal, silent = await account(house, "cust-1"), await account(house, "cust-2", agreed=False)
    request = await targets(house, loyal, silent)
    before = await look(house, request)
    taken = await does(house, "requester", TAKE, requestId=request["id"], seenRevision=1)
    await house.desk.work()
    again = await does(house, "requester", TAKE, requestId=request["id"])
    await agreed(house, request)
    await house.desk.work(seconds=31)
    handed = await look(house, request)
    await takes_back(house, loyal)
    await house.desk.work()
    asked = await look(house, request)
    (listed,) = asked["listedAccounts"]
    done = {"listedId": listed["id"], "receipt": "Deleted from the audience."}
    other = await does(house, "legal_one", OFF, **done)
    off = await does(house, "marketer", OFF, **done)
    found = await (await house.desk.front("manager")).data(CASES)

    assert before["activation"]["reasons"][0].startswith("cust-2: Nothing says that they agreed.")
    assert before["activation"]["alternative"]["accountIds"] == [silent]
    assert taken["errors"] == []
    assert [one["code"] for one in again["errors"]] == ["no_alternative"]
    assert (handed["state"], handed["brief"]["accountIds"]) == ("PUBLISHED", [loyal])
    assert handed["handOver"]["instructions"][-2].startswith("Put the accounts of `account_ids` on")
    assert [one["removalAskedAt"] for one in handed["listedAccounts"]] == [None]
    assert (listed["removalAskedAt"] is not None, listed["removedAt"]) == (True, None)
    (case,) = [one["node"] for one in found["cases"]["edges"]]
    assert (case["title"], case["queue"]) == ("Take cust-1 off the list of #2", "marketing")
    assert [one["__typename"] for one in other["errors"]] != []
    assert off["errors"] == []
    (removed,) = (await look(house, request))["listedAccounts"]
    assert (removed["removedByName"], removed["receipt"]) == ("Marketer", done["receipt"])
    assert await recorded_off(request) == {removed["accountId"]: done["receipt"]}
    assert await audit.verify(house.world.hub.secrets) == []


async def test_d7_a_list_is_uploaded_and_whoever_takes_it_back_is_off_it_at_spotify(
    house: House,
) -> None:
    desk, brand_id = house.desk, house.world.brand_id
    running = await approved(desk)
    await desk.work(seconds=31)
    (outside,) = desk.account.live["campaigns"]
    desk.account.moderate(outside, approve=True)
    await desk.work(seconds=40)
    one, two = [await account(house, name, brandId=brand_id) for name in ("cust-1", "cust-2")]
    keys = {name: hashlib.sha256(name.encode()).hexdigest() for name in ("cust-1", "cust-2")}
    given = [{"account": name, "key": key} for name, key in keys.items()]
    brought = await does(house, "manager", BRING, brandId=brand_id, keys=given)
    request = await targets(house, one, two, subjectId=running["id"])
    asked = await look(house, request)
    await agreed(house, request)
    await desk.work(seconds=31)
    await desk.work(seconds=WAIT_SECONDS)
    there = await look(house, request)
    before = dict(desk.account.lists)
    await takes_back(house, one)
    await desk.work(seconds=1)
    after = await look(house, request)
    found = await (await desk.front("manager")).data(CASES)

    assert (brought["errors"], brought["imported"]["new"]) == ([], 2)
    assert asked["customerList"] == {"accounts": 2, "matchable": 2, "state": None}
    assert (there["state"], there["customerList"]["state"]) == ("LIVE", "BOOKABLE")
    ((audience, uploaded),) = before.items()
    assert uploaded == sorted(keys.values())
    used = [one["targets"].get("audience_ids") for one in desk.account.live["ad_sets"].values()]
    assert [audience] in used
    assert desk.account.lists == {audience: [keys["cust-2"]]}
    assert after["customerList"]["matchable"] == 1
    (off,) = [listed for listed in after["listedAccounts"] if listed["removedAt"]]
    assert (off["accountId"], off["removedByName"]) == (one, None)
    assert off["receipt"].startswith("Taken off at 2")
    assert found["cases"]["edges"] == []
    assert await audit.verify(house.world.hub.secrets) == []


async def test_d7_a_consent_withdrawn_since_the_yes_hands_nothing_over(house: House) -> None:
    loyal, other = await account(house, "cust-1"), await account(house, "cust-2")
    request = await targets(house, loyal, other)
    await agreed(house, request)
    await takes_back(house, loyal)
    await house.desk.work(seconds=31)
    found = await look(house, request)

    assert (found["state"], found["listedAccounts"]) == ("CHANGES_REQUESTED", [])
    assert found["note"].startswith("It was not handed over: cust-1: They took their consent back")
    assert found["activation"]["alternative"]["accountIds"] == [loyal]


async def test_d7_what_came_up_since_the_yes_is_looked_at_however_it_is_asked_again(
    house: House,
) -> None:
    loyal = await account(house, "cust-1")
    journey = {"means": "JOURNEY", "reachedBy": "EMAIL"}
    await consents(house, loyal, channel="EMAIL")
    request = await targets(house, loyal, **journey)
    ready = await look(house, request)
    await agreed(house, request)
    now = house.world.hub.clock.now().isoformat()
    await consents(house, loyal, channel="EMAIL", source="IMPORT", saidAt=now)
    await house.desk.work(seconds=31)
    held = await look(house, request)
    again = await house.revises("targeting", request, wanted(house, loyal, **journey))
    await house.desk.work(seconds=31)
    asked, stages = await look(house, request), await house.stages(request)
    await house.desk.says("privacy_one", request, "privacy")
    await house.desk.work(seconds=31)
    handed = await look(house, request)

    assert (ready["activation"]["outcome"], held["state"]) == ("ACTIVATE", "CHANGES_REQUESTED")
    assert held["note"].startswith("It was not handed over: nobody has looked at this yet: cust-1:")
    assert again["errors"] == []
    assert (asked["state"], asked["activation"]["outcome"]) == ("IN_REVIEW", "REVIEW")
    assert (asked["listedAccounts"], asked["note"][:20]) == ([], "People look: cust-1:")
    assert (stages["privacy"], stages["marketing"]) == (("OPEN", 2), ("APPROVED", 1))
    assert handed["state"] == "PUBLISHED"


async def test_d7_a_country_forbidden_since_it_was_judged_publishes_nothing(house: House) -> None:
    request = await campaign(house, markets=["DE"], category="ALCOHOL")
    ready = await look(house, request)
    given = {"table": "activation", "dmn": dmn("activation", FORBIDDEN), "change": "Germany"}
    manager = await house.desk.front("manager")
    drafted = await manager.data(DRAFT, i=given | {"cases": cases("activation", FORBIDDEN_CASE)})
    version = drafted["done"]["ruleVersion"]
    proposed = (await manager.data(PROPOSE, i={"versionId": version["id"]}))["done"]["request"]
    await everybody(house, proposed)
    await everybody(house, request)
    await house.desk.work(seconds=31)
    found = await look(house, request)

    assert ready["activation"]["outcome"] == "ACTIVATE"
    assert found["state"] == "CHANGES_REQUESTED"
    assert found["note"].startswith("It was not published: DE: It may not be advertised there;")
    assert found["activation"]["outcome"] == "BLOCK"
    assert house.desk.account.live["campaigns"] == {}


async def test_d7_where_no_rule_matches_people_look(house: House) -> None:
    given = {"table": "activation", "dmn": dmn("activation", UNSAID), "change": "Adults alone"}
    manager = await house.desk.front("manager")
    drafted = await manager.data(DRAFT, i=given | {"cases": cases("activation")})
    version = drafted["done"]["ruleVersion"]
    proposed = (await manager.data(PROPOSE, i={"versionId": version["id"]}))["done"]["request"]
    await everybody(house, proposed)
    await house.desk.work(seconds=31)
    unsaid = await look(house, await campaign(house, name="From 25 on", ageFrom=25))
    plain = await look(house, await campaign(house, name="From 18 on"))

    assert (unsaid["state"], unsaid["activation"]["outcome"]) == ("IN_REVIEW", "REVIEW")
    assert plain["activation"]["outcome"] == "ACTIVATE"


async def test_d7_a_right_gone_since_the_yes_publishes_nothing(house: House) -> None:
    await declared(house, "NARRATOR")
    await said(house, "Grant", "ADVERTISING")
    request = await campaign(house)
    ready = await look(house, request)
    await everybody(house, request)
    await said(house, "Prohibition", "ADVERTISING")
    await house.desk.work(seconds=31)
    found = await look(house, request)

    assert ready["activation"]["outcome"] == "ACTIVATE"
    assert found["state"] == "CHANGES_REQUESTED"
    assert "What is in it is not cleared for advertising there" in found["note"]
    assert house.desk.account.live["campaigns"] == {}


@alike
async def test_d7_what_the_rights_of_a_campaign_were_judged_by_is_kept_and_judges_the_same_again(
    house: House,
) -> None:
    await declared(house, "NARRATOR")
    await said(house, "Grant", "ADVERTISING")
    request = await campaign(house)
    await everybody(house, request)
    before = await kept(house, request)
    await said(house, "Prohibition", "ADVERTISING")
    await house.desk.work(seconds=31)
    ready, (gone,) = await kept(house, request)

    assert before == [ready]
    ((layer,),) = ([one["layers"] for one in asked["found"]] for asked in gone["asked"][:1])
    assert ready[0]["needs"] == gone["needs"] == [{"layer": "narrator", "part": "", "uses": []}]
    assert [one["reason"] for one in layer] == ["prohibited"]
    assert set(ready[0]["grants"]) < set(gone["grants"])
    for thing in (*ready, gone):
        assert {asked["use"] for asked in thing["asked"]} == {"advertising"}
        assert await again(house, thing) == [asked["found"] for asked in thing["asked"]]


@alike
async def test_d7_what_was_judged_of_a_campaign_is_kept_once_where_nothing_changed(
    house: House,
) -> None:
    await declared(house, "NARRATOR")
    await said(house, "Grant", "ADVERTISING")
    request = await campaign(house)
    await everybody(house, request)
    await house.desk.work(seconds=31)

    assert len(await kept(house, request)) == 1
    assert len(house.desk.account.live["campaigns"]) == 1


async def test_d7_what_nobody_knows_is_for_people_and_nobody_left_is_a_no(house: House) -> None:
    unknown = await account(house, "cust-1", channel="EMAIL", ageBand=None, country=None)
    journey = {"means": "JOURNEY", "reachedBy": "EMAIL"}
    blocked = await look(house, await targets(house, unknown, **journey))
    unlisted = await look(house, await targets(house, means="JOURNEY"))
    await house.desk.gives_away("activation")
    away = await look(house, await targets(house, means="JOURNEY"))

    assert (blocked["state"], blocked["activation"]["outcome"]) == ("CHANGES_REQUESTED", "BLOCK")
    assert "or nobody knows how old they are" in blocked["note"]
    assert (unlisted["state"], unlisted["activation"]["outcome"]) == ("IN_REVIEW", "REVIEW")
    assert unlisted["note"] == (
        "People look: DE: Nobody is listed, so that no consent can be looked up."
    )
    assert (away["state"], away["activation"]["outcome"]) == ("IN_REVIEW", "REVIEW")


async def everybody(house: House, request: dict[str, Any]) -> None:
    """Have every stage approved that waits for people, one after the other."""
    query = "query($id: ID!) { request(id: $id) { stages { key state quorum } } }"
    for _ in range(4):
        await house.desk.work()
        data = await (await house.desk.front("manager")).data(query, id=request["id"])
        for stage in data["request"]["stages"]:
            if stage["state"] == "OPEN" and stage["quorum"]:
                team = TEAMS.get(stage["key"], stage["key"])
                await house.desk.says(f"{team}_one", request, stage["key"])
