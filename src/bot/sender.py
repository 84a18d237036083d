"""Showing requests in chat: every copy of every card drawn as things stand now.

The job names only the request. Whatever happened meanwhile is drawn at once, so a burst of
changes is one update, and the last state wins. A copy is intended first, posted, and then
remembered; what a crash or a lost answer leaves between the last two is searched for before it is
posted again.

A message that somebody deleted is posted anew. A place that is gone (a channel archived, the bot
removed from it) no further try brings back: the copy is marked, and said once to a person. The
next change of the request looks whether the place is there again.

Who cannot be told in the place is told otherwise: see `requests.fallback`.

People who may not enter any more, or left the team, are told nothing more: their copies stay as
they are. See `cards.readers`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.alerts.sender import AlertSender
from bot.cards import standing
from bot.cards.drawing import read_by
from bot.cards.readers import may_read, reader_of
from bot.cards.standing import Account, Sitting, accounts_of
from bot.cases.sender import CaseSender
from bot.gathered import dossier as dossiers
from bot.gathered.dossier import Dossier
from bot.messages.card import superseded
from bot.requests import fallback, threads
from bot.sending.copying import GONE, Copying, PlaceIsGoneError
from domain.approvals.model import StageState
from domain.errors import Upstream
from domain.inbox import refreshing
from domain.jobs.model import Job, RetryLater
from domain.notices import records as notices
from domain.notices.model import Audience, Copy, Urgency
from domain.people import records as people
from domain.people.model import Team
from domain.requests.rules import OVER
from domain.routes import records as routes
from domain.routes.rules import place_of
from domain.tellings import service as tellings
from domain.tellings.model import Way, What

#: Why a request is drawn once more when its last vote cannot be taken back any more.
_UNDO = "the undo window is still open"


@dataclass
class _Drawing:
    """One drawing of a request's copies: what failed, what waits how long, what has no place."""

    dossier: Dossier
    urgency: Urgency
    sitting: Sitting
    failed: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    gone: list[tuple[Copy, PlaceIsGoneError]] = field(default_factory=list)


