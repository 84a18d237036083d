"""What people do arrives at the bot as Slack would send it: signed, and in Slack's words."""

import asyncio
from collections.abc import Mapping

import pytest

from bot.fake import Answer, Clicks, Message, SlackError, Workspace
from bot.fake.views import publish_home
from domain.clock import SteppingClock
from tests.bot.blocks import actions, button, entry, home, plain, section
from tests.bot.fake.town import ASKER, BOT, CLOSED, OPEN, PAST, REVIEWER, TEAM, StubBot


@pytest.fixture
def card(town: Workspace) -> Message:
    menu = {
        "type": "static_select",
        "action_id": "assign",
        "options": [{"text": plain("Team A"), "value": "a"}],
    }
    vote = {**actions(button(action_id="approve", value="v3"), menu), "block_id": "vote"}
    blocks = [{**section(), "block_id": "s"}, vote]
    return town.post(Message("1.000000", OPEN, BOT, "The card", blocks, bot_id="B0BOT"))


async def test_a_command_is_a_form_with_the_text_escaped_and_people_named(
    clicks: Clicks, bot: StubBot
) -> None:
    await clicks.command(TEAM, ASKER, OPEN, "/campaign", "new & old for @reviewer.")

    sent = bot.last
    assert sent["command"] == "/campaign"
    assert sent["text"] == f"new &amp; old for <@{REVIEWER}|reviewer>."
    assert (sent["team_id"], sent["channel_id"], sent["user_id"]) == (TEAM, OPEN, ASKER)
    assert sent["response_url"].startswith(f"http://slack.example/response/{TEAM}/")


async def test_what_the_bot_answers_to_a_command_is_seen_by_one_person(
    clicks: Clicks, bot: StubBot, town: Workspace
) -> None:
    bot.answers.append(Answer(200, b"Here you are"))

    outcome = await clicks.command(TEAM, ASKER, OPEN, "/campaign")

    assert outcome.ok
    assert [(one.text, one.only_for) for one in town.messages[OPEN]] == [("Here you are", ASKER)]


async def test_a_command_can_be_answered_aloud_with_blocks(
    clicks: Clicks, bot: StubBot, town: Workspace
) -> None:
    bot.will_answer({"response_type": "in_channel", "text": "x", "blocks": [section()]})

    await clicks.command(TEAM, ASKER, OPEN, "/campaign")

    said = town.messages[OPEN][0]
    assert (said.only_for, said.blocks[0]["type"]) == (None, "section")


async def test_invalid_blocks_in_the_answer_are_told(clicks: Clicks, bot: StubBot) -> None:
    bot.will_answer({"text": "x", "blocks": [{"type": "poster"}]})

    outcome = await clicks.command(TEAM, ASKER, OPEN, "/campaign")

    assert outcome.error == "invalid_blocks"
    assert "unsupported type: poster" in outcome.notice


