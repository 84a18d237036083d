"""D8: what people do by our own links, codes and forms becomes points, and points a route."""

from datetime import timedelta
from typing import Any

import httpx2

from domain.audience import routing
from domain.audience.signals import JUDGE
from domain.audit import service as audit
from domain.database import sql
from domain.decisions import records as decisions
from domain.rulebook.replaying import over_the_past
from tests.domain.decisions.tables import shipped_table
from tests.stories.house import House

ERRORS = "errors { __typename ... on UserError { code } }"
HOST = "mutation($input: CaptureHostInput!) { done: allowCaptureHost(input: $input) { hosts }}"
DEFINE = f"""mutation($input: DefineCapturePointInput!) {{
  done: defineCapturePoint(input: $input) {{ point {{ id code }} {ERRORS} }} }}"""
PROFILE = f"""mutation($input: SetLeadProfileInput!) {{ done: setLeadProfile(input: $input) {{
  profile {{ industries }} {ERRORS} }} }}"""
SIGNAL = f"""mutation($input: RecordSignalInput!) {{ done: recordSignal(input: $input) {{
  lead {{ id }} {ERRORS} }} }}"""
CONSENT = f"""mutation($input: RecordConsentInput!) {{ done: recordConsent(input: $input) {{
  {ERRORS} }} }}"""
WITHDRAW = f"""mutation($input: WithdrawConsentInput!) {{ done: withdrawConsent(input: $input) {{
  {ERRORS} }} }}"""
LEADS = """query($where: LeadWhere) { leads(where: $where) { edges { node {
  id accountId route reasons
  forgottenAt industry country contact { name how }
  score { behaviour behaviourLines { said points } fit fitLines { said points } }
  decisions { table outcome matchedRules facts reasons missCount } } } } }"""
CASES = "query { cases(first: 9) { edges { node { title queue text } } } }"
POINTS = "{ capturePoints { code visits visitsLeftOut } }"
SIMULATE = """query($facts: JSON!) { simulate(table: "lead_routing", facts: $facts) {
  outcome matchedRules reasons missingFacts } }"""

BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
PAGE = "https://www.roasters.example/spring"
SENT = {"name": "Pat Muster", "email": "pat@mail.example", "industry": "Coffee", "country": "de"}
YES = {"agree": "yes", "adult": "yes"}
JSON = {"accept": "application/json"}


async def does(house: House, who: str, query: str, **given: Any) -> dict[str, Any]:
    """Act through the door; return what the mutation answered."""
    done: dict[str, Any] = (await (await house.desk.front(who)).data(query, input=given))["done"]
    return done


async def point(house: House, code: str, kind: str, **more: Any) -> dict[str, Any]:
    """Make a capture point; return what the mutation answered."""
    brand = {"brandId": house.world.brand_id, "market": "DE", "interest": "Espresso"}
    given = {"code": code, "kind": kind, "title": code.title()} | brand
    return await does(house, "manager", DEFINE, **given | more)


async def opened(house: House, **more: Any) -> None:
    """Make a link, a code and a form; say whom the brand looks for."""
    assert (await does(house, "admin", HOST, host="www.roasters.example"))["hosts"]
    text = {"consentText": "Write to me of coffee.", "textVersion": "2026-11"}
    for code, kind, rest in (
        ("spring-link", "LINK", {"target": PAGE}),
        ("spring-code", "PROMO_CODE", {}),
        ("spring-form", "FORM", text | {"secondYes": False} | more),
    ):
        assert (await point(house, code, kind, **rest))["errors"] == []
    wanted = {"industries": ["Coffee"], "countries": ["DE"], "interests": ["Espresso"]}
    await does(house, "manager", PROFILE, brandId=house.world.brand_id, **wanted)


async def sends(house: House, **changes: str) -> httpx2.Response:
    """Open the form and send it."""
    async with house.desk.browser() as browser:
        sheet = (await browser.get("/join/spring-form", headers=JSON)).json()
        values = SENT | YES | {"ticket": sheet["ticket"]} | changes
        return await browser.post("/join/spring-form", data=values, headers=JSON)


async def follows(house: House, *, mark: str = "", **headers: str) -> httpx2.Response:
    """Follow the link."""
    told = BROWSER | headers | ({"cookie": f"gl_lead={mark}"} if mark else {})
    async with house.desk.browser() as browser:
        return await browser.get("/r/spring-link", headers=told)


