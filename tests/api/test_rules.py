"""Decision tables through the door: looked at, and decisions explained."""

from typing import Any

import pytest

from domain.database import sql
from tests.api.door import door
from tests.api.rules import (
    DECISIONS,
    TABLES,
    VERSION,
    drafted,
    released,
)
from tests.domain.rulebook.rules import (
    FILES,
    LATER,
    LATER_CASES,
    TABLE,
    cases,
    dmn,
    later,
)
from tests.world import World


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
    assert (found["check"]["rowsChanged"], found["check"]["changes"]) == (
        1,
        [
            {
                "rule": "finance_major",
                "difference": "CHANGED",
                "cells": [{"column": "budget", "before": ">= 10000", "after": ">= 20000"}],
            }
        ],
    )
    assert len(found["check"]["findings"]) == found["check"]["findingCount"]
    assert failure == {
        "line": 4,
        "case": "finance in euro",
        "column": "then stage",
        "expected": "readiness; brand; finance",
        "found": "readiness; brand",
    }


async def test_a_version_is_shown_cell_by_cell(world: World) -> None:
    version = await later(world)
    query = """query($id: ID!, $after: String) { node(id: $id) { ... on RuleVersion { grid {
      policy ruleCount notes conditions { name kind } results { name kind }
      rules(first: 8, afterRule: $after) { rule conditions results notes } } } } }"""
    front = await door(world, "auditor")
    found = (await front.data(query, id=version.id))["node"]["grid"]
    rest = (await front.data(query, id=version.id, after="finance_major"))["node"]["grid"]["rules"]

    assert (found["policy"], found["ruleCount"], found["notes"]) == ("RULE ORDER", 13, ["reason"])
    assert found["conditions"][0] == {"name": "budget", "kind": "number"}
    assert [one["name"] for one in found["results"]][:2] == ["stage", "title"]
    assert found["rules"][-1]["rule"] == "finance_major"
    assert found["rules"][-1]["conditions"][0] == ">= 20000"
    assert found["rules"][-1]["results"][0] == '"finance"'
    assert len(found["rules"][-1]["notes"]) == 1
    assert len(rest) == 5


async def test_a_rule_to_begin_after_must_be_there(world: World) -> None:
    version = await later(world)
    query = """query($id: ID!) { node(id: $id) { ... on RuleVersion { number grid {
      rules(afterRule: "nothing") { rule } } } } }"""
    answer = await (await door(world, "auditor")).send(query, id=version.id)

    assert answer["data"]["node"] == {"number": 2, "grid": None}
    assert answer["errors"][0]["extensions"]["code"] == "no_such_rule"


async def test_other_requests_propose_no_version(world: World) -> None:
    front = await door(world, "requester")
    request = (await front.submit(world))["request"]
    query = "query($id: ID!) { request(id: $id) { ruleVersion { table } } }"

    assert (await front.data(query, id=request["id"]))["request"] == {"ruleVersion": None}


async def test_a_release_hides_a_request_one_may_not_see(world: World) -> None:
    await released(world)
    table = (await (await door(world, "requester")).data(TABLES, t=TABLE))["decisionTable"]

    assert [one["request"] for one in table["releases"]] == [None, None]


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
        "sentence": "budget is 12500; the rule wants at least 50000",
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
