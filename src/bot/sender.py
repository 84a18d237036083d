"""Showing requests and cases in chat: every copy of every card drawn as things stand now.

The job names only what it is about. Whatever happened meanwhile is drawn at once, so a burst of
changes is one update, and the last state wins. A copy is intended first, posted, and then
remembered; what a crash or a lost answer leaves between the last two is searched for before it is
posted again.

A message that somebody deleted is posted anew. A place that is gone (a channel archived, the bot
removed from it) no further try brings back: the copy is marked, and said once to a person. The
next change of the request looks whether the place is there again.

People who may not enter any more are told nothing more: their copies stay as they are.
"""

import hashlib
from dataclasses import replace
from datetime import timedelta

import orjson
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import posting
from bot.exhibits import load
from bot.exhibits.exhibit import Account, Exhibit
from bot.messages.parts import Message
from bot.trouble import code_of
from bot.workspaces import Clients
from domain.errors import Upstream
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Job, RetryLater
from domain.notices import records as notices
from domain.notices.model import Audience, Copy

#: Updates per second in one workspace, with what may come at once. Source: tier 3, 50 a minute.
UPDATES = (50 / 60, 20.0)

#: Slack's words for a message that is not there any more, or not ours to change.
_MESSAGE_IS_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})

#: What moves a team's cards to another channel, and a person's to another account.
_MOVE_TEAM = "move the team with `changeTeamPlace`"
_LINK_ANEW = "link the account that the person has now with `linkChatIdentity`"

#: Slack's words for a place that takes no messages of ours, and what to do about each before the
#: job is tried again.
_PLACE_IS_GONE = {
    "channel_not_found": f"invite the bot if the channel is private, or {_MOVE_TEAM}",
    "not_in_channel": "invite the bot to the channel",
    "is_archived": f"unarchive the channel, or {_MOVE_TEAM}",
    "is_inactive": f"unarchive the channel, or {_MOVE_TEAM}",
    "restricted_action": f"let the bot post in the channel, or {_MOVE_TEAM}",
    "user_not_found": _LINK_ANEW,
    "user_disabled": _LINK_ANEW,
    "cannot_dm_bot": _LINK_ANEW,
    "messages_tab_disabled": "switch the app's messages tab on, as in the manifest",
    "missing_scope": "give the app its manifest anew and install it again",
}

#: What the handle of a copy is where no message stands.
_NOWHERE = ""

#: What marks a copy whose place is gone, in place of what it shows.
_GONE = "gone:"


