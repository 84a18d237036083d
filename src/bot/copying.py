"""Keeping one copy of a card as it should be: posted once, edited, posted anew, given up.

What is shown, where, and what a copy says is for those who know the thing it is about.
"""

from dataclasses import replace

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import posting
from bot.drawing import fingerprint
from bot.editing import BURST, RATE, bucket
from bot.failing import FAILURES, advice
from bot.messages.parts import Message
from bot.trouble import code_of
from bot.workspaces import Clients
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, RetryLater
from domain.notices import records as notices
from domain.notices.model import Audience, Copy

#: Slack's words for a message that is not there any more, or not ours to change.
_MESSAGE_IS_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})

#: What the handle of a copy is where no message stands.
_NOWHERE = ""

#: What marks a copy whose place is gone, in place of what it shows.
GONE = "gone:"


class PlaceIsGoneError(Exception):
    """A copy cannot be shown where it belongs; no further try mends that."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Copying:
    """Draws copies, whatever they are about."""

    def __init__(self, hub: Hub, clients: Clients) -> None:
        self._hub = hub
        self._clients = clients

    async def _keep(
        self, copy: Copy, message: Message | None, *, counts: bool
    ) -> tuple[str | None, list[str]]:
        """Have a copy show `message`; return its handle, and what Slack did not take.

        `counts` says whether one that stands nowhere is posted. Raises `PlaceIsGoneError`.
        """
        client = await self._clients.of(copy.workspace_id)
        if message is None or client is None:
            return copy.handle, []
        shown = fingerprint(message)
        if copy.shown == shown:
            return copy.handle, []
        try:
            handle = await self._shown(client, copy, message, counts=counts)
        except SlackApiError as error:
            return copy.handle, [_problem(error)]
        await notices.told(copy.id, handle, shown, self._hub.clock.now())
        return handle, []

    async def _shown(
        self, client: AsyncWebClient, copy: Copy, message: Message, *, counts: bool
    ) -> str:
        """Post or edit a copy and return its handle; what was deleted is posted anew."""
        handle = copy.handle or await posting.find(self._hub, client, copy)
        if handle:
            try:
                return await self._edit(client, copy, handle, message)
            except SlackApiError as error:
                if code_of(error) not in _MESSAGE_IS_GONE:
                    raise
        if not counts:
            return _NOWHERE  # It counts no more: never posted, or deleted by somebody who is right.
        if handle:
            await notices.told(copy.id, _NOWHERE, "", self._hub.clock.now())
            copy = replace(copy, handle=_NOWHERE, tried_at=None)
        return await posting.post(self._hub, client, copy, message)

    async def _edit(self, client: AsyncWebClient, copy: Copy, handle: str, message: Message) -> str:
        now = self._hub.clock.now()
        await jobs.take(bucket(copy.workspace_id), now, rate_per_second=RATE, burst=BURST)
        channel, _, ts = handle.partition(":")
        changed = {"text": message["text"], "blocks": message["blocks"]}
        await client.chat_update(channel=channel, ts=ts, **changed)
        return handle

    async def _give_up(self, gone: list[tuple[Copy, str]]) -> None:
        """Mark copies whose place is gone; raise `GiveUp` for those that were not marked yet."""
        fresh = [(copy, code) for copy, code in gone if copy.shown != f"{GONE}{code}"]
        for copy, code in fresh:
            await notices.marked(copy.id, f"{GONE}{code}", self._hub.clock.now())
        if fresh:
            said = [f"{_place(copy)}: {code}; {advice(code)}" for copy, code in fresh]
            raise GiveUp(f"a card has no place: {', '.join(said)}")


def _place(copy: Copy) -> str:
    """Return the place of a copy as errors name it: they outlive people, so no account is in it."""
    if copy.audience is Audience.REQUESTER:
        return "the requester"
    return "who stands in" if copy.direct else copy.place


def _problem(error: SlackApiError) -> str:
    code = code_of(error)
    if code == "ratelimited":
        seconds = error.response.headers.get("Retry-After", "1")
        raise RetryLater(float(seconds), "Slack asks for patience") from error
    if code in FAILURES:
        raise PlaceIsGoneError(code) from error
    return code
