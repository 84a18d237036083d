"""Saying something once: a reply under a card, a reminder, a digest; no copy that is kept up.

Every such post keeps to the same paces, and Slack's refusals mean the same to all of them.
"""

from collections.abc import Awaitable, Callable

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.standing import Account
from bot.failing import FAILURES, Failure
from bot.installing import rotating
from bot.installing.workspaces import Clients
from bot.messages.parts import Message
from bot.sending import posting
from bot.trouble import SlackTrouble, code_of, patience
from domain.errors import Upstream
from domain.hub import Hub
from domain.jobs.model import RetryLater
from domain.notices.model import Urgency
from domain.people.workspaces import NEEDS_REINSTALL

#: Why nothing can be said in a workspace that the hub is not installed in; a word of ours.
NOT_INSTALLED = "not_installed"

#: Slack's words for a thread that takes no reply, though its channel may take a message.
_NO_THREAD = frozenset({"thread_not_found", "message_not_found", "cannot_reply_to_message"})

#: Slack's words for a message that is not there any more, or not ours to change.
_NO_MESSAGE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})

#: How long is waited for a token that ended to be renewed, in seconds. Ours.
RENEWAL_SECONDS = 30.0

log = structlog.get_logger()


class NotSaidError(Upstream):
    """Slack did not take a message this time; `why` is its word for it."""

    def __init__(self, why: str) -> None:
        super().__init__("not_said", f"Slack did not take it ({why}).")
        self.why = why


async def say(
    hub: Hub,
    clients: Clients,
    account: Account,
    who: str,
    message: Message,
    *,
    under: str | None = None,
) -> str | None:
    """Post a message to `account` in the turn of `who`; below the message `under`, if it is set.

    Return None once Slack took it, or the word for why it never will, however often it is tried.
    Raises `RetryLater` where the turn is not come or Slack asks for patience, and
    `NotSaidError` for every other trouble: another try may do.
    """

    async def post(client: AsyncWebClient) -> None:
        await _post(client, account[1], message, under)

    return await _tried(hub, clients, account, who, post, _NO_THREAD if under else frozenset())


async def keep(
    hub: Hub, clients: Clients, account: Account, who: str, message: Message, handle: str | None
) -> tuple[str | None, str]:
    """Post a message to `account`, or draw the one with `handle` anew; post it if that is gone.

    Return what `say` does, and the handle of the message.
    """
    stands = handle or ""

    async def draw(client: AsyncWebClient) -> None:
        channel, _, ts = stands.partition(":")
        await client.chat_update(
            channel=channel, ts=ts, text=message["text"], blocks=message["blocks"]
        )

    async def post(client: AsyncWebClient) -> None:
        nonlocal stands
        posted = await client.chat_postMessage(channel=account[1], **message)
        stands = f"{posted['channel']}:{posted['ts']}"

    if stands:
        failure = await _tried(hub, clients, account, who, draw, _NO_MESSAGE)
        if failure not in _NO_MESSAGE:
            return failure, stands
    return await _tried(hub, clients, account, f"{who}:new", post, frozenset()), stands


async def _tried(
    hub: Hub,
    clients: Clients,
    account: Account,
    who: str,
    act: Callable[[AsyncWebClient], Awaitable[None]],
    final: frozenset[str],
) -> str | None:
    """Do something in a place in the turn of `who`; `final` are words that end it beside others."""
    workspace_id, place = account
    client = await clients.of(workspace_id)
    if client is None:
        return NOT_INSTALLED
    await posting.pace(hub, workspace_id, place, who, Urgency.DIGEST)
    try:
        await act(client)
    except SlackApiError as error:
        code = code_of(error)
        if code == "ratelimited":
            seconds = patience(error)
            await posting.hush(hub, workspace_id, place, seconds)
            raise RetryLater(seconds, "Slack asks for patience") from error
        if code == "token_expired":
            if not await rotating.hoped_for(hub, clients, workspace_id, client.token or ""):
                return NEEDS_REINSTALL
            raise RetryLater(RENEWAL_SECONDS, "the token is being renewed") from error
        if FAILURES.get(code) is Failure.TOKEN_REVOKED:
            await clients.refused(workspace_id, client.token or "")
        if code in FAILURES or code in final:
            log.info("not_said", who=who, code=code)
            return code
        raise NotSaidError(code) from error
    except SlackTrouble as error:
        raise NotSaidError(code_of(error)) from error
    return None


async def _post(client: AsyncWebClient, place: str, message: Message, under: str | None) -> None:
    if under is None:
        await client.chat_postMessage(channel=place, **message)
        return
    channel, _, ts = under.partition(":")
    await client.chat_postMessage(channel=channel, thread_ts=ts, reply_broadcast=False, **message)
