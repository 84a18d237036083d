"""A request in chat: a card for each stage's team, one for the requester, sheets for shows."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot import dossier as dossiers
from bot.dossier import Dossier
from bot.exhibits.exhibit import Account, Wanted, accounts_of
from bot.messages.card import requester_card, stage_card, superseded
from bot.messages.parts import Message
from bot.messages.sponsorship_brief import sheet_card, withdrawn_card
from domain.approvals.model import StageState
from domain.hub import Hub
from domain.notices.model import Audience, Copy
from domain.people import records as people
from domain.people.model import Team
from domain.requests.rules import OVER


@dataclass(frozen=True, slots=True)
class RequestExhibit:
    """A request as it stands, the teams by id, and the instant it is drawn at."""

    dossier: Dossier
    teams: Mapping[str, Team]
    accounts: Collection[Account]
    now: datetime

    @classmethod
    async def load(cls, hub: Hub, request_id: str) -> "RequestExhibit | None":
        """Gather what is shown of a request; None if there is none."""
        found = await dossiers.load(request_id)
        if found is None:
            return None
        now = hub.clock.now()
        return cls(
            dossier=dossiers.with_undo(found, hub.undo_window, now),
            teams={team.id: team for team in await people.teams()},
            accounts=await accounts_of(found.request.requester_id),
            now=now,
        )

    @property
    def subject_id(self) -> str:
        """The request's id."""
        return self.dossier.request.id

    @property
    def undo_until(self) -> datetime | None:
        """Until when the last vote can be taken back."""
        return self.dossier.undo_until

    def wanted(self) -> Iterator[Wanted]:
        """Yield a copy for each open stage's team, the show's team, and the requester."""
        for stage in self.dossier.stages:
            team = self.teams.get(stage.team_id or "")
            if stage.state is StageState.OPEN and team and team.workspace_id and team.place:
                yield Wanted(
                    Audience.STAGE, team.workspace_id, team.place, stage.id, round=stage.round
                )
        yield from self._wanted_sheet()
        for workspace_id, chat_user_id in self.accounts:
            yield Wanted(Audience.REQUESTER, workspace_id, chat_user_id)

    def _wanted_sheet(self) -> Iterator[Wanted]:
        sheet = self.dossier.sheet
        team = self.teams.get(sheet.team_id) if sheet else None
        if not (sheet and team and team.workspace_id and team.place):
            return
        # A sheet that is edited is news to nobody: its end is a message of its own.
        over = (Audience.SHOW_NEWS,) if self.dossier.request.state in OVER else ()
        for audience in (Audience.SHOW, *over):
            yield Wanted(audience, team.workspace_id, team.place, round=sheet.revision)

    def message(self, copy: Copy) -> Message | None:
        """Return what a copy shows now; None where it counts no more and was never posted."""
        dossier = self.dossier
        if copy.audience is Audience.REQUESTER:
            return requester_card(dossier)
        if copy.audience in {Audience.SHOW, Audience.SHOW_NEWS}:
            drawn = sheet_card if copy.audience is Audience.SHOW else withdrawn_card
            return drawn(dossier, dossier.sheet) if dossier.sheet else None
        stage = dossier.stage(copy.stage_id or "")
        nowhere = not copy.handle and copy.tried_at is None
        if stage is None or (superseded(stage, copy.round) and nowhere):
            return None
        return stage_card(dossier, stage, copy.round, self.now)

    def counts(self, copy: Copy) -> bool:
        """Whether a copy is of the present round of its stage, if it is of one."""
        stage = self.dossier.stage(copy.stage_id or "")
        return stage is None or not superseded(stage, copy.round)
