"""Showing requests in chat: every copy of every card drawn as things stand now.

The job names only the request. Whatever happened meanwhile is drawn at once, so a burst of
changes is one update, and the last state wins. A copy is intended first, posted, and then
remembered; a crash between the last two may post it twice, and both are harmless.
"""

import hashlib
from datetime import timedelta

import orjson
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import dossier as dossiers
from bot.dossier import Dossier
from bot.messages.card import requester_card, stage_card
from bot.messages.parts import Message
from bot.workspaces import Clients
from domain.approvals.model import StageState
from domain.errors import Upstream
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job, RetryLater
from domain.notices import records as notices
from domain.notices.model import Audience, Copy
from domain.people import records as people

#: Posts per second into one channel, and updates per second in one workspace, with what may come
#: at once. Source: Slack's rate limits; chat.update is tier 3, 50 a minute.
POSTS = (1.0, 3.0)
UPDATES = (50 / 60, 20.0)

#: Errors that another try does not mend by itself; the card is tried again with the next change.
_PLACE_IS_GONE = frozenset({"channel_not_found", "not_in_channel", "is_archived"})


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
        for copy in await notices.of_request(dossier.request.id):
            failed += await self._draw(dossier, copy)
        if failed:
            raise Upstream("cards_not_shown", f"Slack did not take every card: {failed[0]}.")
        if dossier.undo_until is not None:
            left = dossier.undo_until - self._hub.clock.now() + timedelta(seconds=1)
            raise RetryLater(max(left.total_seconds(), 1.0), "the undo window is still open")

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

    async def _draw(self, dossier: Dossier, copy: Copy) -> list[str]:
        message = self._message(dossier, copy)
        client = await self._clients.of(copy.workspace_id)
        if message is None or client is None:
            return []
        shown = hashlib.sha256(orjson.dumps(message, option=orjson.OPT_SORT_KEYS)).hexdigest()
        if copy.shown == shown:
            return []
        try:
            handle = await self._send(client, copy, message)
        except SlackApiError as error:
            return [_problem(error)]
        await notices.told(copy.id, handle, shown, self._hub.clock.now())
        return []

    def _message(self, dossier: Dossier, copy: Copy) -> Message | None:
        if copy.audience is Audience.REQUESTER:
            return requester_card(dossier)
        stage = dossier.stage(copy.stage_id or "")
        if stage is None:
            return None
        return stage_card(dossier, stage, copy.round, self._hub.clock.now())

    async def _send(self, client: AsyncWebClient, copy: Copy, message: Message) -> str:
        now = self._hub.clock.now()
        if copy.handle is None:
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
    code = str(error.response.get("error", "unknown"))
    if code == "ratelimited":
        seconds = error.response.headers.get("Retry-After", "1")
        raise RetryLater(float(seconds), "Slack asks for patience") from error
    if code in _PLACE_IS_GONE:
        return f"{code}; invite the bot to the team's channel"
    return code
