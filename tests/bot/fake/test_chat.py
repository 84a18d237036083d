"""Posting, editing, deleting, whispering and linking, as Slack allows it."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.fake import Message, Workspace
from tests.bot.blocks import actions, button, mrkdwn, section
from tests.bot.fake.calling import refusal, refused
from tests.bot.fake.town import ASKER, BOT, CLOSED, ELSEWHERE, GONE, OPEN, PAST, REVIEWER


async def test_a_message_comes_back_with_its_key(client: AsyncWebClient, town: Workspace) -> None:
    posted = await client.chat_postMessage(channel=OPEN, text="Hello", blocks=[section()])

    assert posted["ts"] == town.messages[OPEN][0].ts
    assert posted["message"]["bot_id"] == "B0BOT"


async def test_ids_left_out_of_blocks_are_made_up(client: AsyncWebClient) -> None:
    nameless = actions(button())
    del nameless["elements"][0]["action_id"]

    posted = await client.chat_postMessage(channel=OPEN, text="x", blocks=[nameless])

    block = posted["message"]["blocks"][0]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]


async def test_keys_grow_even_while_the_clock_stands_still(client: AsyncWebClient) -> None:
    first = await client.chat_postMessage(channel=OPEN, text="x")
    second = await client.chat_postMessage(channel=OPEN, text="x")

    assert first["ts"] < second["ts"]


async def test_a_person_is_reached_by_their_id(client: AsyncWebClient, town: Workspace) -> None:
    posted = await client.chat_postMessage(channel=ASKER, text="Hello")

    assert posted["channel"].startswith("D")
    assert sorted(town.channels[posted["channel"]].members) == [BOT, ASKER]


async def test_channels_out_of_reach_are_refused(client: AsyncWebClient) -> None:
    places = {
        "C9": "channel_not_found",
        CLOSED: "channel_not_found",
        ELSEWHERE: "not_in_channel",
        PAST: "is_archived",
        GONE: "channel_not_found",
    }
    for place, error in places.items():
        assert await refusal(client.chat_postMessage(channel=place, text="x")) == error


async def test_one_scope_opens_every_public_channel(
    client: AsyncWebClient, town: Workspace
) -> None:
    town.installation.scopes.append("chat:write.public")

    assert (await client.chat_postMessage(channel=ELSEWHERE, text="x"))["ok"]


async def test_invalid_blocks_are_named_with_their_place(client: AsyncWebClient) -> None:
    answer = await refused(
        client.chat_postMessage(channel=OPEN, text="x", blocks=[section(text=mrkdwn("x" * 3001))])
    )

    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]


async def test_too_many_characters_of_blocks_are_refused(client: AsyncWebClient) -> None:
    blocks = [section(text=mrkdwn("x" * 2800)) for _ in range(5)]

    call = client.chat_postMessage(channel=OPEN, text="x", blocks=blocks)

    assert await refusal(call) == "msg_blocks_too_long"


async def test_blocks_that_cannot_be_read_are_refused(client: AsyncWebClient) -> None:
    call = client.api_call("chat.postMessage", json={"channel": OPEN, "blocks": "[{"})

    assert await refusal(call) == "invalid_blocks_format"


async def test_a_message_says_something(client: AsyncWebClient) -> None:
    call = client.api_call("chat.postMessage", json={"channel": OPEN, "text": ""})

    assert await refusal(call) == "no_text"


async def test_a_very_long_text_is_cut_with_a_warning(
    client: AsyncWebClient, town: Workspace
) -> None:
    posted = await client.chat_postMessage(channel=OPEN, text="x" * 40_001)

    assert posted["response_metadata"]["warnings"] == ["message_truncated"]
    assert len(town.messages[OPEN][0].text) == 40_000


async def test_replies_are_counted_under_their_message(
    client: AsyncWebClient, town: Workspace
) -> None:
    parent = await client.chat_postMessage(channel=OPEN, text="x")
    reply = await client.chat_postMessage(channel=OPEN, text="y", thread_ts=parent["ts"])

    thread = await client.conversations_replies(channel=OPEN, ts=parent["ts"])

    assert [one["ts"] for one in thread["messages"]] == [parent["ts"], reply["ts"]]
    assert (thread["messages"][0]["reply_count"], thread["messages"][0]["reply_users"]) == (
        1,
        [BOT],
    )


async def test_a_reply_needs_a_message_to_stand_under(client: AsyncWebClient) -> None:
    call = client.chat_postMessage(channel=OPEN, text="x", thread_ts="1.000000")

    assert await refusal(call) == "thread_not_found"


async def test_an_update_with_blocks_shows_no_mark(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=OPEN, text="x", blocks=[section()])

    updated = await client.chat_update(
        channel=OPEN, ts=posted["ts"], text="y", blocks=[section(text=mrkdwn("z"))]
    )

    assert updated["message"]["blocks"][0]["text"]["text"] == "z"
    assert "edited" not in updated["message"]


async def test_an_update_with_text_alone_takes_the_blocks_away(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=OPEN, text="x", blocks=[section()])

    updated = await client.chat_update(channel=OPEN, ts=posted["ts"], text="y")

    assert "blocks" not in updated["message"]
    assert updated["message"]["edited"]["user"] == BOT


async def test_an_update_keeps_the_metadata_unless_it_brings_some(
    client: AsyncWebClient,
) -> None:
    held = {"event_type": "card", "event_payload": {"outbox_id": "1"}}
    posted = await client.chat_postMessage(channel=OPEN, text="x", metadata=held)

    updated = await client.chat_update(channel=OPEN, ts=posted["ts"], text="y")

    assert updated["message"]["metadata"] == held


async def test_an_update_takes_no_more_than_four_thousand_characters(
    client: AsyncWebClient,
) -> None:
    posted = await client.chat_postMessage(channel=OPEN, text="x")

    call = client.chat_update(channel=OPEN, ts=posted["ts"], text="x" * 4001)

    assert await refusal(call) == "msg_too_long"


async def test_only_the_bots_own_messages_can_be_touched(
    client: AsyncWebClient, town: Workspace
) -> None:
    town.post(Message("1.000000", OPEN, ASKER, "mine"))

    change = client.chat_update(channel=OPEN, ts="1.000000", text="x")

    assert await refusal(change) == "cant_update_message"
    assert await refusal(client.chat_delete(channel=OPEN, ts="1.000000")) == "cant_delete_message"


async def test_a_message_that_is_not_there_is_not_found(client: AsyncWebClient) -> None:
    call = client.chat_update(channel=OPEN, ts="9.000000", text="x")

    assert await refusal(call) == "message_not_found"


async def test_an_archived_channel_is_not_edited(client: AsyncWebClient, town: Workspace) -> None:
    posted = await client.chat_postMessage(channel=OPEN, text="x")
    town.channels[OPEN].is_archived = True

    call = client.chat_update(channel=OPEN, ts=posted["ts"], text="y")

    assert await refusal(call) == "is_inactive"


async def test_a_direct_message_is_edited_by_its_channel_not_its_person(
    client: AsyncWebClient,
) -> None:
    posted = await client.chat_postMessage(channel=ASKER, text="x")

    call = client.chat_update(channel=ASKER, ts=posted["ts"], text="y")

    assert await refusal(call) == "channel_not_found"


async def test_an_ephemeral_message_is_for_one_and_cannot_be_edited(
    client: AsyncWebClient, town: Workspace
) -> None:
    sent = await client.chat_postEphemeral(channel=OPEN, user=ASKER, text="x")

    assert town.messages[OPEN][0].only_for == ASKER
    call = client.chat_update(channel=OPEN, ts=sent["message_ts"], text="y")
    assert await refusal(call) == "message_not_found"


async def test_an_ephemeral_message_reaches_members_only(
    client: AsyncWebClient, town: Workspace
) -> None:
    town.channels[OPEN].members.remove(REVIEWER)

    call = client.chat_postEphemeral(channel=OPEN, user=REVIEWER, text="x")

    assert await refusal(call) == "user_not_in_channel"


async def test_a_deleted_message_is_gone(client: AsyncWebClient, town: Workspace) -> None:
    posted = await client.chat_postMessage(channel=OPEN, text="x")

    await client.chat_delete(channel=OPEN, ts=posted["ts"])

    assert town.messages[OPEN] == []


async def test_a_permalink_leads_to_the_page(client: AsyncWebClient, address: str) -> None:
    posted = await client.chat_postMessage(channel=OPEN, text="x")

    link = await client.chat_getPermalink(channel=OPEN, message_ts=posted["ts"])

    digits = posted["ts"].replace(".", "")
    assert link["permalink"] == f"{address}/slack/archives/{OPEN}/p{digits}"
