"""Showing requests in chat: every copy of every card drawn as things stand now.

The job names only the request. Whatever happened meanwhile is drawn at once, so a burst of
changes is one update, and the last state wins. A copy is intended first, posted, and then
remembered; a crash between the last two may post it twice, and both are harmless.

A message that somebody deleted is posted anew. A place that is gone (a channel archived, the bot
removed from it) no further try brings back: the copy is marked, and said once to a person. The
next change of the request looks whether the place is there again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import orjson
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import dossier as dossiers
from bot.dossier import Dossier
from bot.messages.card import requester_card, stage_card, superseded
from bot.messages.parts import Message
from bot.messages.sponsorship_brief import sheet_card
from bot.trouble import code_of
from bot.workspaces import Clients
from domain.approvals.model import StageState
from domain.errors import Upstream
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Job, RetryLater
from domain.notices import records as notices
from domain.notices.model import Audience, Copy
from domain.people import records as people
from domain.people.model import Team

#: Posts per second into one channel, and updates per second in one workspace, with what may come
#: at once. Source: Slack's rate limits; chat.update is tier 3, 50 a minute.
POSTS = (1.0, 3.0)
UPDATES = (50 / 60, 20.0)

#: Slack's words for a message that is not there any more, or not ours to change.
_MESSAGE_IS_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})

#: Slack's words for a place that takes no messages of ours, and what to do about each.
_PLACE_IS_GONE = {
    "channel_not_found": "give the team another channel, or invite the bot if it is private",
    "not_in_channel": "invite the bot to the channel",
    "is_archived": "unarchive the channel, or give the team another",
    "is_inactive": "unarchive the channel, or give the team another",
    "restricted_action": "let the bot post in the channel, or give the team another",
    "user_not_found": "link the person's account in chat anew",
    "user_disabled": "link the person's account in chat anew",
    "cannot_dm_bot": "link the person's own account in chat, not a bot's",
    "messages_tab_disabled": "switch the app's messages tab on, as in the manifest",
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
    """Keeps every copy of a request's cards as it should be."""

    def __init__(self, hub: Hub, clients: Clients) -> None:
        self._hub = hub
        self._clients = clients

    async def show(self, job: Job) -> None:
        """Draw every copy of the request's cards; the handler of `cards.show`."""
        dossier = await dossiers.load(job.details["request_id"])
        if dossier is None:
            return
        dossier = dossiers.with_undo(dossier, self._hub.undo_window, self._hub.clock.now())
        await self._intend(dossier)
        failed: list[str] = []
        gone: list[tuple[Copy, str]] = []
        for copy in await notices.of_request(dossier.request.id):
            try:
                failed += await self._draw(dossier, copy)
            except _PlaceIsGoneError as error:
                gone.append((copy, error.code))
        if failed:
            raise Upstream("cards_not_shown", f"Slack did not take every card: {failed[0]}.")
        if dossier.undo_until is not None:
            left = dossier.undo_until - self._hub.clock.now() + timedelta(seconds=1)
            raise RetryLater(max(left.total_seconds(), 1.0), "the undo window is still open")
        await self._give_up(gone)

    async def _give_up(self, gone: list[tuple[Copy, str]]) -> None:
        """Mark copies whose place is gone; raise `GiveUp` for those that were not marked yet."""
        fresh = [(copy, code) for copy, code in gone if copy.shown != f"{_GONE}{code}"]
        for copy, code in fresh:
            handle, shown = copy.handle or _NOWHERE, f"{_GONE}{code}"
            await notices.told(copy.id, handle, shown, self._hub.clock.now())
        if fresh:
            said = [f"{copy.place}: {code}; {_PLACE_IS_GONE[code]}" for copy, code in fresh]
            raise GiveUp(f"a card has no place: {', '.join(said)}")

    async def _intend(self, dossier: Dossier) -> None:
        now, request = self._hub.clock.now(), dossier.request
        teams = {team.id: team for team in await people.teams()}
        for stage in dossier.stages:
            team = teams.get(stage.team_id or "")
            if stage.state is StageState.OPEN and team and team.workspace_id and team.place:
                await notices.intend(
                    request_id=request.id,
                    stage_id=stage.id,
                    round_=stage.round,
                    audience=Audience.STAGE,
                    workspace_id=team.workspace_id,
                    place=team.place,
                    at=now,
                )
        await self._intend_sheet(dossier, teams)
        for identity in await people.identities_of(request.requester_id):
            await notices.intend(
                request_id=request.id,
                stage_id=None,
                round_=0,
                audience=Audience.REQUESTER,
                workspace_id=identity.workspace_id,
                place=identity.chat_user_id,
                at=now,
            )

    async def _intend_sheet(self, dossier: Dossier, teams: Mapping[str, Team]) -> None:
        sheet = dossier.sheet
        team = teams.get(sheet.team_id) if sheet else None
        if sheet and team and team.workspace_id and team.place:
            await notices.intend(
                request_id=dossier.request.id,
                stage_id=None,
                round_=sheet.revision,
                audience=Audience.SHOW,
                workspace_id=team.workspace_id,
                place=team.place,
                at=self._hub.clock.now(),
            )

    async def _draw(self, dossier: Dossier, copy: Copy) -> list[str]:
        message = self._message(dossier, copy)
        client = await self._clients.of(copy.workspace_id)
        if message is None or client is None:
            return []
        shown = hashlib.sha256(orjson.dumps(message, option=orjson.OPT_SORT_KEYS)).hexdigest()
        if copy.shown == shown:
            return []
        try:
            handle = await self._shown(client, dossier, copy, message)
        except SlackApiError as error:
            return [_problem(error)]
        await notices.told(copy.id, handle, shown, self._hub.clock.now())
        return []

    async def _shown(
        self, client: AsyncWebClient, dossier: Dossier, copy: Copy, message: Message
    ) -> str:
        """Post or edit a copy and return its handle; what was deleted is posted anew."""
        try:
            return await self._send(client, copy, message)
        except SlackApiError as error:
            if code_of(error) not in _MESSAGE_IS_GONE:
                raise
        stage = dossier.stage(copy.stage_id or "")
        if stage is not None and superseded(stage, copy.round):
            return _NOWHERE  # It counted no more, and whoever deleted it is right.
        bare = replace(copy, handle=_NOWHERE)
        await notices.told(copy.id, _NOWHERE, "", self._hub.clock.now())
        return await self._send(client, bare, message)

    def _message(self, dossier: Dossier, copy: Copy) -> Message | None:
        if copy.audience is Audience.REQUESTER:
            return requester_card(dossier)
        if copy.audience is Audience.SHOW:
            return sheet_card(dossier, dossier.sheet) if dossier.sheet else None
        stage = dossier.stage(copy.stage_id or "")
        if stage is None or (superseded(stage, copy.round) and not copy.handle):
            return None
        return stage_card(dossier, stage, copy.round, self._hub.clock.now())

    async def _send(self, client: AsyncWebClient, copy: Copy, message: Message) -> str:
        now = self._hub.clock.now()
        if not copy.handle:
            key = f"slack:post:{copy.workspace_id}:{copy.place}"
            await jobs.take(key, now, rate_per_second=POSTS[0], burst=POSTS[1])
            posted = await client.chat_postMessage(channel=copy.place, **message)
            return f"{posted['channel']}:{posted['ts']}"
        key = f"slack:update:{copy.workspace_id}"
        await jobs.take(key, now, rate_per_second=UPDATES[0], burst=UPDATES[1])
        channel, _, ts = copy.handle.partition(":")
        changed = {"text": message["text"], "blocks": message["blocks"]}
        await client.chat_update(channel=channel, ts=ts, **changed)
        return copy.handle


def _problem(error: SlackApiError) -> str:
    code = code_of(error)
    if code == "ratelimited":
        seconds = error.response.headers.get("Retry-After", "1")
        raise RetryLater(float(seconds), "Slack asks for patience") from error
    if code in _PLACE_IS_GONE:
        raise _PlaceIsGoneError(code) from error
    return code
