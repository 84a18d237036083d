"""Pictures given to Slack, by its own client against the look-alike."""

import json

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.fake import FakeSlack, Workspace, Workspaces
from bot.fake.faults import Fault
from bot.fake.picture import picture, reader_of
from bot.sending.picturing import NotUploaded, uploaded
from tests.bot.fake.town import ASKER, OPEN

PNG = b"\x89PNG\r\n\x1a\n and so on"


def _block(file_id: str) -> dict[str, object]:
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": "What it says"}


async def test_a_picture_is_uploaded_and_shown_by_its_id(
    client: AsyncWebClient, town: Workspace
) -> None:
    found = await uploaded(client, PNG, "What it says", "pacing.png")

    await client.chat_postMessage(channel=OPEN, text="Here", blocks=[_block(found)])

    kept = town.files[found]
    assert (kept.content, kept.alt, kept.name) == (PNG, "What it says", "pacing.png")
    assert town.messages[OPEN][0].blocks[0]["slack_file"] == {"id": found}


async def test_a_workspace_with_pictures_is_saved_and_loaded(
    client: AsyncWebClient, fake: FakeSlack, town: Workspace
) -> None:
    found = await uploaded(client, PNG, "What it says", "pacing.png")

    loaded = Workspaces.from_json(fake.workspaces.to_json())

    assert loaded.teams[town.id].files == town.files
    assert loaded.teams[town.id].files[found].content == PNG


async def test_words_longer_than_slack_takes_are_cut(
    client: AsyncWebClient, town: Workspace
) -> None:
    found = await uploaded(client, PNG, "w" * 1_500, "pacing.png")

    assert town.files[found].alt == "w" * 1_000


async def test_a_file_that_is_not_there_is_shown_nowhere(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=OPEN, text="Here", blocks=[_block("F0NONE")])

    assert refused.value.response["error"] == "invalid_blocks"


async def test_an_app_that_was_not_allowed_to_write_files_is_told_so(
    client: AsyncWebClient, town: Workspace
) -> None:
    town.installation.scopes.remove("files:write")

    with pytest.raises(NotUploaded) as refused:
        await uploaded(client, PNG, "What it says", "pacing.png")

    assert (refused.value.code, refused.value.after_seconds) == ("missing_scope", None)


async def test_slacks_wish_for_patience_is_passed_on(
    client: AsyncWebClient, fake: FakeSlack
) -> None:
    fake.faults.add("files.getUploadURLExternal", Fault.rate_limited(7))

    with pytest.raises(NotUploaded) as refused:
        await uploaded(client, PNG, "What it says", "pacing.png")

    assert (refused.value.code, refused.value.after_seconds) == ("ratelimited", 7.0)


async def test_bytes_that_do_not_arrive_are_no_picture(
    client: AsyncWebClient, fake: FakeSlack, town: Workspace
) -> None:
    fake.faults.add("upload", Fault.broken())

    with pytest.raises(NotUploaded):
        await uploaded(client, PNG, "What it says", "pacing.png")

    assert not any(file.is_complete for file in town.files.values())


async def test_the_page_shows_an_uploaded_picture(
    client: AsyncWebClient, fake: FakeSlack, town: Workspace
) -> None:
    found = await uploaded(client, PNG, "What it says", "pacing.png")
    await client.chat_postMessage(channel=OPEN, text="Here", blocks=[_block(found)])

    seen = json.dumps(picture(fake, reader_of(fake, town.id, ASKER), OPEN, ""))

    path = f"/slack/files/{town.id}/{found}"
    assert f'"image_url": "{path}"' in seen
    async with aiohttp.ClientSession() as browser, browser.get(fake.origin + path) as shown:
        assert await shown.read() == PNG