async def uses(house: House, account: str, key: str) -> dict[str, Any]:
    """Record that an account used the promo code."""
    at = house.world.hub.clock.now().isoformat()
    given = {"code": "spring-code", "accountId": account, "key": key, "at": at}
    return await does(house, "manager", SIGNAL, **given)


async def leads(house: House, **where: Any) -> list[dict[str, Any]]:
    found = await (await house.desk.front("manager")).data(LEADS, where=where)
    return [edge["node"] for edge in found["leads"]["edges"]]


async def cases(house: House) -> list[tuple[str, str]]:
    found = await (await house.desk.front("manager")).data(CASES)
    return [(one["node"]["queue"], one["node"]["title"]) for one in found["cases"]["edges"]][::-1]


async def hot(house: House) -> dict[str, Any]:
    """Have somebody send the form, come by the link and use the code; return the lead."""
    mark = (await sends(house)).headers["set-cookie"].partition("gl_lead=")[2].partition(";")[0]
    await follows(house, mark=mark)
    (found,) = await leads(house)
    for _ in range(2):
        assert (await uses(house, found["accountId"], "order-1"))["errors"] == []
    await house.desk.work()
    (found,) = await leads(house)
    return found


async def test_d8_points_line_by_line_bring_a_lead_to_sales_once(house: House) -> None:
    await opened(house)
    lead = await hot(house)
    await follows(house)
    await house.desk.work(seconds=2 * 86_400)
    (later,) = await leads(house, route="SALES", market="DE")
    replay = await over_the_past(shipped_table("lead_routing"))

    assert (lead["route"], lead["score"]["fit"], lead["score"]["behaviour"]) == ("SALES", 50, 60)
    assert [tuple(one.values()) for one in lead["score"]["behaviourLines"]] == [
        ("Used the promo code “Spring-Code”", 30.0),
        ("Came by the link “Spring-Link”", 5.0),
        ("Sent the form “Spring-Form”", 25.0),
    ]
    assert [tuple(one.values()) for one in lead["score"]["fitLines"]] == [
        ("Industry: Coffee", 20.0),
        ("Country: DE", 15.0),
        ("Interest: Espresso", 15.0),
    ]
    assert lead["contact"]["name"] == "Pat Muster"
    assert lead["decisions"][0]["matchedRules"] == ["hot"]
    assert lead["decisions"][0]["missCount"] > 0
    assert later["score"]["behaviour"] < lead["score"]["behaviour"]
    assert [queue for queue, _ in await cases(house)] == ["sales"]
    assert replay.total == await decisions.count("lead_routing") > 0
    assert replay.changed == 0
    assert await audit.verify(house.world.hub.secrets) == []


async def test_d8_a_lead_that_goes_quiet_is_nurtured_and_then_left_alone(house: House) -> None:
    await opened(house)
    await hot(house)
    routes = []
    for days in (30, 60):
        await house.desk.work(seconds=days * 86_400)
        routes += [(await leads(house))[0]["route"]]

    # As after a job that was given up: the hour asks again, and what is a year old is removed.
    await sql.execute("UPDATE jobs SET state = 'dead' WHERE kind = $1 AND state = 'open'", JUDGE)
    await house.desk.work(seconds=400 * 86_400)
    kept = await sql.fetch("SELECT id FROM lead_signals")
    await routing.judge_missing(house.world.hub)
    await house.desk.work()

    assert routes == ["NURTURE", "SUPPRESS"]
    assert (len(kept), await sql.fetch("SELECT id FROM lead_signals")) == (3, [])
    assert [queue for queue, _ in await cases(house)] == ["sales"]


async def test_d8_a_consent_withdrawn_mid_score_suppresses_and_forgets(house: House) -> None:
    await opened(house)
    lead = await hot(house)
    await uses(house, lead["accountId"], "order-2")
    at = (house.world.hub.clock.now() - timedelta(seconds=1)).isoformat()
    whose = {"subjectKind": "ACCOUNT", "subjectId": lead["accountId"], "source": "API"}
    assert (await does(house, "manager", WITHDRAW, **whose, saidAt=at))["errors"] == []
    (at_once,) = await leads(house)
    await house.desk.work()
    (gone,) = await leads(house)
    told = await cases(house)
    again = await uses(house, lead["accountId"], "order-3")

    assert (at_once["route"], at_once["score"]["behaviourLines"]) == ("SALES", [])
    assert (gone["route"], gone["decisions"][0]["matchedRules"]) == ("SUPPRESS", ["withdrew"])
    assert gone["forgottenAt"] is not None
    assert (gone["industry"], gone["country"], gone["score"]["behaviourLines"]) == ("", "", [])
    assert gone["contact"]["name"] == "(forgotten)"
    assert [title.partition(" lead-")[0] for _, title in told] == [
        "A lead for sales:",
        "Do not get in touch with",
    ]
    assert again["errors"][0]["code"] == "no_consent"
    assert await audit.verify(house.world.hub.secrets) == []


