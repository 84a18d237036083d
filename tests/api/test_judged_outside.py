"""Rules that are judged outside, asked through the door: never in a transaction, never twice."""

from collections.abc import AsyncIterator

import pytest

from domain.errors import Busy
from domain.executors.model import Executor
from domain.requests.revise import keep, reconsider, revise
from tests.api.door import SUBMIT, brief, door
from tests.domain.executors.outside import Outside, outside
from tests.domain.requests.acts import asked, ready, says
from tests.world import World

TABLES = ("campaign_admission", "campaign_stages")


@pytest.fixture
async def site(world: World) -> AsyncIterator[Outside]:
    async with outside(world) as found:
        for table in TABLES:
            await found.deploys(table)
            await found.gives(table, Executor.OPENTEXT)
        yield found


async def test_a_mutation_asks_outside_and_keeps_what_it_heard(site: Outside) -> None:
    payload = await (await door(site.world, "requester")).submit(site.world)

    assert payload["errors"] == []
    assert sorted(body["decisionKey"] for body in site.tenant.asked) == list(TABLES)


async def test_a_repetition_asks_nobody(site: Outside) -> None:
    front = await door(site.world, "requester")
    given = {"brief": brief(site.world), "idempotencyKey": "once"}
    first = (await front.data(SUBMIT, input=given))["submitCampaign"]
    site.tenant.statuses = [500, 500]
    again = (await front.data(SUBMIT, input=given))["submitCampaign"]

    assert again["request"]["id"] == first["request"]["id"]
    assert len(site.tenant.asked) == len(TABLES)


async def test_a_revision_asks_outside(site: Outside) -> None:
    request = await asked(site.world)
    actor = await site.world.actor("requester")
    after = await revise(site.world.hub, actor, request.id, site.world.brief(tagline="Another"))

    assert after.revision == 2
    assert len(site.tenant.asked) == 2 * len(TABLES)


async def test_what_was_considered_is_void_once_somebody_revised(site: Outside) -> None:
    request = await asked(site.world)
    hub, actor = site.world.hub, await site.world.actor("requester")
    slow = await reconsider(hub, actor, request.id, site.world.brief(tagline="Slow"))
    await revise(hub, actor, request.id, site.world.brief(tagline="Quick"))
    with pytest.raises(Busy, match="was revised this moment"):
        await keep(hub, actor, slow)


async def test_what_happened_meanwhile_counts(site: Outside) -> None:
    """A vote or a check of the hub's own, while the rules were asked, voids nothing."""
    request = await asked(site.world)
    hub, actor = site.world.hub, await site.world.actor("requester")
    slow = await reconsider(hub, actor, request.id, site.world.brief(tagline="Slow"))
    await ready(site.world, request)
    await says(site.world, "brand_one", request, "brand")
    after = await keep(hub, actor, slow)

    assert (after.revision, after.payload["tagline"]) == (2, "Slow")


GIVE = """mutation($i: AssignRuleTableInput!) { done: assignRuleTable(input: $i) {
  assignment { table executor decisionKey asked failed differed answers problem
    differences { facts ours theirs } }
  errors { ... on UserError { code message path } } } }"""
JUDGED = """query($t: String!) { decisionTable(table: $t) { judgedBy { executor decisionKey asked
  answers } } }"""


async def test_a_manager_gives_a_table_away_and_sees_how_that_went(site: Outside) -> None:
    front = await door(site.world, "manager")
    given = {"table": TABLES[0], "executor": "SHADOW", "decisionKey": TABLES[0]}
    done = (await front.data(GIVE, i=given))["done"]
    judged = (await front.data(JUDGED, t=TABLES[1]))["decisionTable"]["judgedBy"]

    assert done["errors"] == []
    assert (done["assignment"]["executor"], done["assignment"]["asked"]) == ("SHADOW", 0)
    assert (judged["executor"], judged["decisionKey"]) == ("OPENTEXT", TABLES[1])


@pytest.mark.parametrize(
    ("who", "given", "code"),
    [
        ("requester", {"table": TABLES[0], "executor": "EMBEDDED"}, "not_allowed"),
        ("manager", {"table": "no_such", "executor": "EMBEDDED"}, "no_such_table"),
        ("manager", {"table": "rule_version_stages", "executor": "OPENTEXT"}, "governs_rules"),
        ("manager", {"table": TABLES[0], "executor": "SHADOW", "decisionKey": " "}, "bad_decision"),
    ],
)
async def test_a_table_that_cannot_be_given_away_stays(
    site: Outside, who: str, given: dict[str, str], code: str
) -> None:
    front = await door(site.world, who)
    done = (await front.data(GIVE, i=given))["done"]

    assert done["assignment"] is None
    assert done["errors"][0]["code"].startswith(code)
