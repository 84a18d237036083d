"""Showing requests in chat: every copy of every card drawn as things stand now.

The job names only the request. Whatever happened meanwhile is drawn at once, so a burst of
changes is one update, and the last state wins. A copy is intended first, posted, and then
remembered; what a crash or a lost answer leaves between the last two is searched for before it is
posted again.

A message that somebody deleted is posted anew. A place that is gone (a channel archived, the bot
removed from it) no further try brings back: the copy is marked, and said once to a person. The
next change of the request looks whether the place is there again.

Who cannot be told in the place is told otherwise: see `fallback`.

People who may not enter any more are told nothing more: their copies stay as they are.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import dossier as dossiers
from bot import posting
from bot.dossier import Dossier
from bot.drawing import fingerprint, message_of
from bot.editing import PATIENCE_SECONDS, Edits, InLineError
from bot.failing import FAILURES, Failure, advice
from bot.fallback import tell_otherwise
from bot.messages.card import superseded
from bot.messages.parts import Message
from bot.trouble import code_of
from bot.workspaces import Clients
from domain.actor import Door
from domain.approvals.model import StageState
from domain.errors import Upstream
from domain.hub import Hub
from domain.inbox import refreshing
from domain.jobs.model import GiveUp, Job, RetryLater
from domain.notices import records as notices
from domain.notices.model import Audience, Copy, Urgency
from domain.people import records as people
from domain.people.model import Team
from domain.requests.rules import OVER

#: Slack's words for a message that is not there any more, or not ours to change.
_MESSAGE_IS_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})

#: Where nobody can speak at all; `greenlight doctor` says so of the workspace, not of each card.
_WORKSPACE_IS_GONE = frozenset({Failure.TOKEN_REVOKED, Failure.NOT_INSTALLED})

#: What the handle of a copy is where no message stands.
_NOWHERE = ""

#: What marks a copy whose place is gone, in place of what it shows.
_GONE = "gone:"


#: An account in chat: its workspace, and what it is called there.
Account = tuple[str, str]


#: Why a request is drawn once more when its last vote cannot be taken back any more.
_UNDO = "the undo window is still open"


@dataclass
class _Drawing:
    """One drawing of a request's copies: what failed, what waits how long, what has no place."""

    dossier: Dossier
    urgency: Urgency
    failed: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    gone: list[tuple[Copy, str]] = field(default_factory=list)


class _PlaceIsGoneError(Exception):
    """A copy cannot be shown where it belongs; no further try mends that."""

    def __init__(self, code: str, failure: Failure) -> None:
        super().__init__(code)
        self.code = code
        self.failure = failure


