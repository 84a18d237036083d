"""What is decided there counts here: once, by whom, and never against what was decided before."""

from datetime import timedelta
from typing import Any

import pytest

from app.jobs.subjects import SUBJECTS
from domain.actor import Door
from domain.approvals.model import Choice
from domain.errors import Conflict, Missing
from domain.jobs import records as jobs
from domain.jobs.model import JobState
from domain.orchestration import drifts, polling, tasks
from domain.orchestration.model import Verdict
from domain.orchestration.rules import REVISE
from domain.people import service as people
from domain.requests import mirrored, vote
from domain.requests.model import RequestState
from domain.requests.revise import revise
from domain.requests.submit import submit
from domain.requests.vote import undo
from tests.domain.orchestration.there import LATER, There
from tests.domain.requests.acts import CHEAP, asked, ready, says
from tests.world import ROOT

BOTH = pytest.mark.parametrize("there", ["opentext", "flowable"], indirect=True)
BRAND_ONE = "brand_one@hub.example.com"


@BOTH
async def test_a_yes_there_closes_the_stage_short_of_its_quorum(there: There) -> None:
    world = there.world
    actor = await world.actor("agent")
    request = await submit(there.hub, actor, "campaign", world.brief(agency_id=None))
    await there.works()
    task = await there.decides(request, "brand", "approved", BRAND_ONE, "Fine with us.")
    await there.looks()
    (event,) = [e for e in await there.trail(request) if e.act == "stage.decided_elsewhere"]
    known = await tasks.known(task.id)

    assert await there.stands(request, "brand") == "approved"
    assert (event.actor_id, event.door) == (world.people["brand_one"], Door.CONNECTOR)
    assert event.details["quorum"] == 2
    assert event.details["quorum_asked_for"] is False
    assert event.details["reason"] == "Fine with us."
    assert known is not None
    assert (known.verdict, known.by_id) == (Verdict.COUNTED, world.people["brand_one"])


async def test_the_last_yes_there_asks_for_the_effect(there: There) -> None:
    request = await asked(there.world, budget=CHEAP)
    await ready(there.world, request)
    await there.works()
    await there.decides(request, "brand", "approved", BRAND_ONE)
    await there.looks()
    kinds = [job.kind for job in await jobs.with_state(JobState.OPEN, 99)]

    assert (await there.now(request)).state is RequestState.APPROVED
    assert "campaign.publish" in kinds


async def test_somebody_whom_nobody_here_knows_is_named_and_kept_out_of_the_record(
    there: There,
) -> None:
    request = await asked(there.world)
    await there.works()
    task = await there.decides(request, "brand", "approved", "outside@partner.example")
    await there.looks()
    known = await tasks.known(task.id)
    event = (await there.trail(request))[-1]

    assert known is not None
    assert (known.by_id, known.by_name) == (None, "outside@partner.example")
    assert event.details["outsider"] is True
    assert "partner.example" not in str(event.details)


async def test_a_yes_of_nobody_does_not_count(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    task = await there.decides(request, "brand", "approved", "")
    await there.looks()
    known = await tasks.known(task.id)

    assert known is not None
    assert known.verdict is Verdict.NOT_ALLOWED
    assert await there.stands(request, "brand") == "open"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("rejected", RequestState.REJECTED),
        ("changes_requested", RequestState.CHANGES_REQUESTED),
    ],
)
async def test_a_no_there_is_a_no_here_with_its_reason(
    there: There, outcome: str, state: RequestState
) -> None:
    request = await asked(there.world)
    await there.works()
    await there.decides(request, "brand", outcome, BRAND_ONE, "The claim needs a source.")
    await there.looks()
    after = await there.now(request)

    assert (after.state, after.note) == (state, "The claim needs a source.")


