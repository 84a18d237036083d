"""Tables judged outside, or both in here and outside: who decides, and what becomes of trouble."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.commands import executing
from app.jobs.handlers import handlers_for
from connectors.jobs.inprocess import InProcessRunner
from domain.approvals import records as approvals
from domain.clock import SteppingClock
from domain.database import transaction
from domain.decision_service import Fact
from domain.decisions import records as decisions
from domain.decisions.model import Judgement, Outcome
from domain.errors import Conflict, Forbidden, Invalid, Missing, Upstream
from domain.executors import records
from domain.executors.model import Executor
from domain.requests import last_look
from domain.requests import records as requests
from domain.requests.model import Request
from domain.requests.submit import consider, keep
from domain.rulebook.assigning import assign
from tests.domain.executors.outside import Outside, outside
from tests.domain.requests.acts import CHEAP, asked, ready, says
from tests.stories.desk import OneProcess
from tests.stories.sponsors import studio as open_studio
from tests.world import World

ADMISSION, STAGES = "campaign_admission", "campaign_stages"
NAME = "OpenText Decision Service"


@pytest.fixture
async def site(world: World) -> AsyncIterator[Outside]:
    async with outside(world) as found:
        yield found


async def said(request: Request) -> dict[str, Judgement]:
    found = (await decisions.of_requests([request.id]))[request.id]
    return {judgement.table: judgement for _, judgement in found}


async def stages(request: Request) -> list[str]:
    return sorted(stage.key for stage in (await approvals.stages_of([request.id]))[request.id])


async def works(site: Outside, clock: SteppingClock) -> None:
    hub = site.world.hub
    handlers = handlers_for(hub, ads=None, chat=None)
    wanted = {"rules.shadow": handlers["rules.shadow"]}

    async def nothing(_: object) -> None:
        return

    await InProcessRunner(clock, hub.wake, dict.fromkeys(handlers, nothing) | wanted).drain()


async def test_a_table_given_to_the_service_is_judged_there(site: Outside) -> None:
    await site.deploys(ADMISSION)
    await site.deploys(STAGES, ('"Brand"', '"Brand, says OpenText"'))
    for table in (ADMISSION, STAGES):
        await site.gives(table, Executor.OPENTEXT)
    request = await asked(site.world, budget=CHEAP)

    found = await said(request)
    titles = {s.title for s in (await approvals.stages_of([request.id]))[request.id]}
    assert {j.outcome for j in found.values()} == {Outcome.DECIDED}
    assert found[STAGES].by == f"{NAME}, decision `{STAGES}`"
    assert "Brand, says OpenText" in titles
    assert (await site.held(STAGES)).asked == 1


async def test_the_embedded_engine_judges_what_was_given_to_nobody(site: Outside) -> None:
    request = await asked(site.world, budget=CHEAP)

    assert {j.by for j in (await said(request)).values()} == {None}
    assert site.tenant.asked == []


async def test_its_no_is_a_no_that_says_whose_it_is(site: Outside) -> None:
    await site.deploys(ADMISSION, ('<text>"admit"</text>', '<text>"refuse"</text>'))
    await site.gives(ADMISSION, Executor.OPENTEXT)
    with pytest.raises(Invalid) as caught:
        await asked(site.world)

    assert caught.value.code == "refused_by_rules"
    assert f"({NAME}, decision `{ADMISSION}`)" in caught.value.message


@pytest.mark.parametrize("table", [ADMISSION, STAGES])
async def test_what_it_does_not_answer_is_left_to_people(site: Outside, table: str) -> None:
    await site.deploys(table)
    await site.gives(table, Executor.OPENTEXT)
    site.tenant.statuses = [500]
    request = await asked(site.world, budget=CHEAP)

    found = (await said(request))[table]
    assert found.outcome is Outcome.REVIEW
    assert found.reasons[0].startswith(f"{NAME} could not decide")
    assert "rules" in await stages(request)
    held = await site.held(table)
    assert (held.asked, held.failed, held.up) == (1, 1, False)
    assert held.problem is not None


async def test_what_takes_too_long_is_left_to_people(world: World) -> None:
    async with outside(world, seconds=0.2) as site:
        await site.deploys(ADMISSION)
        await site.gives(ADMISSION, Executor.OPENTEXT)
        site.tenant.held = asyncio.Event()
        request = await asked(site.world)

    assert (await said(request))[ADMISSION].reasons == (
        f"{NAME} did not answer within 0.2 s; people look.",
    )
    assert "rules" in await stages(request)


async def test_without_the_service_people_look(site: Outside) -> None:
    await site.gives(ADMISSION, Executor.OPENTEXT)
    request = await asked(replace(site.world, hub=replace(site.world.hub, decision_service=None)))

    found = (await said(request))[ADMISSION]
    assert found.outcome is Outcome.REVIEW
    assert "not connected" in found.reasons[0]


@pytest.mark.parametrize(
    ("table", "before", "after", "why"),
    [
        (ADMISSION, '"admit"', '"let them"', "`outcome` is `let them`"),
        (ADMISSION, 'name="outcome"', 'name="verdict"', "lacks `outcome`"),
        (STAGES, 'name="quorum"', 'name="votes"', "lacks `quorum`"),
        (STAGES, '<text>"Brand"</text>', '<text>""</text>', "a stage has no title"),
        (STAGES, '<text>"Brand"</text>', "<text>null</text>", "lacks `title`"),
        (STAGES, '"brand"</text>', '"readiness"</text>', "twice"),
    ],
)
async def test_what_cannot_be_acted_upon_is_left_to_people(
    site: Outside, table: str, before: str, after: str, why: str
) -> None:
    changes = [(before, after)]
    if before == '"admit"':
        changes = [
            ('"admit", "refuse", "review"', '"let them", "refuse", "review"'),
            ('<text>"admit"</text>', '<text>"let them"</text>'),
        ]
    await site.deploys(table, *changes)
    await site.gives(table, Executor.OPENTEXT)
    request = await asked(site.world, budget=CHEAP)

    found = (await said(request))[table]
    assert found.outcome is Outcome.REVIEW
    assert why in found.reasons[0]
    assert "rules" in await stages(request)


async def test_a_shadow_decides_nothing_and_nobody_waits_for_it(
    site: Outside, clock: SteppingClock
) -> None:
    await site.deploys(STAGES, ('"Brand"', '"Brand, says OpenText"'))
    await site.gives(STAGES, Executor.SHADOW)
    request = await asked(site.world, budget=CHEAP)
    assert (site.tenant.asked, (await said(request))[STAGES].by) == ([], None)
    await works(site, clock)

    (found,) = await records.differences(STAGES, 10)
    assert found.facts["budget"] == 900
    assert {row["title"] for row in found.theirs.rows} - {row["title"] for row in found.ours.rows}
    assert (await site.held(STAGES)).differed == 1
    assert "differed 1" in await executing.standing(STAGES)


@pytest.mark.parametrize("amount", ["900", "12500.55", "1000000"])
async def test_a_shadow_that_agrees_leaves_nothing(
    site: Outside, clock: SteppingClock, amount: str
) -> None:
    for table in (ADMISSION, STAGES):
        await site.deploys(table)
        await site.gives(table, Executor.SHADOW)
    await asked(site.world, budget={"amount": amount, "currency": "EUR"})
    await works(site, clock)

    for table in (ADMISSION, STAGES):
        held = await site.held(table)
        assert (held.asked, held.failed, held.differed) == (1, 0, 0)
        assert await records.differences(table, 10) == []


async def test_a_silent_shadow_only_counts(site: Outside, clock: SteppingClock) -> None:
    await site.gives(STAGES, Executor.SHADOW)
    site.tenant.statuses = [503]
    request = await asked(site.world, budget=CHEAP)
    await works(site, clock)
    await works(site, clock)

    held = await site.held(STAGES)
    assert "rules" not in await stages(request)
    assert (held.asked, held.failed, held.differed, held.up) == (1, 1, 0, False)


async def test_differences_are_bounded_and_all_are_counted(
    site: Outside, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "DIFFERENCES_MAX", 2)
    await site.deploys(STAGES, ('"Brand"', '"Other"'))
    await site.gives(STAGES, Executor.SHADOW)
    for amount in ("901", "902", "903"):
        await asked(site.world, budget={"amount": amount, "currency": "EUR"})
        await works(site, clock)

    kept = await records.differences(STAGES, 10)
    assert [one.facts["budget"] for one in kept] == [903, 902]
    assert (await site.held(STAGES)).differed == 3


async def test_what_was_asked_before_a_table_was_given_anew_is_not_counted(
    site: Outside, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await site.deploys(ADMISSION)
    await site.gives(ADMISSION, Executor.OPENTEXT)
    service = site.world.hub.decision_service
    assert service is not None
    decide = service.decide

    async def given_anew_meanwhile(key: str, facts: Mapping[str, Fact]) -> Sequence[Any]:
        answer = await decide(key, facts)
        clock.advance(timedelta(seconds=1))
        await site.gives(ADMISSION, Executor.OPENTEXT)
        return answer

    monkeypatch.setattr(service, "decide", given_anew_meanwhile)
    await asked(site.world)
    held = await site.held(ADMISSION)
    assert (held.asked, held.up, held.since) == (0, None, None)


async def test_since_when_it_answers_is_known(site: Outside, clock: SteppingClock) -> None:
    await site.deploys(ADMISSION)
    await site.gives(ADMISSION, Executor.OPENTEXT)
    await asked(site.world)
    first = clock.now()
    clock.advance(timedelta(minutes=1))
    await asked(site.world)
    assert (await site.held(ADMISSION)).since == first
    site.tenant.statuses = [500]
    await asked(site.world)

    held = await site.held(ADMISSION)
    assert (held.up, held.since) == (False, clock.now())
    health = await executing.health(site.world.hub)
    assert health is not None
    assert health["said"][0] == f"{NAME}: answers"
    assert "does not answer since" in health["said"][1]


async def test_a_booking_is_judged_in_here_whoever_judges_otherwise(
    site: Outside, clock: SteppingClock
) -> None:
    await site.deploys("sponsorship_placement")
    await site.gives("sponsorship_placement", Executor.OPENTEXT)
    studio = await open_studio(OneProcess.open(site.world, clock))
    request = await studio.approved()
    placed = [d for d in (await studio.look(request))["decisions"] if "placement" in d["table"]]

    # Outside once per market when it was asked for, in here once per market when it was booked.
    assert [one["matchedRules"] for one in placed][2:] == [["clear"]] * 2
    assert len(site.tenant.asked) == 2


async def test_who_may_give_a_table_to_whom(site: Outside) -> None:
    hub = site.world.hub
    with pytest.raises(Forbidden):
        await assign(hub, await site.world.actor("requester"), STAGES, Executor.SHADOW)
    with pytest.raises(Missing):
        await site.gives("nope", Executor.SHADOW)
    with pytest.raises(Invalid):
        await site.gives(STAGES, Executor.SHADOW, "x" * 201)
    with pytest.raises(Conflict, match="GREENLIGHT_OPENTEXT_URL"):
        bare = replace(hub, decision_service=None)
        await assign(bare, await site.world.actor("manager"), STAGES, Executor.OPENTEXT)
    held = await site.gives(STAGES, Executor.SHADOW, "who_looks")

    assert (held.decision_key, held.by_id) == ("who_looks", site.world.people["manager"])
    assert (
        await executing.give(
            hub, await site.world.actor("manager"), STAGES, Executor.EMBEDDED, None
        )
        == f"{STAGES}: embedded from now on."
    )
    assert (await site.held(STAGES)).asked == 0


async def test_nobody_is_asked_in_a_transaction(site: Outside) -> None:
    hub, actor = site.world.hub, await site.world.actor("requester")
    with pytest.raises(RuntimeError, match="before the transaction"):
        async with transaction():
            await consider(hub, actor, "campaign", site.world.brief())
    found = await consider(hub, actor, "campaign", site.world.brief())
    async with transaction():
        request = await keep(hub, actor, found)

    assert await requests.get(request.id) is not None


async def test_a_last_look_that_is_not_answered_is_taken_again(site: Outside) -> None:
    request = await asked(site.world, budget=CHEAP)
    await ready(site.world, request)
    await says(site.world, "brand_one", request, "brand")
    await site.deploys(ADMISSION)
    await site.gives(ADMISSION, Executor.OPENTEXT)
    site.tenant.statuses = [503]
    with pytest.raises(Upstream, match="people look"):
        await last_look.look(site.world.hub, request)

    assert await last_look.look(site.world.hub, request) == last_look.Found()
