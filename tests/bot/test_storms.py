"""Many cards at once: under Slack's own limits, in order, the last state on every copy.

The clock is the test's: it goes from one thing that is due to the next, so that hours of waiting
take seconds.
"""

from collections import Counter
from datetime import timedelta
from heapq import heappop, heappush
from itertools import pairwise

import pytest

from bot.fake import Fault
from bot.ids import ActionId
from bot.sending.editing import KIND
from bot.sending.posting import REST, pace
from domain.approvals import records as approvals
from domain.approvals.model import Choice
from domain.clock import SteppingClock
from domain.database import sql
from domain.jobs import records as jobs
from domain.jobs.model import RetryLater
from domain.notices.model import Urgency
from domain.requests import records as requests
from domain.requests.model import Request
from domain.requests.vote import vote
from tests.bot.office import TEAM, Office, text_of


async def pass_time(desk: Office, clock: SteppingClock) -> None:
    """Let time pass from one due job to the next until nothing is due within the hour.

    Reminders of what nobody decides come days later; a storm has passed by then.
    """
    await desk.work()
    while (due := await jobs.next_due(clock.now())) is not None:
        ahead = due - clock.now()
        if ahead > timedelta(hours=1):
            return
        clock.advance(max(ahead, timedelta(milliseconds=1)))
        await desk.runner.drain()


async def say(desk: Office, request: Request, who: str, key: str) -> None:
    stages = (await approvals.stages_of([request.id]))[request.id]
    stage = next(stage for stage in stages if stage.key == key)
    await vote(desk.world.hub, await desk.world.actor(who), stage.id, Choice.APPROVE)


def outcomes(desk: Office, method: str) -> Counter[str]:
    return Counter(called.outcome for called in desk.clicks.fake.calls.of(method))


async def stale(desk: Office) -> list[str]:
    """Return the copies that do not show what they should."""
    wrong = []
    for row in await sql.fetch("SELECT * FROM copies"):
        channel, _, ts = row["handle"].partition(":")
        shown = desk.home.message(channel, ts)
        request = await requests.get(row["subject_id"])
        assert request is not None
        said = text_of(shown)
        wanted = "approved" if row["stage_id"] else f"#{request.number} "
        if wanted not in said or "Take back" in said or "0 of 2 approvals" in said:
            wrong.append(said[:200])
    return wrong


@pytest.mark.parametrize(
    "cards", [10, pytest.param(1_000, marks=pytest.mark.long)], ids=["some", "many"]
)
async def test_every_copy_of_many_cards_shows_its_last_state(
    desk: Office, clock: SteppingClock, cards: int
) -> None:
    # An agency's campaign has two stages open at once: with the requester's, three copies.
    made = [await desk.asks("agent", sensitive_topic=True) for _ in range(cards)]
    await pass_time(desk, clock)
    copies = await sql.fetch("SELECT * FROM copies")
    posted = outcomes(desk, "chat.postMessage")
    before = desk.clicks.fake.calls.counts.copy()
    began = clock.now()
    for who, key in (("brand_one", "brand"), ("legal_one", "legal"), ("brand_two", "brand")):
        for request in made:
            await say(desk, request, who, key)
        await desk.work()
    await pass_time(desk, clock)
    after = desk.clicks.fake.calls.counts - before
    edits, replies = after["chat.update"], after["chat.postMessage"]
    minutes = (clock.now() - began).total_seconds() / 60

    assert len(copies) == 3 * cards
    assert await stale(desk) == []
    assert outcomes(desk, "chat.update")["ratelimited"] == 0
    assert posted["ratelimited"] <= 9  # Some after the first burst in each of three places.
    assert edits <= 4 * 3 * cards  # Three votes and the end of the undo window, most together.
    assert minutes <= max(edits / 40, replies / (60 * REST[0])) + 2
    assert list(await sql.fetch("SELECT * FROM edits")) == []


