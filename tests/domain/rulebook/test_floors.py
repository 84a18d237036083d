"""What no table can do away with: four eyes, stages that people vote on, answers that mean it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.actor import Role, RoleGrant
from domain.approvals import records as approvals
from domain.approvals.model import Choice, Stage
from domain.clock import SteppingClock
from domain.decisions import versions
from domain.decisions.model import Outcome
from domain.decisions.rules import judge, table_from
from domain.errors import Forbidden, Invalid
from domain.executors.model import Executor
from domain.hub import Hub
from domain.people import membership
from domain.people import service as people
from domain.requests import last_look
from domain.requests.acceptable import acceptable
from domain.requests.model import Request, RequestState
from domain.requests.revise import withdraw
from domain.requests.submit import submit
from domain.requests.vote import vote
from domain.rulebook.assigning import assign
from domain.rulebook.drafting import draft
from domain.rulebook.proposing import propose
from tests.domain.requests.acts import ready
from tests.domain.rulebook.rules import (
    EXECUTIVE,
    EXECUTIVE_CASES,
    LATER,
    LATER_CASES,
    TABLE,
    cases,
    dmn,
    everybody_agrees,
    later,
    now,
    work,
)
from tests.world import ROOT, World

GOVERNS = "rule_version_stages"


async def counting(hub: Hub, table: str = TABLE) -> int:
    at = hub.clock.now()
    return (await versions.that_count([table], at, at))[table].number


async def stages(request_id: str) -> dict[str, Stage]:
    return {s.key: s for s in (await approvals.stages_of([request_id]))[request_id]}


async def test_what_was_released_for_a_later_day_is_not_overtaken_in_silence(
    hub: Hub, world: World, clock: SteppingClock
) -> None:
    manager = await world.actor("manager")
    first = await later(world)
    day = clock.now() + timedelta(days=10)
    await everybody_agrees(world, await propose(hub, manager, first.id, effective_at=day))
    await work(world, after=timedelta(seconds=31))
    text, written = dmn(TABLE, LATER, EXECUTIVE), cases(TABLE, *LATER_CASES, *EXECUTIVE_CASES)
    second, _ = await draft(hub, manager, TABLE, text, written, "Both limits")
    with pytest.raises(Invalid, match="takes effect on 01 Dec 2026"):
        await propose(hub, manager, second.id)
    await propose(hub, manager, second.id, effective_at=day + timedelta(days=1))


async def test_a_version_is_released_once(hub: Hub, world: World) -> None:
    manager, version = await world.actor("manager"), await later(world)
    await everybody_agrees(world, await propose(hub, manager, version.id))
    await work(world, after=timedelta(seconds=31))
    with pytest.raises(Invalid, match="draft it again"):
        await propose(hub, manager, version.id)


async def test_who_drafted_it_does_not_approve_it(hub: Hub, world: World) -> None:
    await people.grant_role(hub, ROOT, world.people["legal_one"], Role.MANAGER)
    asked = await propose(hub, await world.actor("manager"), (await later(world, "legal_one")).id)
    await work(world)
    stage = (await stages(asked.id))["rules_review"]
    with pytest.raises(Forbidden, match="Nobody approves"):
        await vote(hub, await world.actor("legal_one"), stage.id, Choice.APPROVE)
    await vote(hub, await world.actor("legal_two"), stage.id, Choice.APPROVE)


async def test_it_is_rolled_back_in_that_moment(hub: Hub, world: World) -> None:
    manager = await world.actor("manager")
    asked = await propose(hub, manager, (await later(world)).id)
    await everybody_agrees(world, asked)
    await work(world, after=timedelta(seconds=31))
    await withdraw(hub, manager, asked.id, "At once, please.")

    assert await counting(hub) == 1


async def test_who_may_not_change_rules_any_more_does_not_roll_back(hub: Hub, world: World) -> None:
    asked = await propose(hub, await world.actor("manager"), (await later(world)).id)
    await everybody_agrees(world, asked)
    await work(world, after=timedelta(seconds=31))
    manager = await world.actor("manager")
    demoted = replace(manager, roles=(RoleGrant(Role.REQUESTER),))
    with pytest.raises(Forbidden, match="may not change rules"):
        await withdraw(hub, demoted, asked.id, "Mine no more.")

    assert (await now(asked)).state is RequestState.LIVE
    assert await counting(hub) == 2


async def test_facts_keep_their_kinds(hub: Hub, world: World) -> None:
    text = dmn(TABLE, ('name="budget" typeRef="number"', 'name="budget" typeRef="string"'))
    with pytest.raises(Invalid):
        await draft(hub, await world.actor("manager"), TABLE, text, cases(), "Budgets as text")
    bare = dmn(TABLE, ('name="budget" typeRef="number"', 'name="budget"'))
    with pytest.raises(Invalid, match=r"`budget` \(a number\)"):
        await draft(hub, await world.actor("manager"), TABLE, bare, cases(), "Budgets as they come")


async def test_no_table_takes_people_out_of_changing_rules(hub: Hub, world: World) -> None:
    """A table that asks nobody is released; the next version still takes legal's yes."""
    text = dmn(GOVERNS)
    for rule in ("rules_review", "money", "under_way", "governs_rules", "large"):
        start = text.index(f'<rule id="{rule}">')
        text = text[:start] + text[text.index("</rule>", start) + len("</rule>") :]
    manager = await world.actor("manager")
    written = f"case,{','.join(FACTS)},then stage\nany,{','.join(FACTS.values())},replay\n"
    loose, _ = await draft(hub, manager, GOVERNS, text, written, "Nobody looks any more")
    asked = await propose(hub, manager, loose.id)
    assert set(await stages(asked.id)) >= {"replay", "rules_review", "executive"}
    await everybody_agrees(world, asked)
    await work(world, after=timedelta(seconds=31))
    assert await counting(hub, GOVERNS) == 2
    next_one = await propose(hub, manager, (await later(world)).id)

    assert {"replay", "rules_review"} <= set(await stages(next_one.id))
    with pytest.raises(Invalid, match="who may change rules"):
        await assign(hub, manager, GOVERNS, Executor.SHADOW)