class Sender:
    """Keeps every copy of a request's cards as it should be."""

    def __init__(self, hub: Hub, clients: Clients) -> None:
        self._hub = hub
        self._clients = clients
        self.edits = Edits(hub, clients)

    async def show(self, job: Job) -> None:
        """Draw every copy of the request's cards; the handler of `cards.show`."""
        dossier = await dossiers.load(job.details["request_id"])
        if dossier is None:
            return
        dossier = dossiers.with_undo(dossier, self._hub.undo_window, self._hub.clock.now())
        accounts = await _accounts(dossier.request.requester_id)
        await self._intend(dossier, accounts)
        urgency = Urgency.ALERT if job.last_error == _UNDO else Urgency.DECISION
        drawing = _Drawing(dossier, urgency)
        await self._draw_all(drawing, accounts)
        await refreshing.ask(self._hub, dossier.request.id)
        if drawing.failed:
            raise Upstream(
                "cards_not_shown", f"Slack did not take every card: {drawing.failed[0]}."
            )
        if drawing.waits:
            raise RetryLater(min(drawing.waits), "a card waits for its turn")
        if dossier.undo_until is not None:
            left = dossier.undo_until - self._hub.clock.now() + timedelta(seconds=1)
            raise RetryLater(max(left.total_seconds(), 1.0), _UNDO)
        await self._give_up(drawing.gone)

    async def _draw_all(self, drawing: _Drawing, accounts: Collection[Account]) -> None:
        """Draw every copy; where one has no place, tell its people otherwise, and draw that."""
        done: set[str] = set()
        again = True
        while again:
            again = False
            for copy in await notices.of_request(drawing.dossier.request.id):
                if copy.id in done:
                    continue
                done.add(copy.id)
                mine = (copy.workspace_id, copy.place) in accounts
                if copy.audience is Audience.REQUESTER and not mine:
                    continue
                again = await self._draw_one(drawing, copy) or again

    async def _draw_one(self, drawing: _Drawing, copy: Copy) -> bool:
        """Draw a copy; whether there are further ones now in its place."""
        try:
            drawing.failed += await self._draw(drawing, copy)
        except RetryLater as wish:
            drawing.waits.append(wish.seconds)
        except _PlaceIsGoneError as error:
            if error.failure not in _WORKSPACE_IS_GONE:
                drawing.gone.append((copy, error.code))
            return await tell_otherwise(self._hub, drawing.dossier, copy, error.failure)
        return False

    async def _give_up(self, gone: list[tuple[Copy, str]]) -> None:
        """Mark copies whose place is gone; raise `GiveUp` for those that were not marked yet."""
        fresh = [(copy, code) for copy, code in gone if copy.shown != f"{_GONE}{code}"]
        for copy, code in fresh:
            await notices.marked(copy.id, f"{_GONE}{code}", self._hub.clock.now())
        if fresh:
            said = [f"{_place(copy)}: {code}; {advice(code)}" for copy, code in fresh]
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

    async def _draw(self, drawing: _Drawing, copy: Copy) -> list[str]:
        now = self._hub.clock.now()
        message = message_of(drawing.dossier, copy, now)
        if message is None or not copy.place:
            return []
        client = await self._clients.of(copy.workspace_id)
        shown = fingerprint(message)
        if client is None:
            if (
                copy.handle
            ):  # It stands as it stood; whoever reads it there is told by what they see.
                return []
            raise _PlaceIsGoneError("not_installed", Failure.NOT_INSTALLED)
        if copy.busy_until is not None and copy.busy_until > now:
            left = (copy.busy_until - now).total_seconds()
            raise RetryLater(min(left, 0.5), "a click writes over a card")
        if copy.shown == shown:
            return []
        try:
            handle = await self._shown(client, drawing, copy, message)
        except InLineError:
            return []
        except SlackApiError as error:
            return [await self._problem(error, copy, client.token or "")]
        await notices.told(copy.id, handle, shown, self._hub.clock.now())
        return []

    async def _shown(
        self, client: AsyncWebClient, drawing: _Drawing, copy: Copy, message: Message
    ) -> str:
        """Post or edit a copy and return its handle; what was deleted is posted anew."""
        handle = copy.handle or await posting.find(self._hub, client, copy)
        if handle:
            try:
                await self.edits.edit(client, copy, handle, message, drawing.urgency)
            except SlackApiError as error:
                if code_of(error) not in _MESSAGE_IS_GONE:
                    raise
            else:
                return handle
        stage = drawing.dossier.stage(copy.stage_id or "")
        if stage is not None and superseded(stage, copy.round):
            return _NOWHERE  # It counts no more: never posted, or deleted by somebody who is right.
        if handle:
            await notices.told(copy.id, _NOWHERE, "", self._hub.clock.now())
            copy = replace(copy, handle=_NOWHERE, tried_at=None)
        return await posting.post(self._hub, client, copy, message)

    async def _problem(self, error: SlackApiError, copy: Copy, token: str) -> str:
        code = code_of(error)
        if code == "ratelimited":
            said = error.response.headers.get("Retry-After", "")
            seconds = float(said) if said.isascii() and said.isdigit() else PATIENCE_SECONDS
            await posting.hush(self._hub, copy.workspace_id, copy.place, seconds)
            raise RetryLater(seconds, "Slack asks for patience") from error
        if code in FAILURES:
            failure = FAILURES[code]
            if failure is Failure.TOKEN_REVOKED:
                await self._clients.refused(copy.workspace_id, token)
            raise _PlaceIsGoneError(code, failure) from error
        return code


async def _accounts(user_id: str) -> list[Account]:
    """Return where somebody can be told something; nowhere if they may not enter."""
    if await people.actor(user_id, Door.CHAT) is None:
        return []
    identities = await people.identities_of(user_id)
    return [(identity.workspace_id, identity.chat_user_id) for identity in identities]


def _place(copy: Copy) -> str:
    """Return the place of a copy as errors name it: they outlive people, so no account is in it."""
    told = {Audience.REQUESTER: "the requester", Audience.REVIEWER: "a reviewer"}
    return told.get(copy.audience, copy.place)
