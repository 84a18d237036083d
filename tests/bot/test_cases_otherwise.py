"""Where a case's card cannot be shown: to each who answers for it, then by mail, once each."""

import pytest

from bot.fake import Fault
from bot.ids import CaseAction
from domain.cases import assign, comment, handle
from domain.cases.model import Case, CaseState, CommentKind, Given, Topic
from domain.cases.records import get
from domain.database import sql
from domain.people import membership
from domain.tellings import records as tellings
from domain.tellings.model import Outcome, Telling, Way, What
from tests.api.door import door
from tests.bot.office import TEAM, Office, seat, text_of
from tests.bot.reading import lines
from tests.bot.test_cases import QUEUE, card, wait
from tests.bot.test_oauth import installed
from tests.domain.cases.staff import opened, staffed
from tests.world import ROOT

DELIVERIES = """query($id: ID!) { case(id: $id) {
  deliveries { what way outcome reason place recipientName } } }"""


@pytest.fixture(autouse=True)
async def _queues(desk: Office) -> None:
    await staffed(desk.world)
    await seat(desk.world, desk.home)


def alone(desk: Office, who: str) -> list[str]:
    """Return the cards that the bot showed somebody alone."""
    place = desk.direct(who)
    return [text_of(message) for message in desk.shown(place)] if place else []


async def log(case: Case) -> list[Telling]:
    return (await tellings.of_cases([case.id]))[case.id]


async def state(case: Case) -> CaseState | None:
    found = await get(case.id)
    return found.state if found else None


async def test_each_card_and_reply_is_in_the_log_and_read_by_those_who_may(desk: Office) -> None:
    case, actor = await opened(desk.world, "agent"), await desk.world.actor("agent_one")
    await desk.work()
    await handle.acknowledge(desk.world.hub, actor, case.id)
    await wait(desk)
    inside, outside = await door(desk.world, "agent_one"), await door(desk.world, "agent")
    read = (await inside.data(DELIVERIES, id=case.id))["case"]["deliveries"]
    theirs = (await outside.data(DELIVERIES, id=case.id))["case"]["deliveries"]
    reporter = next(one for one in read if one["recipientName"])

    assert [(one["what"], one["way"], one["outcome"], one["place"]) for one in read] == [
        ("CARD", "CHANNEL", "DELIVERED", QUEUE),
        ("CARD", "DIRECT", "DELIVERED", desk.account("agent")),
        ("REPLY", "CHANNEL", "DELIVERED", QUEUE),
    ]
    assert theirs == [reporter]


async def test_the_people_of_an_archived_channel_are_asked_alone_and_can_act(
    desk: Office,
) -> None:
    case = await opened(desk.world, "agent")
    desk.home.channels[QUEUE].is_archived = True
    await desk.work()
    shown = alone(desk, "agent_one")
    await desk.click("agent_one", desk.direct("agent_one"), CaseAction.ACKNOWLEDGE)
    acted = await state(case)
    await desk.work()
    told = [(one.what, one.way, one.outcome, one.reason) for one in await log(case)]
    below = [lines(message.blocks)[0] for message in desk.thread(desk.direct("agent_one"))]

    assert len(shown) == 1
    assert below == ["Agent One acknowledged it."]
    assert acted is CaseState.ACKNOWLEDGED
    assert "Acknowledged" in alone(desk, "agent_one")[0]
    assert (What.CARD, Way.CHANNEL, Outcome.FAILED, "is_archived") in told
    assert told.count((What.CARD, Way.DIRECT, Outcome.DELIVERED, None)) == 2
    assert desk.box.mails == []