async def test_an_outcome_that_means_nothing_is_for_people() -> None:
    text = dmn("campaign_admission", ('"refuse"', '"refused"'))
    facts = {
        "budget": 900,
        "currency": "EUR",
        "category": "alcohol",
        "youngest_age": 17,
        "lead_days": 7,
        "flight_days": 14,
        "market_count": 1,
    }
    found = acceptable(judge(table_from("campaign_admission", text.encode()), facts))

    assert found.outcome is Outcome.REVIEW
    assert "`outcome` is `refused`" in found.reasons[0]


async def stricter(hub: Hub, world: World) -> Request:
    """A campaign that everybody approved, of which new rules want finance's yes as well."""
    brief = world.brief(budget={"amount": "5000", "currency": "EUR"})
    campaign = await submit(hub, await world.actor("requester"), "campaign", brief)
    await ready(world, campaign)
    await everybody_agrees(world, campaign)
    assert "finance" not in await stages(campaign.id)
    less = (
        'finance_major_budget"><text>&gt;= 10000<',
        'finance_major_budget"><text>&gt;= 1000<',
    )
    moved = (("just below finance,9999.99,", "just below finance,999.99,"),)
    manager = await world.actor("manager")
    version, _ = await draft(
        hub, manager, TABLE, dmn(TABLE, less), cases(TABLE, *moved), "Stricter"
    )
    await everybody_agrees(world, await propose(hub, manager, version.id, under_way=True))
    await work(world, after=timedelta(seconds=31))

    return await now(campaign)


async def test_a_stage_that_new_rules_ask_of_what_is_approved_opens_and_others_keep_their_yes(
    hub: Hub, world: World
) -> None:
    campaign = await stricter(hub, world)
    found = await last_look.look(hub, campaign)
    await last_look.ask(hub, campaign, found)
    opened, again = await stages(campaign.id), await now(campaign)
    await everybody_agrees(world, campaign)
    after = await now(campaign)

    assert (found.refused, [plan.key for plan in found.unasked]) == ((), ["finance"])
    assert again.state is RequestState.IN_REVIEW
    assert again.note == "The rules ask for more by now, so somebody looks first: `Finance`."
    assert (opened["finance"].state, opened["brand"].state) == ("open", "approved")
    assert after.state is RequestState.APPROVED
    assert await last_look.look(hub, after) == last_look.Found()


async def test_a_stage_that_nobody_can_decide_by_now_refuses(hub: Hub, world: World) -> None:
    campaign = await stricter(hub, world)
    for who in ("finance_one",):
        await membership.remove_member(hub, ROOT, world.teams["finance"], world.people[who])
    found = await last_look.look(hub, campaign)

    assert found.unasked == ()
    assert "Finance" in found.refused[0]


async def test_what_moved_since_the_look_is_left_as_it_is(hub: Hub, world: World) -> None:
    campaign = await stricter(hub, world)
    found = await last_look.look(hub, campaign)
    await withdraw(hub, await world.actor("requester"), campaign.id, "Not now.")
    await last_look.ask(hub, campaign, found)

    assert (await now(campaign)).state is RequestState.WITHDRAWN


FACTS = {
    "table": "anything",
    "governs_rules": "false",
    "under_way": "false",
    "cases": "30",
    "rows_changed": "1",
    "gaps": "0",
    "wait_hours": "0",
}
