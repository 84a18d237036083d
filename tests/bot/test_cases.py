"""Cases in chat: cards that move, threads that are said once, forms and shortcuts that refuse."""

from datetime import timedelta
from typing import Any

import pytest

from bot.fake.model import Message
from bot.ids import CaseAction, Shortcut
from domain.cases import assign, escalation_records, handle, reading, records
from domain.cases.escalate import look
from domain.cases.model import CaseState, Given, Subject, SubjectKind, Topic
from domain.catalog import sites
from domain.catalog.premises import Tier
from domain.database import sql
from domain.people import languages
from tests.bot.office import TEAM, Office, seat
from tests.bot.reading import lines
from tests.domain.cases.staff import opened, staffed
from tests.world import ROOT

QUEUE = "CCUSTOMERSERVICE"


@pytest.fixture(autouse=True)
async def _queues(desk: Office) -> None:
    await staffed(desk.world)
    await seat(desk.world, desk.home)


def card(desk: Office, place: str = QUEUE) -> Message:
    (found,) = desk.shown(place)
    return found


def replies(desk: Office, place: str = QUEUE) -> list[str]:
    return [lines(m.blocks)[0] for m in desk.thread(place)]


def direct(desk: Office) -> list[Message]:
    return [m for place in desk.home.messages if place.startswith("D") for m in desk.shown(place)]


async def wait(desk: Office, seconds: int = 60) -> None:
    """Let the worker try once more."""
    desk.world.hub.clock.advance(timedelta(seconds=seconds))  # type: ignore[attr-defined]
    await desk.work()


async def test_the_reporter_follows_it_and_reads_nothing_said_inside(desk: Office) -> None:
    case = await opened(desk.world)
    await desk.work()
    await desk.click("agent_one", QUEUE, CaseAction.COMMENT, 0)
    await desk.submit("agent_one", text="They always complain.", kind="internal")
    await wait(desk, 1)  # Two clicks of one instant are one.
    await desk.click("agent_one", QUEUE, CaseAction.COMMENT, 0)
    await desk.submit("agent_one", text="Which invoice is it?", kind="inquiry")
    await wait(desk)
    (mine,) = direct(desk)
    said = lines(mine.blocks)
    await desk.clicks.act_on_message(
        TEAM, desk.account("requester"), mine.channel, mine.ts, CaseAction.COMMENT
    )
    form = desk.form("requester")
    await desk.submit("requester", text="Number 17.")
    found = await records.get(case.id)

    assert "Waiting for the customer" in said
    assert "> Which invoice is it?" in said
    assert "They always complain." not in str(said)
    assert form is not None
    assert "kind" not in [block["block_id"] for block in form.blocks]
    assert found is not None
    assert found.state is CaseState.IN_PROGRESS


async def test_a_card_calls_queue_customer_and_site_by_their_names(desk: Office) -> None:
    hub, brand = desk.world.hub, desk.world.brand_id
    account = await sites.add_account(hub, ROOT, pseudonym="A-17", brand_id=brand, tier=Tier.KEY)
    case = await opened(desk.world, subjects=(Subject(SubjectKind.ACCOUNT, account.id),))
    await desk.work()
    await desk.command("agent_one", QUEUE, f"/case Assign {case.number}")
    await desk.command("agent_one", QUEUE, "/case LIST")

    said = lines(card(desk).blocks)
    assert said[said.index("*Queue*") + 1] == "Customer_Service"
    assert "• Account A-17" in said
    assert "acknowledged, Customer_Service" in desk.whispers("agent_one")[-1]


async def test_each_card_and_its_thread_are_in_the_language_of_who_reads_them(
    desk: Office,
) -> None:
    case, actor = await opened(desk.world), await desk.world.actor("agent_one")
    reporter = desk.world.people["requester"]
    await languages.set_of_workspace(desk.world.hub, ROOT, TEAM, "de")
    await sql.execute("UPDATE users SET locale = 'en-US' WHERE id = $1", reporter)
    await handle.acknowledge(desk.world.hub, actor, case.id)
    await desk.work()
    (mine,) = direct(desk)

    assert "Mir zuweisen" in str(card(desk).blocks)
    assert card(desk).text.startswith(f"Fall {case.number}: ")
    assert any("hat den Eingang bestätigt." in reply for reply in replies(desk))
    assert "Acknowledged" in lines(mine.blocks)


async def test_another_queue_gets_a_card_and_the_old_one_says_so(desk: Office) -> None:
    case, actor = await opened(desk.world), await desk.world.actor("agent_one")
    await desk.work()
    more = Given(topic=Topic.RIGHTS)
    considered = await assign.consider_triage(desk.world.hub, actor, case.id, more)
    await assign.keep_triage(desk.world.hub, actor, considered)
    await wait(desk)

    assert lines(card(desk).blocks)[-1] == "*It went to another queue.*"
    assert "[Acknowledge]" in lines(card(desk, "CLEGAL").blocks)
    assert replies(desk, "CLEGAL") == ["Agent One had it triaged again: P2, queue Legal."]
    assert replies(desk) == []


