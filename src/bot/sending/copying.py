"""Keeping one copy of a card as it should be: posted once, edited, posted anew, given up.

What is shown, where, and what a copy says is for those who know the thing it is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.drawing import fingerprint
from bot.failing import FAILURES, Failure, advice
from bot.installing import rotating
from bot.installing.workspaces import Clients
from bot.messages.parts import Message
from bot.sending import posting
from bot.sending.editing import Edits, InLineError
from bot.trouble import code_of, patience
from domain.errors import Upstream
from domain.hub import Hub
from domain.jobs.model import GiveUp, RetryLater
from domain.notices import records as notices
from domain.notices.model import Audience, Copy, Urgency
from domain.people.workspaces import NEEDS_REINSTALL

#: Slack's words for a message that is not there any more, or not ours to change.
_MESSAGE_IS_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})

#: Where nobody can speak at all; `greenlight doctor` says so of the workspace, not of each card.
_WORKSPACE_IS_GONE = frozenset({Failure.TOKEN_REVOKED, Failure.NOT_INSTALLED})

#: What the handle of a copy is where no message stands.
_NOWHERE = ""

#: What marks a copy whose place is gone, in place of what it shows.
GONE = "gone:"


class PlaceIsGoneError(Exception):
    """A copy cannot be shown where it belongs; no further try mends that."""

    def __init__(self, code: str, failure: Failure) -> None:
        super().__init__(code)
        self.code = code
        self.failure = failure


@dataclass
class Left:
    """What is left of one drawing: what failed, what waits how long, what has no place."""

    failed: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    gone: list[tuple[Copy, PlaceIsGoneError]] = field(default_factory=list)


class Copying:
    """Draws copies, whatever they are about."""

    def __init__(self, hub: Hub, clients: Clients, edits: Edits | None = None) -> None:
        self._hub = hub
        self._clients = clients
        self.edits = edits or Edits(hub, clients)

    async def _keep(
        self,
        copy: Copy,
        message: Message | None,
        *,
        counts: bool,
        urgency: Urgency = Urgency.DECISION,
    ) -> tuple[str | None, list[str]]:
        """Have a copy show `message`; return its handle, and what Slack did not take.

        `counts` says whether one that stands nowhere is posted. Raises `PlaceIsGoneError`, or
        `RetryLater` where a click writes over it or Slack asks for patience.
        """
        if message is None or not copy.place:
            return copy.handle, []
        now, shown = self._hub.clock.now(), fingerprint(message)
        client = await self._clients.of(copy.workspace_id)
        if client is None:
            if copy.handle:
                return copy.handle, []  # It stands as it stood, and nobody can change that.
            raise PlaceIsGoneError("not_installed", Failure.NOT_INSTALLED)
        if copy.busy_until is not None and copy.busy_until > now:
            left = (copy.busy_until - now).total_seconds()
            raise RetryLater(min(left, 0.5), "a click writes over a card")
        if copy.shown == shown:
            return copy.handle, []
        try:
            handle = await self._shown(client, copy, message, counts=counts, urgency=urgency)
        except InLineError:
            return copy.handle, []
        except SlackApiError as error:
            return copy.handle, [await self._problem(error, copy, client.token or "")]
        await notices.told(copy, handle, shown, self._hub.clock.now())
        return handle, []

    async def _shown(
        self,
        client: AsyncWebClient,
        copy: Copy,
        message: Message,
        *,
        counts: bool,
        urgency: Urgency,
    ) -> str:
        """Post or edit a copy and return its handle; what was deleted is posted anew."""
        handle = copy.handle or await posting.find(self._hub, client, copy)
        if handle:
            try:
                await self.edits.edit(client, copy, handle, message, urgency)
            except SlackApiError as error:
                if code_of(error) not in _MESSAGE_IS_GONE:
                    raise
            else:
                return handle
        if not counts:
            return _NOWHERE  # It counts no more: never posted, or deleted by somebody who is right.
        if handle:
            await notices.told(copy, _NOWHERE, "", self._hub.clock.now())
            copy = replace(copy, handle=_NOWHERE, tried_at=None)
        return await posting.post(self._hub, client, copy, message)

    async def _end(self, left: Left) -> None:
        """Have what is left of a drawing tried again, or told to a person."""
        if left.failed:
            raise Upstream("cards_not_shown", f"Slack did not take every card: {left.failed[0]}.")
        if left.waits:
            raise RetryLater(min(left.waits), "a card waits for its turn")
        await self._give_up(left.gone)

    async def _give_up(self, gone: Sequence[tuple[Copy, PlaceIsGoneError]]) -> None:
        """Mark copies whose place is gone; raise `GiveUp` for those that were not marked yet."""
        fresh = [
            (copy, error.code)
            for copy, error in gone
            if error.failure not in _WORKSPACE_IS_GONE and copy.shown != f"{GONE}{error.code}"
        ]
        for copy, code in fresh:
            await notices.marked(copy.id, f"{GONE}{code}", self._hub.clock.now())
        if fresh:
            said = [f"{_place(copy)}: {code}; {advice(code)}" for copy, code in fresh]
            raise GiveUp(f"a card has no place: {', '.join(said)}")

    async def _problem(self, error: SlackApiError, copy: Copy, token: str) -> str:
        code = code_of(error)
        if code == "ratelimited":
            seconds = patience(error)
            await posting.hush(self._hub, copy.workspace_id, copy.place, seconds)
            raise RetryLater(seconds, "Slack asks for patience") from error
        if code == "token_expired" and not await rotating.hoped_for(
            self._hub, self._clients, copy.workspace_id, token
        ):
            raise PlaceIsGoneError(NEEDS_REINSTALL, Failure.TOKEN_REVOKED) from error
        if code in FAILURES:
            failure = FAILURES[code]
            if failure is Failure.TOKEN_REVOKED:
                await self._clients.refused(copy.workspace_id, token)
            raise PlaceIsGoneError(code, failure) from error
        return code


def _place(copy: Copy) -> str:
    """Return the place of a copy as errors name it: they outlive people, so no account is in it."""
    if copy.audience is Audience.REQUESTER:
        return "the requester"
    if copy.audience is Audience.REVIEWER:
        return "a reviewer"
    if copy.audience is Audience.MEMBER:
        return "one who answers for it"
    return "who stands in" if copy.direct else copy.place