async def test_who_cannot_be_reached_in_chat_gets_one_mail(desk: Office) -> None:
    case = await opened(desk.world, "agent")
    desk.home.channels[QUEUE].is_archived = True
    desk.home.users[desk.account("agent_one")].deleted = True
    for _ in range(3):
        await desk.work()
    await comment.comment(
        desk.world.hub, await desk.world.actor("agent_one"), case.id, "Hm.", CommentKind.INTERNAL
    )
    await wait(desk)
    (mail,) = desk.box.mails
    (sent,) = [one for one in await log(case) if one.way is Way.EMAIL]

    assert mail.to == "agentone@hub.example.com"
    assert f"{desk.url}/cases/{case.number}" in mail.text
    assert "waits for your team: Customer_Service." in mail.text
    assert sent.user_id == desk.world.people["agent_one"]


async def test_a_reporter_who_left_slack_is_written_to_for_each_question(desk: Office) -> None:
    case, actor = await opened(desk.world), await desk.world.actor("agent_one")
    desk.home.users[desk.account("requester")].deleted = True
    await desk.work()
    for text in ("Which invoice is it?", "Which bank?"):
        await comment.comment(desk.world.hub, actor, case.id, text, CommentKind.INQUIRY)
        await wait(desk)
        reply = await desk.world.actor("requester")
        await comment.comment(desk.world.hub, reply, case.id, "This.", CommentKind.REPLY)
        await wait(desk)
    said = [mail.text.split("\n\n")[:2] for mail in desk.box.mails]
    told = f"Case {case.number}: Charged twice, which you reported, is now {{}}."
    states = [first for first, _ in said]

    assert states == [told.format(one) for one in ("new", *["waiting", "in progress"] * 2)]
    assert [more for _, more in said].count("It waits for your answer.") == 2


async def test_what_went_to_another_queue_asks_nobody_of_the_first(desk: Office) -> None:
    case, actor = await opened(desk.world, "agent"), await desk.world.actor("agent_one")
    desk.home.channels[QUEUE].is_archived = True
    await desk.work()
    considered = await assign.consider_triage(
        desk.world.hub, actor, case.id, Given(topic=Topic.RIGHTS)
    )
    await assign.keep_triage(desk.world.hub, actor, considered)
    await wait(desk)

    assert "It went to another queue" in alone(desk, "agent_one")[0]
    assert "[Acknowledge]" in lines(card(desk, "CLEGAL").blocks)


async def test_who_left_the_team_is_shown_nothing_more(desk: Office) -> None:
    case = await opened(desk.world, "agent")
    desk.home.channels[QUEUE].is_archived = True
    await desk.work()
    team = desk.world.teams["customerservice"]
    await membership.remove_member(desk.world.hub, ROOT, team, desk.world.people["agent_one"])
    manager = await desk.world.actor("manager")
    await handle.resolve(desk.world.hub, manager, case.id, "Paid back.")
    await wait(desk)

    assert "Paid back." not in str(alone(desk, "agent_one"))


async def test_a_workspace_that_is_silent_is_made_up_for_by_mail(desk: Office) -> None:
    await opened(desk.world, "agent")
    faults = [Fault.refused("token_revoked")] * 9
    desk.clicks.fake.faults.add("chat.postMessage", *faults)
    await desk.work()

    assert sorted(mail.to for mail in desk.box.mails) == [
        "agent@agency.example.com",
        "agentone@hub.example.com",
    ]


async def test_a_click_is_seen_before_the_case_is_drawn(desk: Office) -> None:
    await opened(desk.world)
    await desk.work()
    await desk.click("agent_one", QUEUE, CaseAction.ACKNOWLEDGE)
    between = text_of(card(desk))
    await desk.work()

    assert "Processing" in between
    assert CaseAction.ACKNOWLEDGE not in between
    assert "Acknowledged" in lines(card(desk).blocks)


async def test_a_refused_click_leaves_the_card_as_it_was(desk: Office) -> None:
    case, actor = await opened(desk.world), await desk.world.actor("agent_one")
    await desk.work()
    before = text_of(card(desk))
    await desk.click("auditor", QUEUE, CaseAction.ACKNOWLEDGE)
    untouched = text_of(card(desk))
    await handle.acknowledge(desk.world.hub, actor, case.id)
    await desk.click("agent_one", QUEUE, CaseAction.ACKNOWLEDGE)
    await desk.work()

    assert untouched == before
    assert "Processing" not in text_of(card(desk))
    assert "Acknowledged" in lines(card(desk).blocks)