async def test_a_level_without_a_team_is_said_and_nobody_is_told(desk: Office) -> None:
    case = await opened(desk.world, given=Given())
    await desk.work()
    desk.world.hub.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined]
    (row, *_) = await sql.fetch("SELECT * FROM jobs WHERE kind = 'cases.clock' ORDER BY due_at")

    class Asked:
        """A job, as far as it is read."""

        details = sql.document(row["details"])

    for _ in range(2):
        await look(desk.world.hub, Asked())  # type: ignore[arg-type]
    await wait(desk)
    (found,) = (await escalation_records.of_cases([case.id]))[case.id]

    assert found.team_id is None
    assert replies(desk, "CTRIAGE") == [
        (
            "The response clock ran out 2026-11-21 10:00 UTC. Escalated to level 1, the team"
            " triage_lead, which nobody has set up: nobody else was told."
        )
    ]


async def test_a_click_that_is_delivered_twice_counts_once(desk: Office) -> None:
    case = await opened(desk.world)
    await desk.work()
    await desk.click("agent_one", QUEUE, CaseAction.ACKNOWLEDGE, 0)
    await desk.clicks.repeat(desk.clicks.sent[-1])
    manager = await desk.world.actor("manager")
    acts = [
        event.act for event in await reading.trail(manager, await reading.get(manager, case.id))
    ]

    assert acts == ["case.opened", "case.acknowledged"]
    assert desk.whispers("agent_one") == []


async def test_a_card_that_was_deleted_is_posted_anew(desk: Office) -> None:
    case, actor = await opened(desk.world, "agent"), await desk.world.actor("agent_one")
    await desk.work()
    desk.home.messages[QUEUE].clear()
    await handle.acknowledge(desk.world.hub, actor, case.id)
    await wait(desk)

    assert "Acknowledged" in lines(card(desk).blocks)


async def test_a_shortcut_on_a_message_brings_its_words_and_its_place(desk: Office) -> None:
    await desk.says("brand_one", QUEUE, "It is far *too* loud.")
    await desk.shortcut("agent_one", QUEUE, Shortcut.CASE_FROM_MESSAGE)
    form = desk.form("agent_one")
    assert form is not None
    blocks: list[dict[str, Any]] = form.blocks
    shown = {block["block_id"]: block.get("element", {}) for block in blocks}

    assert shown["text"]["initial_value"] == "It is far *too* loud."
    assert shown["title"]["initial_value"] == "It is far *too* loud."


async def test_who_is_not_known_or_opens_no_cases_is_told_so(desk: Office) -> None:
    await desk.says("brand_one", QUEUE, "It is far too loud.")
    await desk.clicks.message_shortcut(
        TEAM, "USTRANGER", QUEUE, desk.shown(QUEUE)[-1].ts, Shortcut.CASE_FROM_MESSAGE
    )
    await desk.anywhere("auditor", Shortcut.OPEN_CASE)
    await desk.anywhere("requester", "something_else")
    said = [m.text for m in direct(desk)]

    assert desk.form("auditor") is None
    assert any("may not open case" in text for text in said)
    assert any("This shortcut is out of date" in text for text in said)
    strange = [m for held in desk.home.messages.values() for m in held if m.only_for]
    assert "is not linked" in strange[0].text


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"market": "ZZ"}, "market"),
        ({"request": "99"}, "request"),
        ({"request": "soon"}, "request"),
        ({"title": "\u202eevil"}, "title"),
    ],
)
async def test_what_is_wrong_with_a_new_case_stands_at_its_field(
    desk: Office, entered: dict[str, Any], field: str
) -> None:
    await desk.command("requester", QUEUE, "/case new")
    outcome = await desk.submit("requester", **({"title": "Loud", "text": "Too loud."} | entered))

    assert list(outcome.entry_errors) == [field]
    assert await sql.fetch("SELECT id FROM cases") == []


async def test_a_form_is_not_done_twice(desk: Office) -> None:
    await desk.command("requester", QUEUE, "/case new Loud")
    await desk.submit("requester", text="Too loud.")
    await desk.clicks.repeat(desk.clicks.sent[-1])
    rows = await sql.fetch("SELECT number FROM cases")

    assert [row["number"] for row in rows] == [1]


async def test_a_foreign_form_or_an_unknown_case_is_refused(desk: Office) -> None:
    await opened(desk.world)
    await desk.work()
    await desk.click("marketer", QUEUE, CaseAction.RESOLVE, 0)
    await desk.command("agent_one", QUEUE, "/case assign 1 @nobody")
    await desk.command("agent_one", QUEUE, "/case show 99")
    await desk.command("agent_one", QUEUE, "/case comment 1")

    unseen = "This is not there any more, or you may not see it."
    assert desk.whispers("marketer") == [unseen]
    told = desk.whispers("agent_one")
    assert told[0].startswith("Name somebody whom Greenlight knows")
    assert told[1].startswith("There is no case “#99”")
    assert told[2] == "Write something as “text”."
