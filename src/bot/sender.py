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

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from slack_sdk.errors import SlackApiError

from bot import dossier as dossiers
from bot import standing, threads
from bot.case_sender import CaseSender
from bot.copying import GONE, Copying, PlaceIsGoneError
from bot.dossier import Dossier
from bot.messages.card import requester_card, stage_card, superseded
from bot.messages.handover import handover_card, taken_back_card
from bot.messages.parts import Message
from bot.messages.sponsorship_brief import sheet_card, withdrawn_card
from bot.messages.standing import stand_in_card
from bot.standing import Account, Sitting, accounts_of
from bot.trouble import code_of
from domain.approvals.model import StageState
from domain.errors import Upstream
from domain.jobs.model import Job, RetryLater
from domain.notices import records as notices
from domain.notices.model import Audience, Copy
from domain.people import records as people
from domain.people.model import Team
from domain.requests.kinds.sponsorship import NAME as SPONSORSHIP
from domain.requests.rules import OVER
from domain.routes import records as routes
from domain.routes.rules import place_of
from domain.tellings import service as tellings
from domain.tellings.model import Way, What

#: What a team is shown of what it was handed, and told when that ends.
_SHEETS = (sheet_card, withdrawn_card)
_PACKAGES = (handover_card, taken_back_card)


class Sender(Copying):
    """Keeps every copy of a request's cards as it should be."""

    async def show(self, job: Job) -> None:
        """Draw every copy of a request's or case's cards; the handler of the jobs that show."""
        if "case_id" in job.details:
            await CaseSender(self._hub, self._clients).show(job)
            return
        dossier = await dossiers.load(job.details["request_id"])
        if dossier is None:
            return
        dossier = dossiers.with_undo(dossier, self._hub.undo_window, self._hub.clock.now())
        accounts = await accounts_of(dossier.request.requester_id)
        before = await notices.of_subject(dossier.request.id)
        told = {copy.reader_id for copy in before if copy.reader_id}
        sitting = await standing.sitting(dossier, told, self._hub.clock.now())
        await self._intend(dossier, accounts, sitting)
        readers = {*accounts, *(account for held in sitting.accounts.values() for account in held)}
        copies = await notices.of_subject(dossier.request.id)
        failed, gone = await self._draw_all(dossier, copies, sitting, readers)
        if elsewhere := await self._fall_back(dossier, gone, {copy.id for copy in copies}):
            gone = [(copy, code) for copy, code in gone if copy.id not in elsewhere]
            more = [copy for copies in elsewhere.values() for copy in copies]
            also_failed, also_gone = await self._draw_all(dossier, more, sitting, readers)
            failed, gone = failed + also_failed, gone + also_gone
        failed += await self._reply(dossier, readers)
        if failed:
            raise Upstream("cards_not_shown", f"Slack did not take every card: {failed[0]}.")
        if dossier.undo_until is not None:
            left = dossier.undo_until - self._hub.clock.now() + timedelta(seconds=1)
            raise RetryLater(max(left.total_seconds(), 1.0), "the undo window is still open")
        await self._give_up(gone)

    async def _draw_all(
        self,
        dossier: Dossier,
        copies: Sequence[Copy],
        sitting: Sitting,
        readers: Collection[Account],
    ) -> tuple[list[str], list[tuple[Copy, str]]]:
        """Draw copies; return what Slack did not take, and which of them have no place."""
        failed: list[str] = []
        gone: list[tuple[Copy, str]] = []
        for copy in copies:
            if copy.direct and (copy.workspace_id, copy.place) not in readers:
                continue
            try:
                failed += await self._draw(dossier, copy, sitting)
            except PlaceIsGoneError as error:
                gone.append((copy, error.code))
                await self._logged(dossier, copy, error.code)
        return failed, gone

    async def _fall_back(
        self, dossier: Dossier, gone: Sequence[tuple[Copy, str]], known: Collection[str]
    ) -> dict[str, list[Copy]]:
        """Want cards whose route leads nowhere any more in their team's own place instead.

        Returns the copies that are new, by the one in whose place they come.
        """
        teams = {team.id: team for team in await people.teams()} if gone else {}
        found: dict[str, list[Copy]] = {}
        for copy, code in gone:
            stage = dossier.stage(copy.stage_id or "")
            team = teams.get(stage.team_id or "") if stage else None
            if copy.audience is not Audience.STAGE or team is None:
                continue
            if not (team.workspace_id and team.place) or team.place == copy.place:
                continue
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
            found[copy.id] = [
                one for one in await notices.of_subject(copy.subject_id) if one.id not in known
            ]
            known = {*known, *(one.id for one in found[copy.id])}
        return found

    async def _reply(self, dossier: Dossier, readers: Collection[Account]) -> list[str]:
        """Tell under every copy what happened since; return what Slack did not take."""
        failed = []
        by_workspace: dict[str, list[Copy]] = {}
        for copy in await notices.of_subject(dossier.request.id):
            if not copy.direct or (copy.workspace_id, copy.place) in readers:
                by_workspace.setdefault(copy.workspace_id, []).append(copy)
        for workspace_id, copies in by_workspace.items():
            client = await self._clients.of(workspace_id)
            try:
                if client is not None:
                    await threads.tell(self._hub, client, dossier, copies)
            except SlackApiError as error:
                failed.append(code_of(error))
        return failed

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
            for holder in sitting.stand_ins(stage):
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
        if not (sheet and team and team.workspace_id and team.place):
            return
        # A sheet that is edited is news to nobody: its end is a message of its own.
        over = (Audience.SHOW_NEWS,) if dossier.request.state in OVER else ()
        for audience in (Audience.SHOW, *over):
            await notices.intend(
                subject_id=dossier.request.id,
                stage_id=None,
                round_=sheet.revision,
                audience=audience,
                workspace_id=team.workspace_id,
                place=team.place,
                at=self._hub.clock.now(),
            )

    async def _draw(self, dossier: Dossier, copy: Copy, sitting: Sitting) -> list[str]:
        stage = dossier.stage(copy.stage_id or "")
        counts = stage is None or not superseded(stage, copy.round)
        message = self._message(dossier, copy, sitting)
        handle, problems = await self._keep(copy, message, counts=counts)
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
            request_id=dossier.request.id,
            stage_id=copy.stage_id,
            round_=copy.round,
            user_id=threads.reader_of(dossier, copy),
            workspace_id=copy.workspace_id,
            place=copy.place,
            reason=reason,
        )

    def _message(self, dossier: Dossier, copy: Copy, sitting: Sitting) -> Message | None:
        if copy.audience is Audience.REQUESTER:
            return requester_card(dossier)
        if copy.audience in {Audience.SHOW, Audience.SHOW_NEWS}:
            if dossier.sheet is None:
                return None
            by_sheet = dossier.request.kind == SPONSORSHIP
            told, ended = _SHEETS if by_sheet else _PACKAGES
            drawn = told if copy.audience is Audience.SHOW else ended
            return drawn(dossier, dossier.sheet)
        stage = dossier.stage(copy.stage_id or "")
        nowhere = not copy.handle and copy.tried_at is None
        if stage is None or (superseded(stage, copy.round) and nowhere):
            return None
        now = self._hub.clock.now()
        if copy.audience is Audience.STAND_IN:
            absent = sitting.absent_names(stage, copy.reader_id or "")
            return stand_in_card(dossier, stage, copy.round, now, absent)
        return stage_card(dossier, stage, copy.round, now)