@pytest.mark.parametrize(
    ("action", "entered", "told"),
    [
        (CaseAction.RESOLVE, {"text": "Paid back."}, "Resolved"),
        (CaseAction.COMMENT, {"text": "Which one?", "kind": "inquiry"}, "Waiting"),
    ],
)
async def test_what_a_form_does_to_a_case_is_seen_at_once(
    desk: Office, action: CaseAction, entered: dict[str, str], told: str
) -> None:
    await opened(desk.world)
    await desk.work()
    await desk.click("agent_one", QUEUE, action)
    untouched = text_of(card(desk))
    outcome = await desk.submit("agent_one", **entered)
    await desk.bot.marks.settled()
    between = text_of(card(desk))
    await desk.work()
    after = text_of(card(desk))

    assert outcome.ok
    assert "Processing" not in untouched
    assert "Processing" in between
    assert action not in between
    assert told in after
    assert "Processing" not in after


async def test_a_form_that_is_refused_or_says_something_aside_leaves_no_mark(desk: Office) -> None:
    case, actor = await opened(desk.world), await desk.world.actor("agent_one")
    await desk.work()
    await desk.click("agent_one", QUEUE, CaseAction.COMMENT)
    await desk.submit("agent_one", text="Hm.", kind="internal")
    await desk.bot.marks.settled()
    aside = text_of(card(desk))
    await desk.click("agent_one", QUEUE, CaseAction.RESOLVE)
    await handle.resolve(desk.world.hub, actor, case.id, "Somebody was faster.")
    outcome = await desk.submit("agent_one", text="Paid back.")
    await desk.bot.marks.settled()
    between = text_of(card(desk))
    await desk.work()
    after = text_of(card(desk))

    assert "Processing" not in aside
    assert not outcome.ok
    assert "Processing" in between
    assert "Processing" not in after
    assert "Resolved" in after


async def test_installed_again_open_cases_are_drawn_anew(desk: Office) -> None:
    case, actor = await opened(desk.world), await desk.world.actor("agent_one")
    await desk.work()
    await desk.clicks.uninstall(TEAM)
    await handle.acknowledge(desk.world.hub, actor, case.id)
    await desk.work()
    stale = lines(card(desk).blocks)
    await installed(desk, TEAM)
    await desk.work()

    assert "Acknowledged" not in stale
    assert "Acknowledged" in lines(card(desk).blocks)


async def test_without_channel_and_account_a_case_is_told_all_the_same(desk: Office) -> None:
    reporter = desk.world.people["requester"]
    await sql.execute("DELETE FROM chat_identities WHERE user_id = $1", reporter)
    await sql.execute(
        "UPDATE teams SET workspace_id = NULL, place = NULL WHERE id = $1",
        desk.world.teams["customerservice"],
    )
    case, actor = await opened(desk.world), await desk.world.actor("agent_one")
    await desk.work()
    await desk.click("agent_one", desk.direct("agent_one"), CaseAction.ACKNOWLEDGE)
    acted = await state(case)
    await comment.comment(desk.world.hub, actor, case.id, "Hm.", CommentKind.INTERNAL)
    await wait(desk)
    failed = [(one.reason, one.way, one.user_id) for one in await log(case) if one.reason]
    states = [mail.text.split("\n\n")[0].rpartition(" is now ")[2] for mail in desk.box.mails]

    assert acted is CaseState.ACKNOWLEDGED
    assert len(alone(desk, "agent_one")) == 1
    assert failed == [
        ("no_place", Way.CHANNEL, None),
        ("no_account", Way.DIRECT, reporter),
        ("no_account", Way.DIRECT, reporter),
    ]
    assert states == ["new.", "acknowledged."]
    assert {mail.to for mail in desk.box.mails} == {"requester@hub.example.com"}