async def test_what_is_decided_overtakes_what_is_only_refreshed(
    desk: Office, clock: SteppingClock
) -> None:
    made = [await desk.asks("agent") for _ in range(15)]
    await pass_time(desk, clock)
    for request in made[:14]:
        await say(desk, request, "brand_one", "brand")
    await desk.work()
    await sql.execute("UPDATE edits SET urgency = $1", int(Urgency.ALERT))
    waiting = await sql.fetch("SELECT * FROM edits")
    await say(desk, made[14], "brand_one", "brand")
    await desk.work()
    clock.advance(timedelta(seconds=4))
    await desk.work()
    last = desk.shown("CBRAND")[14]

    assert len(waiting) > 10
    assert "1 of 2 approvals" in text_of(last)


async def test_changes_while_a_card_waits_are_one_edit(desk: Office, clock: SteppingClock) -> None:
    made = [await desk.asks("agent") for _ in range(12)]
    await pass_time(desk, clock)
    for who in ("brand_one", "brand_two"):
        for request in made:
            await say(desk, request, who, "brand")
            await desk.work()
    queued = await sql.fetch("SELECT * FROM edits")
    copies = await sql.fetch("SELECT * FROM copies")
    line = await sql.fetch("SELECT * FROM jobs WHERE kind = $1 AND state = 'open'", KIND)

    assert len({row["copy_id"] for row in queued}) == len(queued) <= len(copies)
    assert len(line) == 1  # One job waits for the whole line.


async def test_patience_that_slack_asks_for_is_kept(desk: Office, clock: SteppingClock) -> None:
    await desk.asks("agent")
    await desk.work()
    desk.clicks.fake.faults.add("chat.update", Fault.rate_limited(20), Fault.rate_limited(20))
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()
    early = outcomes(desk, "chat.update")
    for _ in range(3):
        clock.advance(timedelta(seconds=5))
        await desk.work()
    kept = outcomes(desk, "chat.update")
    await pass_time(desk, clock)

    assert early["ratelimited"] == 1
    assert kept == early
    assert "1 of 2 approvals" in text_of(desk.shown("CBRAND")[0])


async def test_a_wave_of_digests_never_keeps_a_card_waiting(desk: Office) -> None:
    hub = desk.world.hub
    refused = 0
    for number in range(200):
        try:
            await pace(hub, TEAM, f"U{number}", f"digest{number}", Urgency.DIGEST)
        except RetryLater:
            refused += 1
    await pace(hub, TEAM, "CBRAND", "card", Urgency.NEW_CARD)

    assert refused == 190


async def test_who_stands_in_line_comes_twice_and_no_oftener(
    desk: Office, clock: SteppingClock
) -> None:
    hub = desk.world.hub
    waits = {}
    for number in range(10):
        try:
            await pace(hub, TEAM, "CBRAND", f"card{number}", Urgency.NEW_CARD)
        except RetryLater as wish:
            waits[number] = wish.seconds
    for number, seconds in waits.items():
        clock.advance(timedelta(seconds=1))
        assert seconds == pytest.approx(number - 2)
        await pace(hub, TEAM, "CBRAND", f"card{number}", Urgency.NEW_CARD)

    assert list(waits) == list(range(3, 10))


async def test_a_place_is_posted_to_once_a_second_behind_the_line_of_its_workspace(
    desk: Office, clock: SteppingClock
) -> None:
    hub, began = desk.world.hub, clock.now()
    waiting = [(began, number) for number in range(100)]
    posted: dict[str, list[float]] = {"CBRAND": [], "CLEGAL": []}
    while waiting:
        due, number = heappop(waiting)
        clock.advance(due - clock.now())
        place = "CLEGAL" if number % 2 else "CBRAND"
        try:
            await pace(hub, TEAM, place, f"card{number}", Urgency.NEW_CARD)
        except RetryLater as wish:
            heappush(waiting, (due + timedelta(seconds=wish.seconds), number))
        else:
            posted[place].append((due - began).total_seconds())
    apart = [after - before for at in posted.values() for before, after in pairwise(at[3:])]

    assert min(apart) > 0.99
    assert max(at[-1] for at in posted.values()) < 50 + 3
    assert await sql.fetch("SELECT key FROM rate_buckets WHERE key LIKE 'line:%'") == []
