"""Decision tables through the door: drafted, proposed, counting, rolled back; by whom."""

from datetime import timedelta
from typing import Any

import pytest

from domain.actor import Scope
from domain.clock import SteppingClock
from tests.api.door import door
from tests.api.rules import (
    PROPOSE,
    ROLL_BACK,
    TABLES,
    VERSION,
    done,
    drafted,
    released,
)
from tests.domain.rulebook.rules import (
    LATER_CASES,
    TABLE,
    cases,
    dmn,
    later,
    work,
)
from tests.world import World


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
        ({"table": "campaign_stage"}, "MissingError", ["table"]),
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


async def test_what_changes_were_asked_for_is_revised_by_another_version(world: World) -> None:
    manager = await door(world, "manager")
    first = (await drafted(manager))["ruleVersion"]
    asked = (await done(manager, PROPOSE, versionId=first["id"]))["request"]
    second = (await drafted(manager, "Finance later", cases=cases(TABLE, *LATER_CASES) + "\n"))[
        "ruleVersion"
    ]
    given = {"versionId": second["id"], "insteadOfId": asked["id"]}
    found = await done(manager, PROPOSE, **given)
    again = await done(manager, PROPOSE, **given)

    assert found["errors"] == []
    assert found["request"]["id"] == asked["id"]
    assert found["request"]["ruleVersion"]["number"] == 3
    assert again["errors"][0]["code"] == "nothing_changed"


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


async def test_a_token_that_only_reads_looks_and_changes_nothing(world: World) -> None:
    version = await later(world)
    front = await door(world, "manager", frozenset({Scope.READ}))
    found = await done(front, PROPOSE, versionId=version.id)

    assert (await front.data(VERSION, id=version.id))["node"]["number"] == 2
    assert found["errors"][0]["code"] == "scope_missing"