async def test_d8_programs_looks_ahead_and_crowds_are_led_on_and_not_counted(house: House) -> None:
    await opened(house)
    for headers in ({"user-agent": "Googlebot/2.1"}, {"sec-purpose": "prefetch"}):
        assert (await follows(house, **headers)).headers["location"] == PAGE
    async with house.desk.browser() as browser:
        assert (await browser.head("/r/spring-link", headers=BROWSER)).status_code == 302
    crowd = [await follows(house) for _ in range(12)]
    front = await house.desk.front("manager")
    (found,) = [
        one for one in (await front.data(POINTS))["capturePoints"] if one["code"] == "spring-link"
    ]

    assert {one.headers["location"] for one in crowd} == {PAGE}
    assert (found["visits"], found["visitsLeftOut"]) == (10, 5)
    assert await leads(house) == []


async def test_d8_a_link_leads_nowhere_but_where_it_was_set(house: House) -> None:
    elsewhere = await point(house, "early-link", "LINK", target=PAGE)
    await opened(house)
    async with house.desk.browser() as browser:
        given = await browser.get("/r/spring-link?target=https://evil.example", headers=BROWSER)
        none = await browser.get("/r/https:%2F%2Fevil.example", headers=BROWSER)
    take = HOST.replace("allowCaptureHost", "disallowCaptureHost")
    await does(house, "admin", take, host="www.roasters.example")
    after = await follows(house)

    assert elsewhere["errors"][0]["code"] == "host_not_allowed"
    assert given.headers["location"] == PAGE
    assert (none.status_code, after.status_code) == (404, 404)
    assert "location" not in after.headers


async def test_d8_without_a_yes_nothing_is_kept_and_the_second_yes_is_awaited(
    house: House,
) -> None:
    await opened(house, secondYes=True)
    refused = await sends(house, agree="", adult="")
    nobody = await leads(house)
    accepted = await sends(house)
    (sheet,) = await leads(house)
    await house.desk.work()
    (waiting,) = await leads(house)
    line = {"purpose": "DIRECT_MARKETING", "channel": "EMAIL", "source": "FORM"}
    at = (house.world.hub.clock.now() - timedelta(seconds=1)).isoformat()
    whose = {"subjectKind": "ACCOUNT", "subjectId": sheet["accountId"], "saidAt": at}
    said = await does(
        house, "manager", CONSENT, **line, **whose, textVersion="2026-11", proof="Clicked."
    )
    await house.desk.work()
    (confirmed,) = await leads(house)

    assert (refused.status_code, nobody) == (422, [])
    assert refused.json()["error"] == "not_agreed"
    assert accepted.status_code == 201
    assert (waiting["route"], waiting["decisions"][0]["matchedRules"]) == (
        "SUPPRESS",
        ["second_yes"],
    )
    assert said["errors"] == []
    assert confirmed["route"] == "NURTURE"


async def test_d8_a_missing_fact_gives_review_and_never_a_silent_yes(house: House) -> None:
    text = {"consentText": "Write to me.", "textVersion": "1", "secondYes": False}
    await point(house, "spring-form", "FORM", **text)
    await sends(house)
    await house.desk.work()
    (lead,) = await leads(house)

    assert lead["route"] == "REVIEW"
    assert lead["decisions"][0]["reasons"] == ["The rules need to know: fit."]
    assert [queue for queue, _ in await cases(house)] == ["marketing"]


async def test_d8_where_nothing_matches_people_look(house: House) -> None:
    facts = {"consent": "perhaps", "age": "adult", "fit": 50, "behaviour": 80}
    said = (await (await house.desk.front("manager")).data(SIMULATE, facts=facts))["simulate"]

    assert (said["outcome"], said["matchedRules"]) == ("REVIEW", [])


async def test_d8_where_the_executor_is_away_people_look(house: House) -> None:
    await opened(house)
    await house.desk.gives_away("lead_routing")
    await sends(house)
    await house.desk.work()
    (lead,) = await leads(house)

    assert lead["route"] == "REVIEW"
    assert "decision service" in lead["reasons"][0].lower()
