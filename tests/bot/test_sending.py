"""Cards whose message or place is gone."""

from datetime import timedelta

import pytest
import structlog

from bot.fake import Fault
from bot.fake.model import Message
from bot.ids import ActionId
from domain.approvals import records as approvals
from domain.approvals.model import Choice
from domain.database import sql
from domain.jobs.model import Job, JobState
from domain.jobs.records import with_state
from domain.jobs.service import retry
from domain.people.accounts import link_identity
from domain.requests.model import Request
from domain.requests.revise import revise
from domain.requests.vote import vote
from tests.bot.office import TEAM, Office, text_of
from tests.world import ROOT


def direct(desk: Office) -> list[Message]:
    return [m for place in desk.home.messages if place.startswith("D") for m in desk.shown(place)]


async def jobs(desk: Office) -> list[tuple[str, str]]:
    """Return state and last error of every job that shows cards, in order."""
    rows = await sql.fetch("SELECT * FROM jobs WHERE kind = 'cards.show' ORDER BY id")
    return [(row["state"], row["last_error"] or "") for row in rows]


async def dead_cards() -> list[Job]:
    """Return the jobs that show cards and wait for a person."""
    return [job for job in await with_state(JobState.DEAD, 9) if job.kind == "cards.show"]


async def change(desk: Office) -> None:
    """Change something that every card shows."""
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()


async def approve(desk: Office, request: Request, who: str) -> None:
    """Vote elsewhere than in chat, and let the undo window pass."""
    stages = (await approvals.stages_of([request.id]))[request.id]
    stage = next(stage for stage in stages if stage.key == "brand")
    await vote(desk.world.hub, await desk.world.actor(who), stage.id, Choice.APPROVE)
    await desk.work()
    desk.world.hub.clock.advance(timedelta(seconds=35))  # type: ignore[attr-defined]
    await desk.work()


@pytest.mark.parametrize("code", ["message_not_found", "cant_update_message"])
async def test_a_card_that_was_deleted_is_posted_anew(desk: Office, code: str) -> None:
    await desk.asks("agent")
    await desk.work()
    desk.clicks.fake.faults.add("chat.update", Fault.refused(code))
    await change(desk)
    await change(desk)
    cards = desk.shown("CBRAND")

    assert ["1 of 2 approvals" in text_of(card) for card in cards] == [False, True]
    # Cancelled is what would have drawn them if the process that was clicked at had died.
    assert all(
        state in {"done", "cancelled"} or "undo window" in error
        for state, error in await jobs(desk)
    )


async def test_a_really_deleted_card_is_posted_once_and_followed(desk: Office) -> None:
    await desk.asks("agent")
    await desk.work()
    brand_card = desk.shown("CBRAND")[0]
    account = desk.account("brand_one")
    await desk.clicks.act_on_message(TEAM, account, "CBRAND", brand_card.ts, ActionId.APPROVE)
    desk.home.remove(brand_card)
    await desk.work()
    await desk.click("brand_two", "CBRAND", ActionId.APPROVE)
    await desk.work()
    (card,) = desk.shown("CBRAND")

    assert "approved" in text_of(card)


async def test_a_superseded_card_that_was_deleted_stays_away(desk: Office) -> None:
    request = await desk.asks()
    await desk.work()
    desk.home.remove(desk.shown("CBRAND")[0])
    actor = await desk.world.actor("requester")
    for tagline in ("Another line", "And another"):
        await revise(desk.world.hub, actor, request.id, desk.world.brief(tagline=tagline))
        await desk.work()
    old, new = desk.shown("CBRAND")

    assert "Superseded" in text_of(old)
    assert "stage.approve" in text_of(new)


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (
            "channel_not_found",
            "invite the bot if the channel is private, or move the team with `changeTeamPlace`",
        ),
        ("not_in_channel", "invite the bot to the channel"),
        ("is_archived", "unarchive the channel, or move the team with `changeTeamPlace`"),
    ],
)
async def test_a_place_that_is_gone_is_final_and_said_once(
    desk: Office, code: str, advice: str
) -> None:
    # The team's card is posted first, so the fault is for its channel.
    await desk.asks()
    desk.clicks.fake.faults.add("chat.postMessage", Fault.refused(code))
    with structlog.testing.capture_logs() as logged:
        await desk.work()
    ((state, error),) = await jobs(desk)

    assert state == "dead"
    assert f"CBRAND: {code}; {advice}" in error
    assert [e["event"] for e in logged if e.get("kind") == "cards.show"] == ["job_dead"]
    asked = [card for card in direct(desk) if "stage.approve" in text_of(card)]
    assert len(asked) == 2  # Both reviewers are asked directly instead.
    assert "In review" in text_of(direct(desk)[0])


@pytest.mark.parametrize("before", ["never posted", "posted"])
async def test_a_team_that_was_moved_gets_its_card_there_when_the_job_is_tried_again(
    desk: Office, before: str
) -> None:
    hub = desk.world.hub
    await desk.asks("agent")
    if before == "posted":
        await desk.work()
        await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    desk.home.channels["CBRAND"].is_archived = True
    for _ in range(3):
        await desk.work()
        hub.clock.advance(timedelta(seconds=35))  # type: ignore[attr-defined]
    (dead,) = await dead_cards()
    await sql.execute("UPDATE teams SET place = 'CLEGAL' WHERE key = 'brand'")
    await retry(hub.wake, hub.clock.now(), dead.key)
    await desk.work()

    assert "stage.approve" in text_of(desk.shown("CLEGAL")[-1])
    assert await dead_cards() == []


async def test_who_is_linked_anew_gets_the_card_there_when_the_job_is_tried_again(
    desk: Office,
) -> None:
    hub = desk.world.hub
    request = await desk.asks()
    desk.home.users[desk.account("requester")].deleted = True
    desk.clicks.fake.faults.add("chat.postMessage", Fault.slow(0), Fault.refused("user_disabled"))
    await desk.work()
    ((_, error),) = await jobs(desk)
    await link_identity(hub, ROOT, TEAM, "USTRANGER", request.requester_id, "test")
    await retry(hub.wake, hub.clock.now(), f"cards:{request.id}:1")
    await desk.work()

    assert "link the account that the person has now with `linkChatIdentity`" in error
    assert len(direct(desk)) == 1


async def test_a_place_that_stays_gone_is_not_said_again_and_is_used_once_it_is_back(
    desk: Office,
) -> None:
    request = await desk.asks("agent")
    channel = desk.home.channels["CBRAND"]
    channel.is_archived = True
    await desk.work()
    await approve(desk, request, "brand_one")
    states = [state for state, _ in await jobs(desk)]
    channel.is_archived = False
    await approve(desk, request, "brand_two")

    assert states == ["dead", "done"]
    assert "approved" in text_of(desk.shown("CBRAND")[0])


async def test_an_archived_channel_gets_its_card_edited_once_it_is_back(desk: Office) -> None:
    request = await desk.asks("agent")
    await desk.work()
    channel = desk.home.channels["CBRAND"]
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    channel.is_archived = True
    for _ in range(3):
        await desk.work()
    channel.is_archived = False
    await approve(desk, request, "brand_two")
    (card,) = desk.shown("CBRAND")

    assert "approved" in text_of(card)
