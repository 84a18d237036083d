"""A modal's life in people's hands: filled in, refused, answered, closed."""

from typing import Any

import pytest

from bot.fake import Answer, Clicks, View, Workspace
from bot.fake.views import open_modal, push_modal
from domain.clock import SteppingClock
from tests.bot.blocks import actions, button, entry, modal, plain
from tests.bot.fake.town import ASKER, OPEN, TEAM, StubBot

WHY = {**entry("plain_text_input", min_length=5), "block_id": "why"}
FILLED = {"why": {"e": "Because"}}


@pytest.fixture
def view(town: Workspace, clock: SteppingClock) -> View:
    return open_modal(town, ASKER, modal(WHY, notify_on_close=True), clock.now())


def titles(town: Workspace) -> list[Any]:
    return [view.payload["title"] for view in town.modals.get(ASKER, [])]


async def test_what_was_entered_arrives_as_state(clicks: Clicks, bot: StubBot, view: View) -> None:
    await clicks.submit(TEAM, ASKER, FILLED)

    sent = bot.last
    assert (sent["type"], sent["view"]["id"]) == ("view_submission", view.id)
    assert sent["view"]["state"]["values"] == {
        "why": {"e": {"type": "plain_text_input", "value": "Because"}}
    }


async def test_an_empty_answer_closes_the_modal(
    clicks: Clicks, town: Workspace, view: View
) -> None:
    outcome = await clicks.submit(TEAM, ASKER, FILLED)

    assert outcome.ok
    assert town.modals[ASKER] == []


async def test_what_slacks_own_form_refuses_is_not_sent(
    clicks: Clicks, bot: StubBot, view: View
) -> None:
    empty = await clicks.submit(TEAM, ASKER, {})
    short = await clicks.submit(TEAM, ASKER, {"why": {"e": "No"}})

    assert empty.entry_errors == {"why": "Please complete this required field."}
    assert short.entry_errors == {"why": "Please enter at least 5 characters."}
    assert bot.received == []


async def test_the_bots_errors_keep_the_modal_open(
    clicks: Clicks, bot: StubBot, town: Workspace, view: View
) -> None:
    bot.will_answer({"response_action": "errors", "errors": {"why": "Say more"}})

    outcome = await clicks.submit(TEAM, ASKER, FILLED)

    assert (outcome.ok, outcome.entry_errors) == (False, {"why": "Say more"})
    assert town.modals[ASKER] == [view]


async def test_errors_about_blocks_that_are_no_inputs_are_trouble(
    clicks: Clicks, bot: StubBot, view: View
) -> None:
    bot.will_answer({"response_action": "errors", "errors": {"elsewhere": "x"}})

    outcome = await clicks.submit(TEAM, ASKER, FILLED)

    assert outcome.error == "invalid_errors"
    assert outcome.notice.startswith("We had some trouble connecting.")


async def test_the_bot_can_show_another_view_in_its_place(
    clicks: Clicks, bot: StubBot, town: Workspace, view: View
) -> None:
    bot.will_answer({"response_action": "update", "view": modal(title=plain("Thanks"))})

    await clicks.submit(TEAM, ASKER, FILLED)

    assert titles(town) == [plain("Thanks")]
    assert town.modals[ASKER][0].id == view.id


async def test_the_bot_can_push_a_view_on_top(
    clicks: Clicks, bot: StubBot, town: Workspace, view: View
) -> None:
    bot.will_answer({"response_action": "push", "view": modal(title=plain("Sure?"))})

    await clicks.submit(TEAM, ASKER, FILLED)

    assert titles(town) == [plain(), plain("Sure?")]


async def test_submitting_the_upper_one_shows_the_lower_again(
    clicks: Clicks, town: Workspace, clock: SteppingClock, view: View
) -> None:
    push_modal(town, ASKER, modal(), clock.now())

    await clicks.submit(TEAM, ASKER, {})

    assert town.modals[ASKER] == [view]


async def test_the_bot_can_clear_them_all(
    clicks: Clicks, bot: StubBot, town: Workspace, clock: SteppingClock, view: View
) -> None:
    push_modal(town, ASKER, modal(), clock.now())
    bot.will_answer({"response_action": "clear"})

    await clicks.submit(TEAM, ASKER, {})

    assert titles(town) == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "explode"},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "push"},
        {"ok": True},
        [],
    ],
)
async def test_an_answer_slack_cannot_use_is_trouble_and_changes_nothing(
    clicks: Clicks, bot: StubBot, town: Workspace, view: View, answer: object
) -> None:
    bot.will_answer(answer)

    outcome = await clicks.submit(TEAM, ASKER, FILLED)

    assert not outcome.ok
    assert town.modals[ASKER] == [view]


async def test_a_bot_that_fails_keeps_the_modal_open(
    clicks: Clicks, bot: StubBot, town: Workspace, view: View
) -> None:
    bot.answers.append(Answer(500))

    outcome = await clicks.submit(TEAM, ASKER, FILLED)

    assert outcome.notice == "We had some trouble connecting. Try again?"
    assert town.modals[ASKER] == [view]


async def test_closing_is_told_to_a_bot_that_asked(
    clicks: Clicks, bot: StubBot, town: Workspace, view: View
) -> None:
    await clicks.close(TEAM, ASKER)

    assert (bot.last["type"], bot.last["is_cleared"]) == ("view_closed", False)
    assert town.modals[ASKER] == []


async def test_closing_can_clear_the_whole_stack(
    clicks: Clicks, bot: StubBot, town: Workspace, clock: SteppingClock, view: View
) -> None:
    push_modal(town, ASKER, modal(clear_on_close=True), clock.now())

    await clicks.close(TEAM, ASKER)

    assert titles(town) == []
    # Only the lower one has asked to be told.
    assert [sent["view"]["id"] for sent in bot.received] == [view.id]


async def test_a_click_in_a_modal_brings_what_is_entered_so_far(
    clicks: Clicks, bot: StubBot, town: Workspace, clock: SteppingClock
) -> None:
    view = open_modal(town, ASKER, modal(WHY, actions(button(action_id="more"))), clock.now())

    await clicks.act_on_view(TEAM, ASKER, view.id, "more", entries=FILLED)

    assert bot.last["view"]["state"]["values"]["why"]["e"]["value"] == "Because"


async def test_a_conversation_chosen_for_an_answer_brings_its_response_url(
    clicks: Clicks, bot: StubBot, town: Workspace, clock: SteppingClock
) -> None:
    where = {**entry("conversations_select", response_url_enabled=True), "block_id": "where"}
    open_modal(town, ASKER, modal(where), clock.now())

    await clicks.submit(TEAM, ASKER, {"where": {"e": OPEN}})

    asked = bot.last["response_urls"][0]
    assert (asked["block_id"], asked["channel_id"]) == ("where", OPEN)