class Sender(Copying):
    """Keeps every copy of a request's cards as it should be."""

    async def show(self, job: Job) -> None:
        """Draw every copy of what a job names; the handler of the jobs that show."""
        if "case_id" in job.details:
            await CaseSender(self._hub, self._clients, self.edits).show(job)
            return
        if "subject_id" in job.details:
            await AlertSender(self._hub, self._clients, self.edits).show(job)
            return
        dossier = await dossiers.load(job.details["request_id"])
        if dossier is None:
            return
        now = self._hub.clock.now()
        dossier = dossiers.with_undo(dossier, self._hub.undo_window, now)
        dossier = await dossiers.with_pack(dossier, now)
        accounts = await accounts_of(dossier.request.requester_id)
        sitting = await standing.sitting(dossier, now)
        await self._intend(dossier, accounts, sitting)
        urgency = Urgency.ALERT if job.last_error == _UNDO else Urgency.DECISION
        drawing = _Drawing(dossier, urgency, sitting)
        await self._draw_all(drawing)
        await self._reply(drawing)
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

    async def _draw_all(self, drawing: _Drawing) -> None:
        """Draw every copy; where one has no place, tell its people otherwise, and draw that."""
        done: set[str] = set()
        again = True
        while again:
            again = False
            for copy in await notices.of_subject(drawing.dossier.request.id):
                if copy.id not in done:
                    again = await self._draw_one(drawing, copy) or again
                done.add(copy.id)

    async def _draw_one(self, drawing: _Drawing, copy: Copy) -> bool:
        """Draw a copy; whether there are further ones now in its place."""
        try:
            drawing.failed += await self._draw(drawing, copy)
        except RetryLater as wish:
            drawing.waits.append(wish.seconds)
        except PlaceIsGoneError as error:
            await self._logged(drawing.dossier, copy, error.code)
            if await self._fall_back(drawing.dossier, copy, error.code):
                return True
            drawing.gone.append((copy, error))
            return await fallback.tell_otherwise(self._hub, drawing.dossier, copy, error.failure)
        return False

    async def _fall_back(self, dossier: Dossier, copy: Copy, code: str) -> bool:
        """Want a card whose route leads nowhere any more in its team's own place instead.

        Whether there is such a place.
        """
        stage = dossier.stage(copy.stage_id or "")
        teams = {team.id: team for team in await people.teams()}
        team = teams.get(stage.team_id or "") if stage else None
        if copy.audience is not Audience.STAGE or team is None:
            return False
        if not (team.workspace_id and team.place) or team.place == copy.place:
            return False
        now = self._hub.clock.now()
        await notices.intend(
            subject_id=copy.subject_id,
            stage_id=copy.stage_id,
            round_=copy.round,
            audience=Audience.STAGE,
            workspace_id=team.workspace_id,
            place=team.place,
            at=now,
        )
        await notices.marked(copy.id, f"{GONE}{code}", now)
        return True

    async def _reply(self, drawing: _Drawing) -> None:
        """Tell under every copy what happened since."""
        dossier, now = drawing.dossier, self._hub.clock.now()
        copies = await notices.of_subject(dossier.request.id)
        read = [copy for copy in copies if await may_read(dossier, copy, now)]
        left = await threads.tell(self._hub, self._clients, dossier, read)
        drawing.failed += left.failed
        drawing.waits += left.waits

    async def _intend(
        self, dossier: Dossier, accounts: Collection[Account], sitting: Sitting
    ) -> None:
        now, request = self._hub.clock.now(), dossier.request
        teams = {team.id: team for team in await people.teams()}
        led = await routes.routes()
        for stage in dossier.stages:
            team = teams.get(stage.team_id or "")
            if stage.state is not StageState.OPEN or team is None:
                continue
            place = place_of(
                team, led, kind=request.kind, brand_id=request.brand_id, markets=request.markets
            )
            wanted = [(Audience.STAGE, place.workspace_id, place.place, "")] if place else []
            if place is None:
                await fallback.without_place(self._hub, dossier, stage)
            for holder in sitting.stand_ins(stage):
                if not sitting.accounts[holder]:
                    await fallback.stand_in_without_account(self._hub, dossier, stage, holder)
                wanted += [
                    (Audience.STAND_IN, workspace_id, account, holder)
                    for workspace_id, account in sitting.accounts[holder]
                ]
            for audience, workspace_id, where, reader in wanted:
                await notices.intend(
                    subject_id=request.id,
                    stage_id=stage.id,
                    round_=stage.round,
                    audience=audience,
                    workspace_id=workspace_id,
                    place=where,
                    at=now,
                    reader_id=reader or None,
                )
        await self._intend_sheet(dossier, teams)
        if not accounts:
            await fallback.requester_without_account(self._hub, dossier)
        for workspace_id, chat_user_id in accounts:
            await notices.intend(
                subject_id=request.id,
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
        if sheet is None or team is None:
            return
        # A sheet that is edited is news to nobody: its end is a message of its own.
        over = (Audience.SHOW_NEWS,) if dossier.request.state in OVER else ()
        audiences = (Audience.SHOW, *over)
        if not (team.workspace_id and team.place):
            await fallback.show_without_place(self._hub, dossier, audiences, sheet.revision)
            return
        for audience in audiences:
            await notices.intend(
                subject_id=dossier.request.id,
                stage_id=None,
                round_=sheet.revision,
                audience=audience,
                workspace_id=team.workspace_id,
                place=team.place,
                at=self._hub.clock.now(),
            )

    async def _draw(self, drawing: _Drawing, copy: Copy) -> list[str]:
        dossier, stage = drawing.dossier, drawing.dossier.stage(copy.stage_id or "")
        message = await read_by(dossier, copy, drawing.sitting, self._hub.clock.now())
        counts = stage is None or not superseded(stage, copy.round)
        handle, problems = await self._keep(copy, message, counts=counts, urgency=drawing.urgency)
        if handle and handle != copy.handle:
            await self._logged(dossier, replace(copy, handle=handle))
        return problems

    async def _logged(self, dossier: Dossier, copy: Copy, reason: str | None = None) -> None:
        """Write down that a copy was posted, or why it has no place."""
        stood = f"{reason}:{dossier.request.version}" if reason else copy.handle
        await tellings.log(
            self._hub,
            key=f"card:{copy.id}:{stood}",
            what=What.CARD,
            way=Way.DIRECT if copy.direct else Way.CHANNEL,
            subject_id=dossier.request.id,
            stage_id=copy.stage_id,
            round_=copy.round,
            user_id=reader_of(dossier, copy),
            workspace_id=copy.workspace_id,
            place=copy.place,
            reason=reason,
        )
