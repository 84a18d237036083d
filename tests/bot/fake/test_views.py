"""Modals and Home tabs through the Web API: triggers, stacks, hashes, limits."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.fake import Workspace
from domain.clock import SteppingClock
from tests.bot.blocks import entry, home, modal, plain, section
from tests.bot.fake.calling import refusal, refused
from tests.bot.fake.town import ASKER


@pytest.fixture
def trigger(town: Workspace, clock: SteppingClock) -> str:
    return town.issue_trigger(ASKER, clock.now()).id


async def test_a_trigger_opens_a_modal_for_its_person(
    client: AsyncWebClient, town: Workspace, trigger: str
) -> None:
    opened = await client.views_open(trigger_id=trigger, view=modal(section()))

    assert town.modals[ASKER][0].id == opened["view"]["id"]
    assert opened["view"]["root_view_id"] == opened["view"]["id"]


async def test_a_trigger_works_within_three_seconds(
    client: AsyncWebClient, clock: SteppingClock, trigger: str
) -> None:
    clock.advance(timedelta(seconds=3))

    assert (await client.views_open(trigger_id=trigger, view=modal()))["ok"]


async def test_a_trigger_expires_after_three_seconds(
    client: AsyncWebClient, clock: SteppingClock, trigger: str
) -> None:
    clock.advance(timedelta(seconds=3.001))

    call = client.views_open(trigger_id=trigger, view=modal())

    assert await refusal(call) == "expired_trigger_id"


async def test_a_trigger_works_once(client: AsyncWebClient, trigger: str) -> None:
    await client.views_open(trigger_id=trigger, view=modal())

    call = client.views_open(trigger_id=trigger, view=modal())

    assert await refusal(call) == "exchanged_trigger_id"


async def test_a_trigger_nobody_gave_is_invalid(client: AsyncWebClient) -> None:
    call = client.views_open(trigger_id="1.2.abc", view=modal())

    assert await refusal(call) == "invalid_trigger_id"


async def test_what_is_wrong_with_a_view_is_named(client: AsyncWebClient, trigger: str) -> None:
    call = client.views_open(trigger_id=trigger, view=modal(title=plain("x" * 25)))

    answer = await refused(call)

    assert answer["error"] == "invalid_arguments"
    assert "[json-pointer:/view/title/text]" in answer["response_metadata"]["messages"][0]


async def push(client: AsyncWebClient, town: Workspace, clock: SteppingClock) -> Any:
    trigger = town.issue_trigger(ASKER, clock.now()).id
    return await client.views_push(trigger_id=trigger, view=modal())


async def test_three_modals_lie_on_each_other_and_no_fourth(
    client: AsyncWebClient, town: Workspace, clock: SteppingClock, trigger: str
) -> None:
    opened = await client.views_open(trigger_id=trigger, view=modal())
    second = await push(client, town, clock)
    await push(client, town, clock)

    assert second["view"]["previous_view_id"] == opened["view"]["id"]
    assert await refusal(push(client, town, clock)) == "push_limit_reached"


async def test_nothing_is_pushed_onto_no_modal(client: AsyncWebClient, trigger: str) -> None:
    assert await refusal(client.views_push(trigger_id=trigger, view=modal())) == "not_found"


async def test_an_update_needs_the_hash_it_has_seen_if_it_names_one(
    client: AsyncWebClient, trigger: str
) -> None:
    view = (await client.views_open(trigger_id=trigger, view=modal()))["view"]
    newer = await client.views_update(view_id=view["id"], view=modal(), hash=view["hash"])

    stale = client.views_update(view_id=view["id"], view=modal(), hash=view["hash"])

    assert newer["view"]["hash"] != view["hash"]
    assert await refusal(stale) == "hash_conflict"


async def test_entries_stay_through_an_update(
    client: AsyncWebClient, town: Workspace, trigger: str
) -> None:
    asked = {**entry("plain_text_input"), "block_id": "why"}
    view = (await client.views_open(trigger_id=trigger, view=modal(asked)))["view"]
    town.modals[ASKER][0].values["why"]["e"] = {"type": "plain_text_input", "value": "Because"}

    updated = await client.views_update(view_id=view["id"], view=modal(section(), asked))

    assert updated["view"]["state"]["values"]["why"]["e"]["value"] == "Because"


async def test_a_view_is_found_by_the_bots_own_name_for_it(
    client: AsyncWebClient, trigger: str
) -> None:
    await client.views_open(trigger_id=trigger, view=modal(external_id="mine"))

    assert (await client.views_update(external_id="mine", view=modal(external_id="mine")))["ok"]


async def test_a_name_for_a_view_is_given_once(
    client: AsyncWebClient, town: Workspace, clock: SteppingClock, trigger: str
) -> None:
    await client.views_publish(user_id=ASKER, view=home(external_id="mine"))

    call = client.views_open(trigger_id=trigger, view=modal(external_id="mine"))

    assert await refusal(call) == "duplicate_external_id"


async def test_a_closed_view_is_not_found(client: AsyncWebClient) -> None:
    assert await refusal(client.views_update(view_id="V9", view=modal())) == "not_found"


async def test_a_view_of_a_quarter_megabyte_is_too_large(
    client: AsyncWebClient, trigger: str
) -> None:
    call = client.views_open(trigger_id=trigger, view=modal(callback_id="x" * 250_000))

    assert await refusal(call) == "view_too_large"


async def test_a_home_tab_is_published_over_the_one_that_was_seen(
    client: AsyncWebClient, town: Workspace
) -> None:
    first = (await client.views_publish(user_id=ASKER, view=home()))["view"]
    second = (await client.views_publish(user_id=ASKER, view=home(), hash=first["hash"]))["view"]

    stale = client.views_publish(user_id=ASKER, view=home(), hash=first["hash"])

    assert await refusal(stale) == "hash_conflict"
    assert town.homes[ASKER].hash == second["hash"]
    assert first["id"] == second["id"]


async def test_a_home_tab_belongs_to_somebody(client: AsyncWebClient) -> None:
    assert await refusal(client.views_publish(user_id="U9", view=home())) == "user_not_found"
