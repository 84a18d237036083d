"""Decision tables through the door: looked at, asked, drafted, proposed, rolled back."""

from datetime import timedelta
from typing import Any

import pytest

from domain.actor import Scope
from domain.clock import SteppingClock
from domain.database import sql
from domain.requests import reading
from tests.api.door import Door, door
from tests.domain.rulebook.rules import (
    FILES,
    LATER,
    LATER_CASES,
    TABLE,
    cases,
    dmn,
    everybody_agrees,
    later,
    work,
)
from tests.world import World

WHY = "errors { __typename ... on UserError { code message path } }"
TABLES = """query($t: String!) { decisionTables { key } decisionTable(table: $t) { key
  counts { number change authorName } drafts { number }
  versions { number base { number } }
  releases { number effectiveAt underWay withdrawnAt version { number } request { id } } } }"""
VERSION = """query($id: ID!) { node(id: $id) { ... on RuleVersion { table number digest change
  authorName dmn cases base { number } replay { total changed turns { before after count }
  requestIds }
  check { cases failureCount findingCount rowsChanged
    failures { line case column expected found } findings { flaw rules said }
    changes { rule difference cells { column before after } } } } } }"""
DRAFT = f"""mutation($i: DraftRuleVersionInput!) {{ done: draftRuleVersion(input: $i) {{
  ruleVersion {{ id number base {{ number }}
    check {{ cases failureCount failures {{ line column expected found }} }} }} {WHY} }} }}"""
PROPOSE = f"""mutation($i: ProposeRuleVersionInput!) {{ done: proposeRuleVersion(input: $i) {{
  request {{ id kind state title brandName ruleVersion {{ table number change effectiveAt underWay
    note version {{ id }} }} }} {WHY} }} }}"""
ROLL_BACK = f"""mutation($i: RollBackRulesInput!) {{ done: rollBackRules(input: $i) {{
  request {{ id state note }} {WHY} }} }}"""
SIMULATE = """query($t: String!, $f: JSON!, $v: ID, $d: String, $after: String, $n: Int! = 25) {
  simulate(table: $t, facts: $f, versionId: $v, dmn: $d) { outcome matchedRules reasons
    missingFacts unknownFacts results missCount version { number }
    misses(first: $n, afterRule: $after) { rule column cell value } } }"""
DECISIONS = """query($id: ID!) { request(id: $id) { decisions { table version matchedRules
  missCount misses { rule column cell value } } } }"""

#: What campaign_stages judges.
FACTS = {
    "budget": 15000,
    "currency": "EUR",
    "category": "none",
    "sensitive_topic": False,
    "by_agency": False,
    "market_count": 2,
}


async def done(front: Door, query: str, **given: Any) -> dict[str, Any]:
    """Act, and return the payload."""
    found: dict[str, Any] = (await front.data(query, i=given))["done"]
    return found


async def simulated(front: Door, **more: Any) -> dict[str, Any]:
    """Ask what a version would say."""
    data = await front.data(SIMULATE, **({"t": TABLE, "f": FACTS} | more))
    found: dict[str, Any] = data["simulate"]
    return found


async def drafted(front: Door, change: str = "Finance from 20,000", **more: Any) -> dict[str, Any]:
    given = {"table": TABLE, "dmn": dmn(TABLE, LATER), "cases": cases(TABLE, *LATER_CASES)}
    return await done(front, DRAFT, **(given | {"change": change} | more))


async def released(world: World) -> dict[str, Any]:
    """Draft, propose and release a version through the door."""
    manager = await door(world, "manager")
    version = (await drafted(manager))["ruleVersion"]
    request: dict[str, Any] = (await done(manager, PROPOSE, versionId=version["id"]))["request"]
    await agreed(world, request["id"])
    return request


async def agreed(world: World, request_id: str) -> None:
    """Have everybody say yes, and the time to undo pass."""
    found = await reading.get(await world.actor("manager"), request_id)
    await everybody_agrees(world, found)
    await work(world, after=timedelta(seconds=31))