@BOTH
async def test_what_was_decided_here_first_stands(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await says(there.world, "brand_one", request, "brand")
    await there.decides(request, "brand", "rejected", "brand_two@hub.example.com")
    await there.works(after=LATER)
    await there.looks()
    instance = there.tenant.processes.instances[(await there.mirror(request)).instance_id or ""]
    every = [said for one in there.tenant.processes.instances.values() for said in one.comments]
    drift = await drifts.newest(9)
    acts = [event.act for event in await there.trail(request)]

    assert await there.stands(request, "brand") == "approved"
    assert acts[-1] == "stage.decided_elsewhere_in_vain"
    assert [one.gap for one in drift] == ["decision_late"]
    assert len(every) == 1
    assert "did not count in Greenlight: it had been decided" in every[0]
    assert instance is not None


async def test_what_was_decided_there_first_stands(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await there.decides(request, "brand", "approved", BRAND_ONE)
    await there.looks()
    with pytest.raises(Conflict, match="approved already"):
        await says(there.world, "brand_two", request, "brand", Choice.REJECT)


async def test_a_decision_counts_once_however_often_it_is_heard_of(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await there.decides(request, "brand", "approved", BRAND_ONE)
    for _ in range(3):
        await there.looks()
    acts = [event.act for event in await there.trail(request)]

    assert acts.count("stage.decided_elsewhere") == 1
    assert await drifts.newest(9) == []


async def test_a_decision_that_is_heard_of_hours_later_counts(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await there.looks()
    await there.decides(request, "brand", "approved", BRAND_ONE)
    there.clock.advance(timedelta(hours=9))
    await there.looks()

    assert await there.stands(request, "brand") == "approved"


async def test_nobody_approves_their_own_there_and_it_is_asked_again(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await there.decides(request, "brand", "approved", "requester@hub.example.com")
    await there.looks()
    await there.works()
    (drift,) = await drifts.newest(9)

    assert await there.stands(request, "brand") == "open"
    assert await there.asked(request) == ["brand"]
    assert "nobody approves their own request" in drift.said


async def test_whoever_is_barred_here_decides_nothing_there(there: There) -> None:
    await people.deactivate(there.hub, ROOT, there.world.people["brand_two"])
    request = await asked(there.world)
    await there.works()
    await there.decides(request, "brand", "approved", "Brand_Two@hub.example.com")
    await there.looks()
    (drift,) = await drifts.newest(9)

    assert await there.stands(request, "brand") == "open"
    assert "barred" in drift.said


async def test_a_task_without_an_outcome_decides_nothing_and_says_so(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    task = await there.task(request, "brand")
    (await there.instance(request)).values["outcome_brand"] = "perhaps"
    there.tenant.processes.complete(task.id, None, BRAND_ONE)
    await there.looks()
    (drift,) = await drifts.newest(9)

    assert await there.stands(request, "brand") == "open"
    assert "says neither approved, rejected nor changes_requested" in drift.said


async def test_a_decision_about_an_earlier_revision_does_not_count(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await there.decides(request, "brand", "approved", BRAND_ONE)
    there.clock.advance(timedelta(minutes=1))
    actor = await there.world.actor("requester")
    await revise(there.hub, actor, request.id, there.world.brief(tagline="New"))
    await there.works()
    await there.looks()

    assert await there.stands(request, "brand") == "open"
    assert await there.asked(request) == ["brand"]
    assert [one.gap for one in await drifts.newest(9)] == ["decision_unusable"]


async def test_a_revision_is_not_made_there(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    await there.decides(request, "brand", "changes_requested", BRAND_ONE, "Shorter.")
    await there.looks()
    await there.decides(request, REVISE, "revised", "requester@hub.example.com")
    await there.looks()
    (drift,) = await drifts.newest(9)

    assert (await there.now(request)).state is RequestState.CHANGES_REQUESTED
    assert "a revision is made in Greenlight" in drift.said


async def test_a_vote_before_a_decision_there_cannot_be_taken_back_any_more(there: There) -> None:
    world = there.world
    actor = await world.actor("agent")
    request = await submit(there.hub, actor, "campaign", world.brief(agency_id=None))
    await there.works()
    await says(world, "brand_one", request, "brand")
    await there.decides(request, "brand", "approved", "brand_two@hub.example.com")
    await there.looks()
    with pytest.raises(Missing, match="no vote to take back"):
        await undo(there.hub, await world.actor("brand_one"), request.id)


async def test_one_that_makes_trouble_keeps_no_other_from_being_heard(
    there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await asked(there.world), await asked(there.world)
    await there.works()
    for request in (first, second):
        await there.decides(request, "brand", "approved", BRAND_ONE)
    sound = vote.settle

    async def settle(hub: Any, actor: Any, before: Any, *rest: Any, **more: Any) -> Any:
        if before.request.id == first.id:
            raise Conflict("broken", "It cannot be booked.")
        return await sound(hub, actor, before, *rest, **more)

    monkeypatch.setattr(mirrored, "settle", settle)
    await polling.look(there.hub, SUBJECTS)
    (drift,) = await drifts.newest(9)

    assert await there.stands(first, "brand") == "open"
    assert await there.stands(second, "brand") == "approved"
    assert "It cannot be booked." in drift.said


# --- how tasks are found ---


@pytest.mark.parametrize("keyed", ["key", "category", "variable", "name"])
async def test_a_task_stands_for_the_stage_it_names(there: There, keyed: str) -> None:
    there.tenant.processes.keyed = keyed
    request = await asked(there.world)
    await there.works()
    await there.decides(request, "brand", "approved", BRAND_ONE)
    await there.looks()

    assert await there.stands(request, "brand") == "approved"


async def test_a_task_that_names_no_stage_is_listed(there: There) -> None:
    request = await asked(there.world)
    await there.works()
    task = await there.task(request, "brand")
    task.key = task.name = "Ask the neighbours"
    await says(there.world, "brand_one", request, "brand")
    await there.works()
    (drift,) = await drifts.newest(9)
    there.tenant.processes.complete(task.id, "approved", BRAND_ONE)
    await there.looks()

    assert drift.gap == "task_unmatched"
    assert "stands for no stage" in drift.said
    assert drift.subject_id == request.id


async def test_a_task_of_an_unknown_instance_is_listed_and_changes_nothing(there: There) -> None:
    stray = there.tenant.processes.start("greenlight_campaign", None, None, {"outcome_brand": ""})
    task, *_ = there.tenant.processes.open_tasks(stray.id)
    await there.looks()
    there.tenant.processes.complete(task.id, "approved", BRAND_ONE)
    await there.looks()
    found = {one.task_id: one for one in await drifts.newest(9)}

    assert "does not know" in found[task.id].said
    assert {one.subject_id for one in found.values()} == {None}


async def test_what_cannot_be_read_is_listed_and_the_rest_is_read(there: There) -> None:
    there.tenant.trouble.odd = [
        {"id": "bad/id"},
        {"id": "late", "createTime": "soon"},
        "text",
        None,
    ]
    request = await asked(there.world)
    await there.works()
    await there.decides(request, "brand", "approved", BRAND_ONE)
    await there.looks()

    assert await there.stands(request, "brand") == "approved"
    assert {one.gap for one in await drifts.newest(9)} == {"unreadable"}


@BOTH
async def test_many_tasks_are_read_page_by_page_and_none_is_missed(there: There) -> None:
    there.tenant.trouble.repeated = 2
    request = await asked(there.world)
    await there.works()
    held = there.tenant.processes
    for at in range(250):
        there.clock.advance(timedelta(milliseconds=10 * (at % 40 == 0)))
        stray = held.start("greenlight_campaign", None, None, {"outcome_brand": ""})
        held.complete(held.open_tasks(stray.id)[0].id, "approved", BRAND_ONE)
    await there.decides(request, "brand", "approved", BRAND_ONE)
    await there.looks()

    assert await there.stands(request, "brand") == "approved"
