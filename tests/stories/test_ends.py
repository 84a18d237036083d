"""How a campaign ends early: withdrawn, rejected, too late, or with nobody to publish it."""

from typing import Any

import pytest

from app.doctor import attending
from connectors.spotify.fake.state import LEVELS, Fault
from domain.errors import Missing
from domain.jobs import records as jobs
from domain.jobs.model import ATTEMPTS_MAX, JobState
from tests.api.door import brief
from tests.stories.desk import Desk
from tests.stories.test_w2_campaign import REVISE, approved

ERRORS = "errors { ... on UserError { code message } }"
WITHDRAW = f"""mutation($input: WithdrawRequestInput!) {{
  done: withdrawRequest(input: $input) {{ {ERRORS} }} }}"""
UNDO = f"mutation($input: UndoVoteInput!) {{ done: undoVote(input: $input) {{ {ERRORS} }} }}"


async def done(desk: Desk, who: str, mutation: str, **given: Any) -> list[dict[str, str]]:
    """Do something through the door; return what was wrong with it."""
    data = await (await desk.front(who)).data(mutation, input=given)
    (payload,) = data.values()
    errors: list[dict[str, str]] = payload["errors"]
    return errors


async def withdrawn(desk: Desk, request: dict[str, str]) -> None:
    given = {"requestId": request["id"], "reason": "Not this year."}
    assert await done(desk, "requester", WITHDRAW, **given) == []


async def rejected(desk: Desk, who: str, request: dict[str, str]) -> None:
    await desk.says(who, request, "brand", choice="REJECT", reason="Not like this.")


async def revised(desk: Desk, request: dict[str, str], **changes: Any) -> None:
    given = {"requestId": request["id"], "brief": brief(desk.world, **changes), "seenRevision": 1}
    assert await done(desk, "requester", REVISE, **given) == []


async def test_withdrawn_while_nobody_knows_whether_it_was_published(desk: Desk) -> None:
    request = await approved(desk)
    desk.account.faults = [Fault("POST", "/drafts/campaigns/", after_success=True)]
    await desk.work(seconds=31, rounds=1)
    assert (await desk.look(request))["state"] == "APPROVED"
    assert len(desk.account.live["campaigns"]) == 1
    await withdrawn(desk, request)
    await desk.work(seconds=60)
    found = await desk.look(request)
    (campaign,) = desk.account.live["campaigns"].values()

    assert found["state"] == "WITHDRAWN"
    assert campaign["status"] == "ARCHIVED"
    assert [p["state"] for p in found["placements"]] == ["ARCHIVED"]  # type: ignore[attr-defined]


async def test_rejected_and_taken_back_keeps_its_draft_and_for_good_loses_it(desk: Desk) -> None:
    request = (await (await desk.front("requester")).submit(desk.world))["request"]
    await desk.work()
    await rejected(desk, "brand_one", request)
    assert await done(desk, "brand_one", UNDO, requestId=request["id"]) == []
    await desk.work(seconds=60)
    kept = len(desk.account.drafts["campaigns"])
    await rejected(desk, "brand_one", request)
    await desk.work(seconds=60)

    assert kept == 1
    assert [len(desk.account.drafts[level]) for level in LEVELS] == [0, 0, 0]


async def test_what_was_approved_too_late_is_not_published(desk: Desk) -> None:
    request = await approved(desk)
    await desk.work(seconds=8 * 86_400)
    found = await desk.look(request)

    assert found["state"] == "CHANGES_REQUESTED"
    assert str(found["note"]).startswith("It was not published: The flight must start in the")
    assert desk.account.live["campaigns"] == {}


async def test_what_cannot_be_published_says_so_and_is_tried_again_on_demand(desk: Desk) -> None:
    request = await approved(desk)
    desk.account.faults = [Fault("POST", "/drafts/campaigns/", 503) for _ in range(99)]
    for _ in range(ATTEMPTS_MAX + 2):
        await desk.work(seconds=1_000, rounds=2)
    stuck = await desk.look(request)
    (dead,) = await jobs.with_state(JobState.DEAD, 9)
    desk.account.faults = []
    said = await attending.retry(desk.world.hub, dead.key)
    await desk.work()
    found = await desk.look(request)

    assert stuck["state"] == "APPROVED"
    assert str(stuck["trouble"]).startswith("Publishing this stopped: ")
    assert f"`greenlight retry {dead.key}`" in str(stuck["trouble"])
    assert said == f"{dead.key} is tried again as soon as the hub runs."
    assert (found["state"], found["trouble"]) == ("PUBLISHED", None)


async def test_only_what_was_given_up_is_tried_again(desk: Desk) -> None:
    with pytest.raises(Missing, match="greenlight doctor"):
        await attending.retry(desk.world.hub, "effect:nothing")


