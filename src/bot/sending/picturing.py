"""Giving Slack a picture, to be shown in a message by its id: `{"slack_file": {"id": ...}}`.

Source: files.getUploadURLExternal and files.completeUploadExternal; Slack shows PNG, JPEG and GIF
in blocks, and looks at files by and by, so what names one right away may be refused for a while.
"""

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.trouble import SlackTrouble, code_of, patience

#: The longest words for who does not see a file, in characters; an image block holds more.
#: Source: files.getUploadURLExternal, `alt_txt_too_large`.
ALT_MAX = 1_000

log = structlog.get_logger()


class NotUploaded(Exception):
    """Slack did not take a picture.

    `code` is its word for why, `after_seconds` how long it asks to wait, None if it does not say.
    """

    def __init__(self, code: str, after_seconds: float | None = None) -> None:
        super().__init__(f"Slack did not take a picture: {code}")
        self.code = code
        self.after_seconds = after_seconds


async def uploaded(client: AsyncWebClient, png: bytes, alt: str, name: str) -> str:
    """Give Slack a picture, private until a message shows it, and return the file's id.

    `alt` is what it says in words, `name` what it is called, such as `pacing.png`. Raises
    `NotUploaded`; a file that was announced and not completed is nowhere, and Slack forgets it.
    """
    try:
        done = await client.files_upload_v2(filename=name, file=png, alt_txt=alt[:ALT_MAX])
    except SlackTrouble as error:
        code = code_of(error)
        log.warning("picture_refused", name=name, code=code)
        waits = patience(error) if isinstance(error, SlackApiError) else None
        raise NotUploaded(code, waits if code == "ratelimited" else None) from error
    return str(done["files"][0]["id"])