async def test_a_bot_that_is_too_slow_is_given_up_as_slack_does(
    clicks: Clicks, town: Workspace
) -> None:
    async def never(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        await asyncio.Event().wait()
        raise AssertionError

    clicks.ack_seconds, clicks.deliver = 0.01, never

    outcome = await clicks.command(TEAM, ASKER, OPEN, "/campaign")

    assert outcome.error == "operation_timeout"
    assert outcome.notice == '/campaign failed with the error "operation_timeout"'


@pytest.mark.parametrize("answer", [OSError("refused"), Answer(500), Answer(404)])
async def test_a_bot_that_fails_is_told_to_the_person(
    clicks: Clicks, bot: StubBot, answer: Answer | OSError
) -> None:
    bot.answers.append(answer)

    outcome = await clicks.command(TEAM, ASKER, OPEN, "/campaign")

    assert outcome.notice == '/campaign failed with the error "dispatch_failed"'


async def test_a_click_on_a_card_says_all_about_it(
    clicks: Clicks, bot: StubBot, card: Message
) -> None:
    await clicks.act_on_message(TEAM, ASKER, OPEN, card.ts, "approve")

    sent = bot.last
    action = sent["actions"][0]
    assert (sent["type"], sent["user"]["id"], sent["channel"]["id"]) == (
        "block_actions",
        ASKER,
        OPEN,
    )
    assert (action["action_id"], action["block_id"], action["value"]) == ("approve", "vote", "v3")
    assert sent["container"] == {
        "type": "message",
        "message_ts": card.ts,
        "channel_id": OPEN,
        "is_ephemeral": False,
    }
    assert sent["message"]["blocks"] == card.blocks


async def test_a_choice_on_a_card_carries_the_option_and_the_state(
    clicks: Clicks, bot: StubBot, card: Message
) -> None:
    await clicks.act_on_message(TEAM, ASKER, OPEN, card.ts, "assign", value="a")

    chosen = {"text": plain("Team A"), "value": "a"}
    assert bot.last["actions"][0]["selected_option"] == chosen
    state = bot.last["state"]["values"]["vote"]["assign"]
    assert state == {"type": "static_select", "selected_option": chosen}


async def test_an_ephemeral_card_is_not_sent_back(
    clicks: Clicks, bot: StubBot, card: Message
) -> None:
    card.only_for = ASKER

    await clicks.act_on_message(TEAM, ASKER, OPEN, card.ts, "approve")

    assert "message" not in bot.last
    assert bot.last["container"]["is_ephemeral"] is True


async def test_nobody_clicks_what_they_do_not_see(clicks: Clicks, card: Message) -> None:
    card.only_for = ASKER

    with pytest.raises(SlackError, match="message_not_found"):
        await clicks.act_on_message(TEAM, REVIEWER, OPEN, card.ts, "approve")


async def test_a_button_that_is_not_there_cannot_be_clicked(clicks: Clicks, card: Message) -> None:
    with pytest.raises(SlackError, match="action_not_found"):
        await clicks.act_on_message(TEAM, ASKER, OPEN, card.ts, "reject")


async def test_a_stale_click_shows_the_bots_status(
    clicks: Clicks, bot: StubBot, card: Message
) -> None:
    bot.answers.append(Answer(404))

    outcome = await clicks.act_on_message(TEAM, ASKER, OPEN, card.ts, "approve")

    assert outcome.notice == "This app responded with Status Code 404."


async def test_a_message_shortcut_brings_its_message(
    clicks: Clicks, bot: StubBot, card: Message
) -> None:
    await clicks.message_shortcut(TEAM, ASKER, OPEN, card.ts, "case_from_message")

    assert bot.last["type"] == "message_action"
    assert bot.last["callback_id"] == "case_from_message"
    assert bot.last["message"]["text"] == "The card"


async def test_a_global_shortcut_belongs_to_no_channel(clicks: Clicks, bot: StubBot) -> None:
    await clicks.global_shortcut(TEAM, ASKER, "case_open_global")

    assert bot.last["type"] == "shortcut"
    assert "channel" not in bot.last


async def test_opening_the_home_tab_is_an_event(clicks: Clicks, bot: StubBot) -> None:
    await clicks.open_home(TEAM, ASKER)

    sent = bot.last
    assert (sent["type"], sent["event"]["type"], sent["event"]["tab"]) == (
        "event_callback",
        "app_home_opened",
        "home",
    )
    assert sent["authorizations"][0]["user_id"] == BOT


async def test_the_home_tab_can_be_clicked(
    clicks: Clicks, bot: StubBot, town: Workspace, clock: SteppingClock
) -> None:
    view = publish_home(town, ASKER, home(actions(button(action_id="open"))), clock.now())

    await clicks.act_on_view(TEAM, ASKER, view.id, "open")

    assert bot.last["container"] == {"type": "view", "view_id": view.id}
    assert bot.last["view"]["hash"] == view.hash


async def test_a_filter_on_the_home_tab_keeps_its_state(
    clicks: Clicks, bot: StubBot, town: Workspace, clock: SteppingClock
) -> None:
    blocks = {**entry("plain_text_input"), "block_id": "find", "dispatch_action": True}
    view = publish_home(town, ASKER, home(blocks), clock.now())

    await clicks.act_on_view(TEAM, ASKER, view.id, "e", value="audio")

    assert bot.last["actions"][0]["value"] == "audio"
    assert view.values["find"]["e"] == {"type": "plain_text_input", "value": "audio"}


async def test_an_event_is_repeated_with_its_own_id_and_a_count(
    clicks: Clicks, bot: StubBot
) -> None:
    await clicks.event(TEAM, {"type": "channel_archive", "channel": OPEN})
    await clicks.repeat(clicks.sent[-1], retry=2)

    first, again = bot.received
    assert first["event_id"] == again["event_id"]
    assert bot.headers[-1]["X-Slack-Retry-Num"] == "2"


async def test_the_address_is_verified_by_a_challenge(clicks: Clicks, bot: StubBot) -> None:
    bot.answers.append(Answer(200, b"word of the day"))

    assert (await clicks.verify_url("word of the day")).ok
    assert (await clicks.verify_url("another word")).error == "challenge_failed"


async def test_the_certificate_check_is_a_form(clicks: Clicks, bot: StubBot) -> None:
    assert (await clicks.check_ssl()).ok
    assert bot.last["ssl_check"] == "1"


async def test_a_wrong_secret_is_noticed_by_slacks_own_verifier(
    clicks: Clicks, card: Message
) -> None:
    clicks.signing_secret = "another"

    outcome = await clicks.act_on_message(TEAM, ASKER, OPEN, card.ts, "approve")

    assert outcome.status == 401


async def test_what_is_typed_is_a_message_or_a_command(
    clicks: Clicks, bot: StubBot, town: Workspace
) -> None:
    await clicks.say(TEAM, ASKER, OPEN, "Hi @reviewer, 1 < 2")
    await clicks.say(TEAM, ASKER, OPEN, "/campaign new")

    assert town.messages[OPEN][0].text == f"Hi <@{REVIEWER}>, 1 &lt; 2"
    assert bot.last["text"] == "new"


async def test_commands_unknown_or_in_threads_are_not_sent(
    clicks: Clicks, bot: StubBot, card: Message
) -> None:
    unknown = await clicks.say(TEAM, ASKER, OPEN, "/nonsense")
    threaded = await clicks.say(TEAM, ASKER, OPEN, "/campaign", thread_ts=card.ts)

    assert unknown.notice == "/nonsense is not a valid command."
    assert threaded.error == "not_in_threads"
    assert bot.received == []


@pytest.mark.parametrize(
    ("user", "channel", "error"),
    [(ASKER, PAST, "is_archived"), (REVIEWER, CLOSED, "channel_not_found")],
)
async def test_nobody_speaks_where_they_cannot(
    clicks: Clicks, user: str, channel: str, error: str
) -> None:
    with pytest.raises(SlackError, match=error):
        await clicks.say(TEAM, user, channel, "x")


async def test_somebody_unknown_does_nothing(clicks: Clicks) -> None:
    with pytest.raises(SlackError, match="user_not_found"):
        await clicks.open_home(TEAM, "U9")
