"""Showing requests in chat: every copy of every card drawn as things stand now.

The job names only the request. Whatever happened meanwhile is drawn at once, so a burst of
changes is one update, and the last state wins. A copy is intended first, posted, and then
remembered; what a crash or a lost answer leaves between the last two is searched for before it is
posted again.

A message that somebody deleted is posted anew. A place that is gone (a channel archived, the bot
removed from it) no further try brings back: the copy is marked, and said once to a person. The
next change of the request looks whether the place is there again.

People who may not enter any more are told nothing more: their copies stay as they are.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta

import orjson
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import dossier as dossiers
from bot import posting
from bot.dossier import Dossier
from bot.language import speaking
from bot.messages.card import requester_card, stage_card, superseded
from bot.messages.parts import Message
from bot.messages.sponsorship_brief import sheet_card, withdrawn_card
from bot.trouble import code_of
from bot.workspaces import Clients
from domain.actor import Door
from domain.approvals.model import StageState
from domain.errors import Upstream
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Job, RetryLater
from domain.notices import records as notices
from domain.notices.model import Audience, Copy
from domain.people import languages
from domain.people import records as people
from domain.people.languages import Reader
from domain.people.model import Team
from domain.requests.rules import OVER

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


#: An account in chat: its workspace, and what it is called there.
Account = tuple[str, str]


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
        accounts = await _accounts(dossier.request.requester_id)
        await self._intend(dossier, accounts)
        failed: list[str] = []
        gone: list[tuple[Copy, str]] = []
        for copy in await notices.of_request(dossier.request.id):
            account = (copy.workspace_id, copy.place)
            if copy.audience is Audience.REQUESTER and account not in accounts:
                continue
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
            await notices.marked(copy.id, f"{_GONE}{code}", self._hub.clock.now())
        if fresh:
            said = [f"{_place(copy)}: {code}; {_PLACE_IS_GONE[code]}" for copy, code in fresh]
            raise GiveUp(f"a card has no place: {', '.join(said)}")

    async def _intend(self, dossier: Dossier, accounts: Collection[Account]) -> None:
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
        for workspace_id, chat_user_id in accounts:
            await notices.intend(
                request_id=request.id,
                stage_id=None,
                round_=0,
                audience=Audience.REQUESTER,
                workspace_id=workspace_id,
                place=chat_user_id,
                at=now,
            )

    async def _intend_sheet(self, dossier: Dossier, teams: Mapping[str, Team]) -> None:
        sheet = dossier.sheet
        team = teams.get(sheet.team_id) if sheet else None
        if not (sheet and team and team.workspace_id and team.place):
            return
        # A sheet that is edited is news to nobody: its end is a message of its own.
        over = (Audience.SHOW_NEWS,) if dossier.request.state in OVER else ()
        for audience in (Audience.SHOW, *over):
            await notices.intend(
                request_id=dossier.request.id,
                stage_id=None,
                round_=sheet.revision,
                audience=audience,
                workspace_id=team.workspace_id,
                place=team.place,
                at=self._hub.clock.now(),
            )

    async def _draw(self, dossier: Dossier, copy: Copy) -> list[str]:
        reader = await _reader(dossier, copy)
        with speaking(reader.locale, reader.time_zone):
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
        handle = copy.handle or await posting.find(self._hub, client, copy)
        if handle:
            try:
                return await self._edit(client, copy, handle, message)
            except SlackApiError as error:
                if code_of(error) not in _MESSAGE_IS_GONE:
                    raise
        stage = dossier.stage(copy.stage_id or "")
        if stage is not None and superseded(stage, copy.round):
            return _NOWHERE  # It counts no more: never posted, or deleted by somebody who is right.
        if handle:
            await notices.told(copy.id, _NOWHERE, "", self._hub.clock.now())
            copy = replace(copy, handle=_NOWHERE, tried_at=None)
        return await posting.post(self._hub, client, copy, message)

    def _message(self, dossier: Dossier, copy: Copy) -> Message | None:
        if copy.audience is Audience.REQUESTER:
            return requester_card(dossier)
        if copy.audience in {Audience.SHOW, Audience.SHOW_NEWS}:
            drawn = sheet_card if copy.audience is Audience.SHOW else withdrawn_card
            return drawn(dossier, dossier.sheet) if dossier.sheet else None
        stage = dossier.stage(copy.stage_id or "")
        nowhere = not copy.handle and copy.tried_at is None
        if stage is None or (superseded(stage, copy.round) and nowhere):
            return None
        return stage_card(dossier, stage, copy.round, self._hub.clock.now())

    async def _edit(self, client: AsyncWebClient, copy: Copy, handle: str, message: Message) -> str:
        key = f"slack:update:{copy.workspace_id}"
        now = self._hub.clock.now()
        await jobs.take(key, now, rate_per_second=UPDATES[0], burst=UPDATES[1])
        channel, _, ts = handle.partition(":")
        changed = {"text": message["text"], "blocks": message["blocks"]}
        await client.chat_update(channel=channel, ts=ts, **changed)
        return handle


async def _accounts(user_id: str) -> list[Account]:
    """Return where somebody can be told something; nowhere if they may not enter."""
    if await people.actor(user_id, Door.CHAT) is None:
        return []
    identities = await people.identities_of(user_id)
    return [(identity.workspace_id, identity.chat_user_id) for identity in identities]


async def _reader(dossier: Dossier, copy: Copy) -> Reader:
    """Return who reads a copy: the requester theirs, everybody in a channel the others."""
    if copy.audience is Audience.REQUESTER:
        return await languages.of_person(dossier.request.requester_id)
    return await languages.of_workspace(copy.workspace_id)


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