async def test_a_live_campaign_is_withdrawn_and_paused(desk: Desk) -> None:
    request = await approved(desk)
    await desk.work(seconds=31)
    (campaign,) = desk.account.live["campaigns"]
    desk.account.moderate(campaign, approve=True)
    await desk.work(seconds=40)
    live = (await desk.look(request))["state"]
    await withdrawn(desk, request)
    await desk.work()

    assert live == "LIVE"
    assert (await desk.look(request))["state"] == "WITHDRAWN"
    assert desk.account.live["campaigns"][campaign]["status"] == "ARCHIVED"


async def test_a_refused_campaign_is_paused_and_runs_again_once_it_is_accepted(desk: Desk) -> None:
    request = await approved(desk)
    await desk.work(seconds=31)
    (campaign,) = desk.account.live["campaigns"]
    desk.account.moderate(campaign, approve=False, reason="A price.")
    await desk.work(seconds=40)
    paused = desk.account.live["campaigns"][campaign]["status"]
    await revised(desk, request, name="Said better")
    await desk.work()
    await desk.says("brand_one", request, "brand")
    await desk.says("finance_one", request, "finance")
    await desk.work(seconds=31)

    assert paused == "PAUSED"
    assert (await desk.look(request))["state"] == "PUBLISHED"
    assert desk.account.live["campaigns"][campaign]["status"] == "ACTIVE"


async def test_published_behind_a_lost_answer_and_edited_since_is_paused(desk: Desk) -> None:
    request = await approved(desk)
    desk.account.faults = [Fault("POST", "/drafts/campaigns/", after_success=True)]
    await desk.work(seconds=31, rounds=1)
    (campaign,) = desk.account.live["campaigns"].values()
    campaign["name"] = "Renamed by hand"
    await desk.work(seconds=60, rounds=1)
    found = await desk.look(request)

    assert found["state"] == "IN_REVIEW"
    assert str(found["note"]).startswith("It was published, and edited at Spotify since")
    assert campaign["status"] == "PAUSED"
    assert [p["state"] for p in found["placements"]] == ["STOPPED"]  # type: ignore[attr-defined]


async def test_a_try_that_sent_nothing_leaves_the_last_look_to_the_next(desk: Desk) -> None:
    request = await approved(desk)
    desk.account.faults = [Fault("GET", "/drafts/campaigns/", 503) for _ in range(9)]
    await desk.work(seconds=31, rounds=1)
    tried = (await desk.look(request))["state"]
    desk.account.faults = []
    await desk.work(seconds=8 * 86_400)
    found = await desk.look(request)

    assert tried == "APPROVED"
    assert found["state"] == "CHANGES_REQUESTED"
    assert str(found["note"]).startswith("It was not published: The flight must start in the")
    assert desk.account.live["campaigns"] == {}


async def test_what_spotify_bars_for_the_account_goes_on_once_it_is_let(desk: Desk) -> None:
    request = await approved(desk)
    desk.account.faults = [Fault("POST", "/drafts/campaigns/", 403)]
    await desk.work(seconds=31)
    kept = (await desk.look(request))["state"]
    await desk.work(seconds=901)

    assert kept == "APPROVED"
    assert (await desk.look(request))["state"] == "PUBLISHED"


async def test_a_later_rejection_keeps_its_draft_for_as_long_as_it_can_be_taken_back(
    desk: Desk,
) -> None:
    request = (await (await desk.front("requester")).submit(desk.world))["request"]
    await desk.work(rounds=2)
    await rejected(desk, "brand_one", request)
    await desk.work(seconds=10, rounds=1)
    assert await done(desk, "brand_one", UNDO, requestId=request["id"]) == []
    await desk.work(seconds=12, rounds=1)
    await rejected(desk, "brand_two", request)
    await desk.work(seconds=9, rounds=1)
    kept = len(desk.account.drafts["campaigns"])
    await desk.work(seconds=30, rounds=2)
    (late,) = await done(desk, "brand_two", UNDO, requestId=request["id"])

    assert late["code"] == "too_late"
    assert kept == 1
    assert desk.account.drafts["campaigns"] == {}


async def test_a_draft_that_replaced_the_known_one_goes_as_well(desk: Desk) -> None:
    request = await approved(desk)
    (known,) = desk.account.drafts["campaigns"]
    copy = {**desk.account.drafts["campaigns"][known], "id": "99999999-2222-4333-8444-555555555555"}
    desk.account.drafts["campaigns"][copy["id"]] = copy
    await withdrawn(desk, request)
    await desk.work()

    assert desk.account.drafts["campaigns"] == {}
