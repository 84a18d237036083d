"""A click is seen at once, and the card as it stands by then comes after the mark."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.fake import RESPONSE_URL, Fault
from bot.ids import ActionId
from bot.sending.marking import Marks
from domain.approvals import records as approvals
from domain.approvals.model import Choice
from domain.database import sql
from domain.notices import records as notices
from domain.notices.model import Copy
from domain.requests.vote import vote
from tests.bot.office import TEAM, Office, text_of


async def test_a_click_is_seen_before_the_vote_is_drawn(desk: Office) -> None:
    await desk.asks("agent")
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    between = text_of(desk.shown("CBRAND")[0])
    await desk.work()
    after = text_of(desk.shown("CBRAND")[0])

    assert "Processing" in between
    assert ActionId.APPROVE not in between
    assert "1 of 2 approvals" in after
    assert "Processing" not in after


async def test_the_acknowledgement_does_not_wait_for_the_mark(desk: Office) -> None:
    await desk.asks("agent")
    await desk.work()
    gate = asyncio.Event()
    post = desk.bot.marks._post

    async def late(card: object) -> None:
        await gate.wait()
        await post(card)  # type: ignore[arg-type]

    desk.bot.marks._post = late  # type: ignore[method-assign]
    card = desk.shown("CBRAND")[0]
    who = desk.account("brand_one")
    acked = await desk.clicks.act_on_message(TEAM, who, "CBRAND", card.ts, ActionId.APPROVE)
    await desk.runner.drain()
    held = text_of(desk.shown("CBRAND")[0])
    gate.set()
    await desk.work()

    assert acked.ok
    assert "0 of 2 approvals" in held  # The sender does not overtake the mark.
    assert "1 of 2 approvals" in text_of(desk.shown("CBRAND")[0])


async def test_a_vote_that_is_refused_leaves_the_card_as_it_was(desk: Office) -> None:
    request = await desk.asks("agent")
    await desk.work()
    stage = next(
        s for s in (await approvals.stages_of([request.id]))[request.id] if s.key == "brand"
    )
    voter = await desk.world.actor("brand_one")
    await vote(desk.world.hub, voter, stage.id, Choice.APPROVE)
    await desk.work()
    before = text_of(desk.shown("CBRAND")[0])
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    marked = text_of(desk.shown("CBRAND")[0])
    await desk.work()
    after = text_of(desk.shown("CBRAND")[0])

    assert "voted on “Brand” already" in desk.whispers("brand_one")[0]
    assert "Processing" in marked
    assert ActionId.APPROVE in after
    assert after.count("approvals") == before.count("approvals")


async def test_a_mark_whose_process_died_holds_the_card_for_seconds_only(desk: Office) -> None:
    await desk.asks("agent")
    await desk.work()
    handle = (await sql.fetch("SELECT handle FROM copies WHERE place = 'CBRAND'"))[0]["handle"]
    later = desk.world.hub.clock.now().replace(microsecond=0)
    await sql.execute("UPDATE copies SET busy_until = $1 WHERE handle = $2", later, handle)
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()

    assert "1 of 2 approvals" in text_of(desk.shown("CBRAND")[0])


async def test_a_process_that_dies_on_a_refused_vote_leaves_no_mark(desk: Office) -> None:
    request = await desk.asks("agent")
    await desk.work()
    stage = next(
        s for s in (await approvals.stages_of([request.id]))[request.id] if s.key == "brand"
    )
    voter = await desk.world.actor("brand_one")
    await vote(desk.world.hub, voter, stage.id, Choice.APPROVE)
    await desk.work()

    async def dies(*_: object) -> None:
        raise ConnectionError("the process is gone")

    desk.bot.marks._done = dies  # type: ignore[assignment, method-assign]
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)  # Refused: they voted.
    await desk.work()
    between = text_of(desk.shown("CBRAND")[0])
    desk.world.hub.clock.advance(timedelta(seconds=5))  # type: ignore[attr-defined]
    await desk.work()
    after = text_of(desk.shown("CBRAND")[0])

    assert "Processing" in between
    assert "Processing" not in after
    assert "1 of 2 approvals" in after


@pytest.mark.parametrize(
    ("action", "entered", "told"),
    [
        (ActionId.REJECT, {"reason": "Too loud."}, "Too loud."),
        (ActionId.APPROVE_IF, {"conditions": "Lower the voice."}, "1 of 2 approvals"),
    ],
)
async def test_a_decision_by_a_form_is_seen_at_once(
    desk: Office, action: str, entered: dict[str, str], told: str
) -> None:
    await desk.asks("agent")
    await desk.work()
    await desk.click("brand_one", "CBRAND", action)
    untouched = text_of(desk.shown("CBRAND")[0])
    outcome = await desk.submit("brand_one", **entered)
    await desk.bot.marks.settled()
    between = text_of(desk.shown("CBRAND")[0])
    await desk.work()
    after = text_of(desk.shown("CBRAND")[0])

    assert outcome.ok
    assert "Processing" not in untouched
    assert "Processing" in between
    assert told in after
    assert "Processing" not in after


async def test_a_mark_that_slack_refuses_changes_nothing(desk: Office) -> None:
    await desk.asks("agent")
    await desk.work()
    desk.clicks.fake.faults.add(RESPONSE_URL, Fault.broken(500))
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()

    assert "1 of 2 approvals" in text_of(desk.shown("CBRAND")[0])


async def test_who_may_vote_on_nothing_does_not_make_the_card_flicker(desk: Office) -> None:
    await desk.asks()
    await desk.work()
    await desk.click("auditor", "CBRAND", ActionId.APPROVE)
    await desk.click("stranger", "CBRAND", ActionId.APPROVE)

    assert desk.clicks.fake.calls.counts[RESPONSE_URL] == 0
    assert "Processing" not in text_of(desk.shown("CBRAND")[0])


async def test_refusals_name_who_may_to_those_who_are_known_only(desk: Office) -> None:
    await desk.asks()
    await desk.work()
    await desk.click("auditor", "CBRAND", ActionId.APPROVE)
    await desk.click("stranger", "CBRAND", ActionId.REJECT)

    assert "Brand One, Brand Two" in desk.whispers("auditor")[0]
    assert "Brand One" not in desk.whispers("stranger")[0]
    assert "The team Brand decides this." in desk.whispers("stranger")[0]


FORGED = [
    "https://hooks.slack.com.evil.example/response/T/1",
    "https://evil.example/hooks.slack.com",
    "https://hooks.slack.com@evil.example/actions",
    "https://user:word@hooks.slack.com/actions",
    "http://hooks.slack.com/actions",
    "https://hooks.slack.com:8443/actions",
    "http://127.0.0.1:1/response/T/1",
    "http://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "https://[::1",
    "",
]


@pytest.mark.parametrize("url", FORGED)
async def test_only_slacks_own_address_is_answered(desk: Office, url: str) -> None:
    real = Marks(desk.world.hub, "https://slack.com/api/")

    assert not real.may_answer(url)
    assert not desk.bot.marks.may_answer(url)
    assert real.may_answer("https://hooks.slack.com/actions/T1/2/3")
    assert not real.may_answer(f"{desk.url}/response/T1/1")
    assert desk.bot.marks.may_answer(f"{desk.url}/response/T1/1")
    assert not desk.bot.marks.may_answer(f"{desk.url}/graphql")


async def test_a_forged_address_is_not_called_and_the_vote_counts(desk: Office) -> None:
    await desk.asks("agent")
    await desk.work()
    desk.clicks.fake.origin = "http://127.0.0.1:1"  # Where answers to clicks are said to go.
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()

    assert desk.clicks.fake.calls.counts[RESPONSE_URL] == 0
    assert "1 of 2 approvals" in text_of(desk.shown("CBRAND")[0])


async def test_a_click_between_an_edit_and_its_note_is_drawn_over(desk: Office) -> None:
    """The mark comes after the edit, and is forgotten before the sender says what it drew."""
    request = await desk.asks("agent")
    await desk.work()
    stage = next(
        s for s in (await approvals.stages_of([request.id]))[request.id] if s.key == "brand"
    )
    voter = await desk.world.actor("brand_one")
    await vote(desk.world.hub, voter, stage.id, Choice.APPROVE)
    edit = desk.bot.sender.edits.edit
    marked: list[str] = []

    async def clicked_after(client: Any, copy: Copy, *more: Any) -> None:
        await edit(client, copy, *more)
        if copy.place == "CBRAND" and not marked:
            await desk.click("brand_one", "CBRAND", ActionId.APPROVE)  # Refused: they voted.
            marked.append(text_of(desk.shown("CBRAND")[0]))

    desk.bot.sender.edits.edit = clicked_after  # type: ignore[assignment, method-assign]
    await desk.work()
    after = text_of(desk.shown("CBRAND")[0])

    assert "Processing" in marked[0]
    assert "Processing" not in after
    assert "1 of 2 approvals" in after


async def test_what_a_copy_shows_is_noted_only_if_nobody_clicked_since(desk: Office) -> None:
    request = await desk.asks("agent")
    await desk.work()
    now = desk.world.hub.clock.now()

    async def read() -> Copy:
        return next(c for c in await notices.of_subject(request.id) if c.place == "CBRAND")

    before = await read()
    handle = before.handle or ""
    await notices.be_done(handle)
    await notices.told(before, handle, "drawn before the click", now)
    clicked = await read()
    await notices.be_done(handle)
    await notices.told(clicked, handle, "drawn between two clicks", now)
    again = await read()
    await notices.told(again, handle, "drawn after all clicks", now)

    assert clicked.shown not in {before.shown, "drawn before the click"}
    assert again.shown not in {clicked.shown, "drawn between two clicks"}
    assert (await read()).shown == "drawn after all clicks"
