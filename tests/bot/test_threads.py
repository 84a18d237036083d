"""Threads under cards: each step is one reply, told to those it is for."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.reference import events
from bot.ids import ActionId
from bot.messages.replies import SAYS
from bot.messages.reply_sentences import SENTENCES
from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.clock import SteppingClock
from domain.database import transaction
from domain.requests.ledger import follow
from domain.requests.model import Request
from domain.requests.rules import AMONG_REVIEWERS
from domain.tellings.model import Outcome, What
from tests.bot.days import told
from tests.bot.office import TEAM, Office

#: What an event is called that is of a request.
OF_REQUESTS = (
    *("campaign.", "condition.", "placement.", "publication.", "remedy.", "request.", "stage."),
    *("takedown.", "targeting."),
)

#: Of what no thread says anything, with why.
UNSAID: Mapping[str, str] = {
    "campaign.backfill_asked": "figures are fetched by operators",
    "campaign.backfill_ended": "figures are fetched by operators",
    "campaign.retired": "it follows from what was told: that it is withdrawn or rejected",
    "campaign.review_process_started": "the process speaks for itself",
    "campaign.reviewed": "a review has a reply of its own",
    "campaign.said_gone": "it is told of the takedown that asked for it",
    "placement.withdrawn": "the show's team has a message of its own",
    "publication.reported": "what a target says is told as what becomes of the request",
    "publication.taken": "what a target says is told as what becomes of the request",
    "request.submitted": "the card itself says so",
    "stage.decided_elsewhere_in_vain": "it changed nothing",
    "targeting.set": "the campaign is told of its targets",
}


async def test_each_step_is_one_reply_in_the_thread_and_never_in_the_channel(
    desk: Office,
) -> None:
    request = await desk.asks(agency_id=desk.world.agency_id)
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()
    await desk.click("brand_two", "CBRAND", ActionId.REJECT)
    await desk.clicks.submit(
        TEAM, desk.account("brand_two"), {"reason": {"value": "<!channel> no"}}
    )
    await desk.work()
    await desk.work()
    thread, mine = desk.thread("CBRAND"), desk.thread(desk.direct("requester"))
    log = await told(request, What.REPLY)

    assert [m.text for m in thread] == ["Brand One approved Brand.", "Brand Two rejected Brand."]
    assert [m.text for m in mine] == [m.text for m in thread]
    assert not any(m.reply_broadcast for m in [*thread, *mine])
    assert "<!channel>" not in str([m.text for m in thread])
    assert '"type": "text", "text": "<!channel> no"' in str(thread[1].blocks).replace("'", '"')
    assert [outcome for _, outcome, _ in log] == [Outcome.DELIVERED] * 4


async def test_what_reviewers_say_elsewhere_is_told_to_them_and_not_to_who_asked(
    desk: Office,
) -> None:
    hub = desk.world.hub
    request = await desk.asks("agent")
    await desk.work()
    said = {"stage": "brand", "round": 1, "reason": "They always ask too much.", "outsider": True}
    async with transaction():
        now = hub.clock.now()
        await audit.record(now, CONNECTOR, "stage.commented_elsewhere", request.id, said)
        await follow(hub, request, now, unchanged=True)
    await desk.work()

    assert [m.text for m in desk.thread("CBRAND")] == ["Somebody commented on Brand in OpenText."]
    assert desk.thread(desk.direct("agent")) == []


def test_every_act_on_a_request_is_said_in_its_threads_or_there_is_a_reason() -> None:
    acts = {one for one in events.names() if one.startswith(OF_REQUESTS)}

    assert acts - set(SAYS) - set(UNSAID) == set()
    assert set(UNSAID) - acts == set()
    assert set(UNSAID) & set(SAYS) == set()
    assert {one for one in SAYS if one.startswith(OF_REQUESTS)} - acts == set()


async def test_what_becomes_of_a_request_is_told_to_who_asked_and_in_no_channel(
    desk: Office, clock: SteppingClock
) -> None:
    """What is of a stage and a round is told under the cards of those who were asked as well."""
    request = await desk.asks("agent")
    await desk.work()
    of_all = sorted(set(SENTENCES) - AMONG_REVIEWERS - {"request.withdrawn"})
    for act in of_all:
        clock.advance(timedelta(seconds=5))
        await happens(desk, request, act)
    clock.advance(timedelta(seconds=5))
    await happens(desk, request, "stage.closed", stage="brand", round=1)
    mine, theirs = desk.thread(desk.direct("agent")), desk.thread("CBRAND")

    assert len(mine) == len({one.text for one in mine}) == len(of_all) + 1
    assert [one.text for one in theirs] == ["Brand is done."]


async def happens(desk: Office, request: Request, act: str, **details: Any) -> None:
    """Have something happen to a request by itself, and be told."""
    hub = desk.world.hub
    async with transaction():
        now = hub.clock.now()
        await audit.record(now, CONNECTOR, act, request.id, details)
        await follow(hub, request, now, unchanged=True)
    await desk.work()