async def test_a_table_shows_its_versions_and_what_counts(world: World) -> None:
    await later(world)
    data = await (await door(world, "brand_one")).data(TABLES, t=TABLE)
    table = data["decisionTable"]

    assert [one["key"] for one in data["decisionTables"]] == sorted(FILES)
    assert table["counts"] == {
        "number": 1,
        "change": "As it comes with Greenlight",
        "authorName": "Greenlight",
    }
    assert table["versions"] == [
        {"number": 2, "base": {"number": 1}},
        {"number": 1, "base": None},
    ]
    assert table["drafts"] == [{"number": 2}]
    assert [(one["number"], one["request"]) for one in table["releases"]] == [(1, None)]


async def test_versions_come_in_pages(world: World) -> None:
    for number in range(3):
        await later(world, change=f"Change {number}") if not number else await drafted(
            await door(world, "manager"), cases=cases(TABLE, *LATER_CASES) + "\n" * number
        )
    query = """query($t: String!, $b: Int) { decisionTable(table: $t) {
      versions(first: 2, below: $b) { number } drafts(first: 2, below: $b) { number } } }"""
    front = await door(world, "auditor")
    pages = [(await front.data(query, t=TABLE, b=below))["decisionTable"] for below in (None, 3)]

    assert [[one["number"] for one in page["versions"]] for page in pages] == [[4, 3], [2, 1]]
    assert [[one["number"] for one in page["drafts"]] for page in pages] == [[4, 3], [2]]


async def test_there_is_no_such_table(world: World) -> None:
    data = await (await door(world, "manager")).data(TABLES, t="campaign_stage")

    assert data["decisionTable"] is None


@pytest.mark.parametrize(
    ("query", "given"),
    [
        ("{ found: decisionTables { key } }", {}),
        ('{ found: decisionTable(table: "campaign_stages") { key } }', {}),
        (
            "query($f: JSON!) { found: simulate(table: 'campaign_stages', facts: $f)"
            " { outcome } }".replace("'", '"'),
            {"f": {}},
        ),
    ],
)
async def test_an_agency_sees_nothing_of_rules(
    world: World, query: str, given: dict[str, Any]
) -> None:
    answer = await (await door(world, "agent")).send(query, **given)

    assert answer["data"] == {"found": None}
    assert answer["errors"][0]["extensions"]["code"] == "not_allowed"


async def test_an_agency_finds_no_version_and_governs_nothing(world: World) -> None:
    version = await later(world)
    agent = await door(world, "agent")
    acts = [
        await drafted(agent),
        await done(agent, PROPOSE, versionId=version.id),
        await done(agent, ROLL_BACK, table=TABLE, reason="We liked it better before."),
    ]

    assert (await agent.data(VERSION, id=version.id))["node"] is None
    assert [one["errors"][0]["__typename"] for one in acts] == ["ForbiddenError"] * 3


@pytest.mark.parametrize("who", ["brand_one", "requester", "auditor"])
async def test_who_sees_rules_need_not_change_them(world: World, who: str) -> None:
    version = await later(world)
    front = await door(world, who)
    acts = [await drafted(front), await done(front, PROPOSE, versionId=version.id)]

    assert (await front.data(VERSION, id=version.id))["node"]["number"] == 2
    assert [one["errors"][0]["code"] for one in acts] == ["not_allowed"] * 2


async def test_a_draft_shows_what_was_found_out_about_it(world: World) -> None:
    manager = await door(world, "manager")
    done_ = await drafted(manager, cases=cases())
    found = (await manager.data(VERSION, id=done_["ruleVersion"]["id"]))["node"]
    failure = found["check"]["failures"][0]

    assert done_["errors"] == []
    assert (found["table"], found["number"], found["base"]) == (TABLE, 2, {"number": 1})
    assert (found["change"], found["authorName"]) == ("Finance from 20,000", "Manager")
    assert (found["dmn"], found["cases"]) == (dmn(TABLE, LATER), cases())
    assert found["replay"] is None
    assert (found["check"]["cases"], found["check"]["failureCount"]) == (34, 6)
    assert failure == {
        "line": 4,
        "case": "finance in euro",
        "column": "then stage",
        "expected": "readiness; brand; finance",
        "found": "readiness; brand",
    }


