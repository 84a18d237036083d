"""What is done when Slack itself refuses: it is logged, and told to whoever waits."""

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.language import say
from bot.messages.parts import Message
from bot.messages.texts import spoken

#: How long Slack asks for patience if it does not say, in seconds.
PATIENCE_SECONDS = 30.0

#: How a call of Slack's Web API fails: refused, not understood, or not answered.
SlackTrouble = (SlackClientError, aiohttp.ClientError, TimeoutError)

log = structlog.get_logger()


def code_of(error: BaseException) -> str:
    """Return Slack's word for why it refused, or what kept it from answering."""
    if isinstance(error, SlackApiError):
        return str(error.response.get("error", "unknown"))
    return type(error).__name__


def patience(error: SlackApiError) -> float:
    """Return how many seconds of patience Slack asks for."""
    said = error.response.headers.get("Retry-After", "")
    return float(said) if said.isascii() and said.isdigit() else PATIENCE_SECONDS


def sentence(error: BaseException, doing: str) -> str:
    """Log that Slack refused, and return what to tell the one who waits."""
    code = code_of(error)
    log.warning("slack_refused", doing=doing, code=code)
    return say(
        "Slack did not take what Greenlight wanted to show ({code}). Nothing of yours is lost;"
        " try again, and tell an admin of Greenlight if it stays so.",
        code=code,
    )


async def whisper(client: AsyncWebClient, channel: str | None, user: str, text: str) -> None:
    """Say something to one person only, as `show` does."""
    await show(client, channel, user, spoken(text))


async def show(client: AsyncWebClient, channel: str | None, user: str, said: Message) -> None:
    """Show something to one person only, in the channel or else directly.

    Where Slack refuses both there is nobody to tell but the log.
    """
    words = {"text": said["text"], "blocks": said["blocks"]}
    try:
        if channel is not None:
            await client.chat_postEphemeral(channel=channel, user=user, **words)
            return
    except SlackTrouble as error:
        log.info("whisper_refused", code=code_of(error))
    try:
        await client.chat_postMessage(channel=user, **words)
    except SlackTrouble as error:
        log.warning("slack_refused", doing="whisper", code=code_of(error))