class _PlaceIsGoneError(Exception):
    """A copy cannot be shown where it belongs; no further try mends that."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Sender:
    """Keeps every copy of the cards of requests and cases as it should be."""

    def __init__(self, hub: Hub, clients: Clients) -> None:
        self._hub = hub
        self._clients = clients

    async def show(self, job: Job) -> None:
        """Draw every copy of the request's or case's cards; the handler of the jobs that show."""
        exhibit = await load(self._hub, job.details)
        if exhibit is None:
            return
        for wanted in exhibit.wanted():
            await notices.intend(
                subject_id=exhibit.subject_id,
                stage_id=wanted.stage_id,
                round_=wanted.round,
                audience=wanted.audience,
                workspace_id=wanted.workspace_id,
                place=wanted.place,
                at=self._hub.clock.now(),
            )
        failed, gone = await self._draw_all(exhibit)
        if failed:
            raise Upstream("cards_not_shown", f"Slack did not take every card: {failed[0]}.")
        if exhibit.undo_until is not None:
            left = exhibit.undo_until - self._hub.clock.now() + timedelta(seconds=1)
            raise RetryLater(max(left.total_seconds(), 1.0), "the undo window is still open")
        await self._give_up(gone)

    async def _draw_all(self, exhibit: Exhibit) -> tuple[list[str], list[tuple[Copy, str]]]:
        """Draw every copy, cards before what is said in the threads below them."""
        failed: list[str] = []
        gone: list[tuple[Copy, str]] = []
        heads: dict[Account, str] = {}
        copies = await notices.of_subject(exhibit.subject_id)
        for copy in sorted(copies, key=lambda one: one.audience is Audience.THREAD):
            account = (copy.workspace_id, copy.place)
            if copy.audience is Audience.REQUESTER and account not in exhibit.accounts:
                continue
            try:
                handle, problems = await self._draw(exhibit, copy, heads.get(account))
            except _PlaceIsGoneError as error:
                gone.append((copy, error.code))
            else:
                failed += problems
                if copy.audience is Audience.QUEUE and handle:
                    heads[account] = handle
        return failed, gone

    async def _give_up(self, gone: list[tuple[Copy, str]]) -> None:
        """Mark copies whose place is gone; raise `GiveUp` for those that were not marked yet."""
        fresh = [(copy, code) for copy, code in gone if copy.shown != f"{_GONE}{code}"]
        for copy, code in fresh:
            await notices.marked(copy.id, f"{_GONE}{code}", self._hub.clock.now())
        if fresh:
            said = [f"{_place(copy)}: {code}; {_PLACE_IS_GONE[code]}" for copy, code in fresh]
            raise GiveUp(f"a card has no place: {', '.join(said)}")

    async def _draw(
        self, exhibit: Exhibit, copy: Copy, head: str | None
    ) -> tuple[str | None, list[str]]:
        """Draw a copy, where it differs; return its handle, and what kept it from being shown.

        `head` is the card in whose thread it is said, if it is.
        """
        if copy.audience is Audience.THREAD and (copy.handle or head is None):
            return copy.handle, []  # What was said stays as it was said.
        message = exhibit.message(copy)
        client = await self._clients.of(copy.workspace_id)
        if message is None or client is None:
            return copy.handle, []
        shown = hashlib.sha256(orjson.dumps(message, option=orjson.OPT_SORT_KEYS)).hexdigest()
        if copy.shown == shown:
            return copy.handle, []
        try:
            handle = await self._shown(client, exhibit, copy, message, head)
        except SlackApiError as error:
            return copy.handle, [_problem(error)]
        await notices.told(copy.id, handle, shown, self._hub.clock.now())
        return handle, []

    async def _shown(
        self,
        client: AsyncWebClient,
        exhibit: Exhibit,
        copy: Copy,
        message: Message,
        head: str | None,
    ) -> str:
        """Post or edit a copy and return its handle; what was deleted is posted anew."""
        thread = head if copy.audience is Audience.THREAD else None
        handle = copy.handle or await posting.find(self._hub, client, copy, thread)
        if handle:
            try:
                return await self._edit(client, copy, handle, message)
            except SlackApiError as error:
                if code_of(error) not in _MESSAGE_IS_GONE:
                    raise
        if not exhibit.counts(copy):
            return _NOWHERE  # It counts no more: never posted, or deleted by somebody who is right.
        if handle:
            await notices.told(copy.id, _NOWHERE, "", self._hub.clock.now())
            copy = replace(copy, handle=_NOWHERE, tried_at=None)
        return await posting.post(self._hub, client, copy, message, thread)

    async def _edit(self, client: AsyncWebClient, copy: Copy, handle: str, message: Message) -> str:
        key = f"slack:update:{copy.workspace_id}"
        now = self._hub.clock.now()
        await jobs.take(key, now, rate_per_second=UPDATES[0], burst=UPDATES[1])
        channel, _, ts = handle.partition(":")
        changed = {"text": message["text"], "blocks": message["blocks"]}
        await client.chat_update(channel=channel, ts=ts, **changed)
        return handle


def _place(copy: Copy) -> str:
    """Return the place of a copy as errors name it: they outlive people, so no account is in it."""
    return "the requester" if copy.audience is Audience.REQUESTER else copy.place


def _problem(error: SlackApiError) -> str:
    code = code_of(error)
    if code == "ratelimited":
        seconds = error.response.headers.get("Retry-After", "1")
        raise RetryLater(float(seconds), "Slack asks for patience") from error
    if code in _PLACE_IS_GONE:
        raise _PlaceIsGoneError(code) from error
    return code