async def test_a_draft_is_kept_once_per_key(world: World) -> None:
    manager = await door(world, "manager")
    first, again = [await drafted(manager, idempotencyKey="once") for _ in range(2)]
    other = await drafted(manager, idempotencyKey="once", change="Something else")

    assert first["ruleVersion"]["id"] == again["ruleVersion"]["id"]
    assert other["errors"][0]["__typename"] == "ConflictError"


@pytest.mark.parametrize(
    ("given", "kind", "path"),
    [
        ({"dmn": "<definitions/>"}, "InvalidError", []),
        ({"dmn": "no XML"}, "InvalidError", ["dmn"]),
        ({"cases": "mood,then\nfine,decided\n"}, "InvalidError", ["cases"]),
        ({"change": "x"}, "InvalidError", ["change"]),
        ({"table": "campaign_stage"}, "InvalidError", []),
        ({"baseId": "rul_none"}, "InvalidError", ["baseId"]),
        ({"dmn": dmn(), "cases": cases()}, "ConflictError", []),
    ],
)
async def test_what_cannot_be_drafted_says_why_and_where(
    world: World, given: dict[str, Any], kind: str, path: list[str]
) -> None:
    found = await drafted(await door(world, "manager"), **given)
    (error,) = found["errors"]

    assert found["ruleVersion"] is None
    assert (error["__typename"], error["path"]) == (kind, path)


async def test_what_does_not_hold_is_not_asked_for(world: World) -> None:
    manager = await door(world, "manager")
    version = (await drafted(manager, cases=cases()))["ruleVersion"]
    failing = await done(manager, PROPOSE, versionId=version["id"])
    missing = await done(manager, PROPOSE, versionId="rul_none")

    assert [one["code"] for one in failing["errors"]] == ["case_fails"] * 6
    assert failing["errors"][0]["path"] == ["versionId"]
    assert missing["errors"][0]["__typename"] == "MissingError"


async def test_a_proposal_is_a_request_of_the_whole_organisation(
    world: World, clock: SteppingClock
) -> None:
    manager = await door(world, "manager")
    version = (await drafted(manager))["ruleVersion"]
    day = (clock.now() + timedelta(days=3)).isoformat()
    given = {"versionId": version["id"], "effectiveAt": day, "underWay": True, "note": "Please."}
    found = [await done(manager, PROPOSE, **given, idempotencyKey="once") for _ in range(2)]
    request = found[0]["request"]

    assert found[0] == found[1]
    assert (request["kind"], request["brandName"]) == ("rule_version", None)
    assert request["title"] == "campaign_stages, version 2: Finance from 20,000"
    assert request["ruleVersion"] == {
        "table": TABLE,
        "number": 2,
        "change": "Finance from 20,000",
        "effectiveAt": day,
        "underWay": True,
        "note": "Please.",
        "version": {"id": version["id"]},
    }


async def test_other_requests_propose_no_version(world: World) -> None:
    front = await door(world, "requester")
    request = (await front.submit(world))["request"]
    query = "query($id: ID!) { request(id: $id) { ruleVersion { table } } }"

    assert (await front.data(query, id=request["id"]))["request"] == {"ruleVersion": None}


async def test_the_past_is_judged_and_the_version_counts(world: World) -> None:
    requester = await door(world, "requester")
    campaign = (await requester.submit(world))["request"]
    request = await released(world)
    manager = await door(world, "manager")
    table = (await manager.data(TABLES, t=TABLE))["decisionTable"]
    query = "query($id: ID!) { request(id: $id) { ruleVersion { version { id } } } }"
    proposed = (await manager.data(query, id=request["id"]))["request"]["ruleVersion"]["version"]
    replay = (await manager.data(VERSION, id=proposed["id"]))["node"]["replay"]

    assert table["counts"]["number"] == 2
    assert table["drafts"] == []
    assert [one["request"] for one in table["releases"]] == [{"id": request["id"]}, None]
    assert replay == {
        "total": 1,
        "changed": 1,
        "turns": [{"before": "brand, finance, readiness", "after": "brand, readiness", "count": 1}],
        "requestIds": [campaign["id"]],
    }


