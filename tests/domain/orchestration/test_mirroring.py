"""What is asked for here is mirrored there: started once, told of every word, completed once."""

from datetime import timedelta
from typing import Any

import pytest

from domain.approvals.model import Choice
from domain.orchestration import records
from domain.orchestration.model import Orchestrator
from domain.orchestration.rules import REVISE
from domain.requests import outcomes
from domain.requests.model import Move, RequestState
from domain.requests.orchestrating import assign
from domain.requests.revise import revise, withdraw
from domain.requests.submit import submit
from domain.requests.vote import undo, vote
from tests.domain.orchestration.there import LATER, PROCESS, There
from tests.domain.requests.acts import CHEAP, asked, ready, says, stage

BOTH = pytest.mark.parametrize("there", ["opentext", "flowable"], indirect=True)


@BOTH
async def test_a_request_goes_its_way_in_both(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    instance = await there.instance(request)

    assert await there.asked(request) == ["brand"]
    assert instance.business_key == request.id
    assert instance.values["number"] == request.number
    assert instance.values["markets"] == ["AT", "DE"]
    assert [one["key"] for one in instance.values["stages"]] == ["brand", "readiness", "finance"]
    assert instance.values["outcome_legal"] == "not_asked"

    await ready(there.world, request)
    await says(there.world, "brand_one", request, "brand")
    await there.works()
    assert await there.asked(request) == ["brand"]  # The vote can be taken back still.

    await there.works(after=LATER)
    assert await there.asked(request) == ["finance"]

    await says(there.world, "finance_one", request, "finance")
    await there.works(after=LATER)
    await there.looks()

    assert (await there.instance(request)).ended_at is not None
    assert (await there.instance(request)).values["outcome_finance"] == "approved"
    assert (await there.now(request)).state is RequestState.APPROVED
    assert (await there.mirror(request)).ended_at is not None
    assert await there.checks() == []


async def test_a_vote_that_does_not_decide_is_a_comment(there: There) -> None:
    request = await submit(there.hub, await there.world.actor("agent"), "campaign", brief(there))
    await there.works()
    await says(there.world, "brand_one", request, "brand")
    await there.works(after=LATER)
    task = await there.task(request, "brand")

    assert [said.split(" [vot_")[0] for said in task.comments] == [
        "Brand One approved in Greenlight, 1 of 2."
    ]

    await says(there.world, "brand_two", request, "brand")
    await there.works(after=LATER)

    assert not task.open
    assert len(task.comments) == 2


async def test_a_comment_tells_the_conditions_of_a_yes(there: There) -> None:
    request = await submit(there.hub, await there.world.actor("agent"), "campaign", brief(there))
    await there.works()
    brand = await stage(request, "brand")
    actor = await there.world.actor("brand_one")
    await vote(there.hub, actor, brand.id, Choice.APPROVE, conditions=["Name the source."])
    await there.works()
    (said,) = (await there.task(request, "brand")).comments

    assert "approved in Greenlight, 1 of 2. Condition: Name the source. [vot_" in said


async def test_a_vote_taken_back_completes_nothing(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await says(there.world, "brand_one", request, "brand")
    await there.works()
    await undo(there.hub, await there.world.actor("brand_one"), request.id)
    await there.works(after=LATER)
    task = await there.task(request, "brand")

    assert task.open
    assert "took that back" in task.comments[-1]


async def test_a_no_ends_the_process(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await says(there.world, "brand_one", request, "brand", Choice.REJECT)
    await there.works(after=LATER)
    instance = await there.instance(request)

    assert instance.ended_at is not None
    assert instance.deleted is None
    assert instance.values["outcome_brand"] == "rejected"


@BOTH
async def test_a_wish_for_changes_waits_for_the_revision(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await ready(there.world, request)
    await says(there.world, "brand_one", request, "brand")
    await there.works(after=LATER)
    await says(there.world, "finance_one", request, "finance", Choice.REQUEST_CHANGES)
    await there.works(after=LATER)
    assert await there.asked(request) == [REVISE]

    money = {"amount": "15000", "currency": "EUR"}
    actor = await there.world.actor("requester")
    await revise(there.hub, actor, request.id, there.world.brief(budget=money))
    await there.works()
    await ready(there.world, await there.now(request))
    await there.works(after=LATER)
    instance = await there.instance(request)

    assert await there.asked(request) == ["finance"]  # Brand keeps its yes.
    assert instance.values["revision"] == 2
    assert len(there.tenant.processes.instances) == 1


async def test_a_revision_in_review_is_told(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    actor = await there.world.actor("requester")
    await revise(there.hub, actor, request.id, there.world.brief(tagline="New"))
    await there.works()

    assert (await there.instance(request)).values["revision"] == 2
    assert await there.asked(request) == ["brand"]
    assert len(there.tenant.processes.instances) == 1


async def test_what_a_process_cannot_follow_is_started_anew(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await ready(there.world, request)
    await says(there.world, "brand_one", request, "brand")
    await there.works(after=LATER)
    first = await there.instance(request)
    actor = await there.world.actor("requester")
    await revise(there.hub, actor, request.id, there.world.brief(tagline="New"))
    await there.works()

    assert first.deleted is not None
    assert await there.asked(request) == ["brand"]
    assert (await there.instance(request)).values["greenlight_generation"] == 2
    assert await there.checks() == []


async def test_what_comes_back_after_its_process_ended_is_started_anew(there: There) -> None:
    request = await asked(there.world, budget=CHEAP)
    await ready(there.world, request)
    await says(there.world, "brand_one", request, "brand")
    await there.works(after=LATER)
    await outcomes.move(there.hub, request.id, Move.SEND_BACK, "publisher.refused", note="No.")
    await there.works(after=LATER)
    first = await there.instance(request)
    actor = await there.world.actor("requester")
    money = there.world.brief(budget=CHEAP, tagline="Another")
    await revise(there.hub, actor, request.id, money)
    await there.works()

    assert first.values["outcome_brand"] == "approved"
    assert first.ended_at is not None
    assert (await there.instance(request)).id != first.id
    assert await there.asked(request) == ["brand"]


async def test_what_is_withdrawn_is_ended(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await withdraw(there.hub, await there.world.actor("requester"), request.id, "Not this year.")
    await there.works()

    assert (await there.instance(request)).deleted is not None
    assert (await there.mirror(request)).ended_at is not None


async def test_what_is_withdrawn_before_it_was_started_is_never_started(there: There) -> None:
    request = await asked(there.world)
    await withdraw(there.hub, await there.world.actor("requester"), request.id, "Not this year.")
    await there.works()

    assert there.tenant.processes.instances == {}


async def test_what_is_withdrawn_while_its_start_fails_is_followed_no_more(there: There) -> None:
    there.tenant.trouble.statuses = [503] * 3
    request = await asked(there.world)
    await there.works()
    await withdraw(there.hub, await there.world.actor("requester"), request.id, "Not this year.")
    intended = (await there.mirror(request)).intended_at
    for _ in range(3):
        await there.works(after=timedelta(minutes=10))

    assert intended is not None
    assert there.tenant.processes.instances == {}
    assert there.tenant.trouble.statuses == []
    assert (await there.mirror(request)).ended_at is not None


async def test_what_was_asked_for_before_stays_with_who_led_it(there: There) -> None:
    request = await asked(there.world)
    admin = await there.world.actor("admin")
    await assign(there.hub, admin, "campaign", Orchestrator.EMBEDDED)
    later = await asked(there.world)
    await there.works()

    assert await there.asked(request) == ["brand"]
    assert await records.mirror(later.id) is None


# --- trouble ---


@BOTH
@pytest.mark.parametrize("lost", ["POST process-instances", "POST comments", "POST task"])
async def test_a_lost_answer_does_nothing_twice(there: There, lost: str) -> None:
    there.tenant.trouble.lost = [lost.removeprefix("POST ")] if "task" not in lost else []
    request = await asked(there.world)
    await there.works()
    await there.works(after=timedelta(minutes=1))
    if lost == "POST task":
        there.tenant.trouble.lost = [(await there.task(request, "brand")).id]
    await says(there.world, "brand_one", request, "brand")
    await there.works()
    await there.works(after=timedelta(minutes=1))
    await there.works(after=timedelta(minutes=1))
    (instance,) = there.tenant.processes.instances.values()
    (brand,) = [t for t in there.tenant.processes.tasks.values() if t.key == "brand"]

    assert there.tenant.trouble.lost == []
    assert instance.values["outcome_brand"] == "approved"
    assert len(brand.comments) == 1
    assert await there.checks() == []


async def test_what_is_away_for_hours_is_told_everything_afterwards(there: There) -> None:
    there.tenant.trouble.statuses = [503] * 25
    request = await asked(there.world, budget=CHEAP)
    await there.works()
    assert "503" in str((await there.mirror(request)).trouble)
    await ready(there.world, request)
    after = await says(there.world, "brand_one", request, "brand")
    for _ in range(40):
        await there.works(after=timedelta(minutes=10))

    assert after.state is RequestState.APPROVED
    assert (await there.instance(request)).ended_at is not None
    assert (await there.mirror(request)).trouble is None
    assert there.tenant.trouble.statuses == []


async def test_it_is_asked_no_sooner_than_it_says(there: There) -> None:
    there.tenant.trouble.statuses, there.tenant.trouble.retry_after = [429], "120"
    request = await asked(there.world)
    await there.works()
    await there.works(after=timedelta(seconds=119))
    before = dict(there.tenant.processes.instances)
    await there.works(after=timedelta(seconds=2))

    assert before == {}
    assert await there.asked(request) == ["brand"]


async def test_an_expired_token_is_renewed(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    there.tenant.expire()
    await says(there.world, "brand_one", request, "brand")
    await there.works()

    assert len((await there.task(request, "brand")).comments) == 1
    assert there.tenant.fetched == 2


async def test_a_process_that_is_not_deployed_is_named_and_started_once_it_is(
    there: There,
) -> None:
    route = there.tenant.processes.deployed.pop(PROCESS)
    request = await asked(there.world)
    await there.works()
    trouble = (await there.mirror(request)).trouble
    there.tenant.processes.deploy(PROCESS, route)
    await there.works(after=timedelta(minutes=1))

    assert "is the process deployed that the kind names?" in str(trouble)
    assert await there.asked(request) == ["brand"]


def brief(there: There) -> dict[str, Any]:
    return there.world.brief(agency_id=None)
