"""Conversations, people and teams, as the bot may see them."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.fake import Message, Workspace
from tests.bot.fake.calling import refusal, refused
from tests.bot.fake.town import (
    ASKER,
    BOT,
    CLOSED,
    ELSEWHERE,
    GONE,
    GUEST,
    OPEN,
    PAST,
    REVIEWER,
)


async def test_a_direct_message_is_opened_once(client: AsyncWebClient) -> None:
    first = await client.conversations_open(users=[ASKER])
    second = await client.conversations_open(users=[ASKER], return_im=True)

    assert first["channel"]["id"] == second["channel"]["id"]
    assert (second["already_open"], second["channel"]["user"]) == (True, ASKER)


async def test_several_people_share_a_group_message(
    client: AsyncWebClient, town: Workspace
) -> None:
    opened = await client.conversations_open(users=[ASKER, REVIEWER])

    assert town.channels[opened["channel"]["id"]].kind == "mpim"


@pytest.mark.parametrize(
    ("user", "error"),
    [("U9", "user_not_found"), (GONE, "user_disabled"), (BOT, "cannot_dm_bot")],
)
async def test_not_everybody_can_be_written_to(
    client: AsyncWebClient, user: str, error: str
) -> None:
    assert await refusal(client.conversations_open(users=user)) == error


async def test_a_private_channel_without_the_bot_does_not_exist_for_it(
    client: AsyncWebClient,
) -> None:
    assert await refusal(client.conversations_info(channel=CLOSED)) == "channel_not_found"


async def test_a_channel_says_whether_the_bot_is_in_it(client: AsyncWebClient) -> None:
    inside = await client.conversations_info(channel=OPEN)
    outside = await client.conversations_info(channel=ELSEWHERE)

    assert (inside["channel"]["is_member"], outside["channel"]["is_member"]) == (True, False)


async def test_channels_are_listed_page_by_page(client: AsyncWebClient) -> None:
    first = await client.conversations_list(limit=2)
    rest = await client.conversations_list(
        limit=2, cursor=first["response_metadata"]["next_cursor"]
    )

    names = [one["id"] for page in (first, rest) for one in page["channels"]]
    assert names == [OPEN, ELSEWHERE, PAST]
    assert rest["response_metadata"]["next_cursor"] == ""


async def test_archived_channels_can_be_left_out(client: AsyncWebClient) -> None:
    listed = await client.conversations_list(exclude_archived=True)

    assert PAST not in [one["id"] for one in listed["channels"]]


@pytest.mark.parametrize("cursor", ["nonsense", "YXQ6eA=="])
async def test_a_cursor_of_another_kind_is_refused(client: AsyncWebClient, cursor: str) -> None:
    assert await refusal(client.conversations_list(cursor=cursor)) == "invalid_cursor"


async def test_members_are_listed(client: AsyncWebClient) -> None:
    listed = await client.conversations_members(channel=OPEN)

    assert listed["members"] == [BOT, ASKER, REVIEWER]


async def test_joining_twice_is_only_warned_about(client: AsyncWebClient, town: Workspace) -> None:
    town.installation.scopes.append("channels:join")

    first = await client.conversations_join(channel=ELSEWHERE)
    second = await client.conversations_join(channel=ELSEWHERE)

    assert first["channel"]["is_member"]
    assert second["warning"] == "already_in_channel"


async def test_an_archived_channel_cannot_be_joined(
    client: AsyncWebClient, town: Workspace
) -> None:
    town.installation.scopes.append("channels:join")

    assert await refusal(client.conversations_join(channel=PAST)) == "is_archived"


async def test_history_is_newest_first_without_replies_and_whispers(
    client: AsyncWebClient, town: Workspace
) -> None:
    for ts in ("1.000000", "2.000000"):
        town.post(Message(ts, OPEN, ASKER, ts))
    town.post(Message("3.000000", OPEN, ASKER, "a reply", thread_ts="1.000000"))
    town.post(Message("4.000000", OPEN, BOT, "a whisper", only_for=ASKER))

    everything = await client.conversations_history(channel=OPEN)
    later = await client.conversations_history(channel=OPEN, oldest="1.000000")

    assert [one["ts"] for one in everything["messages"]] == ["2.000000", "1.000000"]
    assert [one["ts"] for one in later["messages"]] == ["2.000000"]


async def test_each_kind_of_channel_wants_its_own_scope_to_be_read(
    client: AsyncWebClient, town: Workspace
) -> None:
    town.installation.scopes.remove("im:history")
    direct = await client.conversations_open(users=ASKER)
    answer = await refused(client.conversations_history(channel=direct["channel"]["id"]))

    assert (answer["error"], answer["needed"]) == ("missing_scope", "im:history")


async def test_metadata_is_shown_only_when_asked_for(
    client: AsyncWebClient, town: Workspace
) -> None:
    held = {"event_type": "card", "event_payload": {"outbox_id": "1"}}
    await client.chat_postMessage(channel=OPEN, text="x", metadata=held)

    without = await client.conversations_history(channel=OPEN)
    with_it = await client.conversations_history(channel=OPEN, include_all_metadata=True)

    assert "metadata" not in without["messages"][0]
    assert with_it["messages"][0]["metadata"] == held


async def test_a_person_is_described_with_their_marks(client: AsyncWebClient) -> None:
    asker = (await client.users_info(user=ASKER, include_locale=True))["user"]
    guest = (await client.users_info(user=GUEST))["user"]

    assert (asker["tz_offset"], asker["locale"]) == (3600, "en-US")
    assert (guest["is_stranger"], guest["team_id"]) == (True, "T0AGENCY")


async def test_addresses_are_for_tokens_that_may_read_them(
    client: AsyncWebClient, town: Workspace
) -> None:
    shown = (await client.users_info(user=ASKER))["user"]["profile"]
    town.installation.scopes.remove("users:read.email")
    hidden = (await client.users_info(user=ASKER))["user"]["profile"]

    assert shown["email"] == "asker@first.example"
    assert "email" not in hidden


async def test_an_unknown_person_is_not_found(client: AsyncWebClient) -> None:
    assert await refusal(client.users_info(user="U9")) == "user_not_found"


async def test_a_person_is_found_by_address_in_any_case(client: AsyncWebClient) -> None:
    found = await client.users_lookupByEmail(email="Asker@First.Example")

    assert found["user"]["id"] == ASKER


async def test_somebody_who_left_is_not_found_by_address(client: AsyncWebClient) -> None:
    call = client.users_lookupByEmail(email="gone@first.example")

    assert await refusal(call) == "users_not_found"


async def test_everybody_is_listed(client: AsyncWebClient) -> None:
    members = (await client.users_list())["members"]

    assert [one["id"] for one in members] == [BOT, ASKER, REVIEWER, GUEST, GONE]


async def test_a_persons_channels_are_those_the_bot_sees_too(client: AsyncWebClient) -> None:
    listed = await client.users_conversations(
        user=ASKER, types="public_channel,private_channel", exclude_archived=True
    )

    assert [one["id"] for one in listed["channels"]] == [OPEN, ELSEWHERE]


async def test_the_team_is_described(client: AsyncWebClient) -> None:
    assert (await client.team_info())["team"]["domain"] == "first"
