"""What tests of decision tables ask and do through the door."""

from datetime import timedelta
from typing import Any

from domain.requests import reading
from tests.api.door import Door, door
from tests.domain.rulebook.rules import (
    LATER,
    LATER_CASES,
    TABLE,
    cases,
    dmn,
    everybody_agrees,
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
  missCount misses { rule column cell value sentence } } } }"""

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