async def test_a_release_hides_a_request_one_may_not_see(world: World) -> None:
    await released(world)
    table = (await (await door(world, "requester")).data(TABLES, t=TABLE))["decisionTable"]

    assert [one["request"] for one in table["releases"]] == [None, None]


async def test_rolling_back_withdraws_the_request_of_what_counts(world: World) -> None:
    request = await released(world)
    manager = await door(world, "manager")
    given = {"table": TABLE, "reason": "Finance wants to see these.", "idempotencyKey": "once"}
    found = [await done(manager, ROLL_BACK, **given) for _ in range(2)]
    await work(world)
    table = (await manager.data(TABLES, t=TABLE))["decisionTable"]
    again = await done(manager, ROLL_BACK, table=TABLE, reason="And once more.")

    assert found[0] == found[1]
    assert found[0]["request"] == {
        "id": request["id"],
        "state": "WITHDRAWN",
        "note": "Finance wants to see these.",
    }
    assert table["counts"]["number"] == 1
    assert table["releases"][0]["withdrawnAt"] is not None
    assert again["errors"][0]["code"] == "nothing_to_roll_back"
    assert "came with Greenlight" in again["errors"][0]["message"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"table": "nothing", "reason": "Because."}, "no_such_table"),
        ({"table": TABLE, "reason": " "}, "reason_missing"),
    ],
)
async def test_rolling_back_says_what_is_wrong(
    world: World, given: dict[str, Any], code: str
) -> None:
    await released(world)
    (error,) = (await done(await door(world, "manager"), ROLL_BACK, **given))["errors"]

    assert error["code"] == code


async def test_a_decision_says_why_the_other_rules_did_not_match(world: World) -> None:
    requester = await door(world, "requester")
    request = (await requester.submit(world))["request"]
    await released(world)
    decisions = (await requester.data(DECISIONS, id=request["id"]))["request"]["decisions"]
    (stages,) = [one for one in decisions if one["table"] == TABLE]
    misses = {one["rule"]: one for one in stages["misses"]}

    assert stages["matchedRules"] == ["readiness", "brand_own", "finance_major"]
    assert (stages["missCount"], len(misses)) == (10, 10)
    assert misses["executive_major"] == {
        "rule": "executive_major",
        "column": "budget",
        "cell": ">= 50000",
        "value": "12500",
    }
    assert misses["brand_agency"]["value"] == "false"
    assert misses["legal_strict"]["value"] == '"none"'


async def test_an_agency_is_told_reasons_and_no_cells(world: World) -> None:
    agent = await door(world, "agent")
    request = (await agent.submit(world))["request"]
    answer = await agent.send(DECISIONS, id=request["id"])
    decisions = answer["data"]["request"]["decisions"]

    assert all(one["matchedRules"] for one in decisions)
    assert {(one["misses"], one["missCount"]) for one in decisions} == {(None, None)}
    assert {one["extensions"]["code"] for one in answer["errors"]} == {"not_allowed"}


async def decided_by_another(request_id: str) -> None:
    """Have a decision name a file that no version has, as one of an earlier hub would."""
    where = "WHERE request_id = $1 AND table_key = $2"
    row = await sql.fetch_one(f"SELECT judgement FROM decisions {where}", request_id, TABLE)
    assert row is not None
    judgement = sql.document(row["judgement"]) | {"version": "0" * 64}
    await sql.execute(f"UPDATE decisions SET judgement = $3 {where}", request_id, TABLE, judgement)


async def test_where_the_version_is_gone_the_decision_stands_unexplained(world: World) -> None:
    requester = await door(world, "requester")
    request = (await requester.submit(world))["request"]
    await decided_by_another(request["id"])
    answer = await requester.send(DECISIONS, id=request["id"])
    found = {one["table"]: one for one in answer["data"]["request"]["decisions"]}
    error = answer["errors"][0]

    assert found[TABLE]["matchedRules"] == ["readiness", "brand_own", "finance_major"]
    assert found[TABLE]["misses"] is None
    assert found["campaign_admission"]["misses"] is not None
    assert error["extensions"]["code"] == "no_such_version"
    assert "not there any more" in error["message"]


async def test_what_counts_says_what_it_would_decide(world: World) -> None:
    found = await simulated(await door(world, "requester"), f=FACTS | {"mood": "fine"})

    assert (found["outcome"], found["version"]) == ("DECIDED", {"number": 1})
    assert found["matchedRules"] == ["readiness", "brand_own", "finance_major"]
    assert found["results"][2]["stage"] == "finance"
    assert found["reasons"]
    assert (found["missingFacts"], found["unknownFacts"]) == ([], ["mood"])
    assert found["missCount"] == len(found["misses"]) == 10


async def test_a_draft_and_a_file_are_asked_as_well(world: World) -> None:
    version = await later(world)
    front = await door(world, "auditor")
    draft = await simulated(front, v=version.id)
    file = await simulated(front, d=dmn(TABLE, LATER))

    assert draft["version"] == {"number": 2}
    assert file["version"] is None
    assert draft["matchedRules"] == file["matchedRules"] == ["readiness", "brand_own"]
    assert "finance_major" in {one["rule"] for one in file["misses"]}


async def test_facts_that_are_missing_give_review_and_ask_no_rule(world: World) -> None:
    found = await simulated(await door(world, "manager"), f={"budget": "much"})

    assert (found["outcome"], found["matchedRules"], found["misses"]) == ("REVIEW", [], [])
    assert "budget (a number, not a string)" in found["missingFacts"]
    assert "currency" in found["missingFacts"]


async def test_misses_come_in_pages(world: World) -> None:
    front = await door(world, "manager")
    first = await simulated(front, n=6)
    second = await simulated(front, n=6, after=first["misses"][-1]["rule"])
    whole = await simulated(front)

    assert [*first["misses"], *second["misses"]] == whole["misses"]


DEEP: Any = 1
for _ in range(9):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"f": [1, 2]}, "no_facts"),
        ({"f": {f"fact{n}": 1 for n in range(101)}}, "facts_too_large"),
        ({"f": {"budget": DEEP}}, "facts_too_large"),
        ({"f": {"budget": [1] * 2_000}}, "facts_too_large"),
        ({"f": {"currency": "x" * 30_000}}, "facts_too_large"),
        ({"f": {"budget": 1e40}}, "facts_too_large"),
        ({"t": "nothing"}, "no_such_table"),
        ({"v": "rul_none"}, "no_such_version"),
        ({"d": "no XML"}, "bad_table"),
        ({"d": dmn("campaign_admission")}, "no_such_decision"),
        ({"v": "rul_none", "d": dmn()}, "both_given"),
        ({"n": 101}, "page_size"),
        ({"after": "nothing"}, "no_such_rule"),
    ],
)
async def test_what_cannot_be_asked_says_why(
    world: World, given: dict[str, Any], code: str
) -> None:
    answer = await (await door(world, "manager")).send(
        SIMULATE, **({"t": TABLE, "f": FACTS} | given)
    )

    assert answer["errors"][0]["extensions"]["code"] == code


async def test_a_token_that_only_reads_looks_and_changes_nothing(world: World) -> None:
    version = await later(world)
    front = await door(world, "manager", frozenset({Scope.READ}))
    found = await done(front, PROPOSE, versionId=version.id)

    assert (await front.data(VERSION, id=version.id))["node"]["number"] == 2
    assert found["errors"][0]["code"] == "scope_missing"
