"""A case in chat: a card for its queue and for who it was escalated to, one for its reporter."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot import case_file
from bot.case_file import CaseFile
from bot.exhibits.exhibit import Account, Wanted, accounts_of
from bot.messages.case_card import moved_card, queue_card, reporter_card
from bot.messages.case_thread import TOLD, said_of
from bot.messages.parts import Message
from domain.cases.model import CaseState
from domain.hub import Hub
from domain.notices.model import Audience, Copy
from domain.people.model import Team


@dataclass(frozen=True, slots=True)
class CaseExhibit:
    """A case as it stands, and the instant it is drawn at."""

    file: CaseFile
    accounts: Collection[Account]
    now: datetime

    @classmethod
    async def load(cls, hub: Hub, case_id: str) -> "CaseExhibit | None":
        """Gather what is shown of a case; None if there is none."""
        found = await case_file.load(case_id)
        if found is None:
            return None
        return cls(found, await accounts_of(found.case.reporter_id), hub.clock.now())

    @property
    def subject_id(self) -> str:
        """The case's id."""
        return self.file.case.id

    @property
    def undo_until(self) -> None:
        """Nothing of a case is undone."""
        return

    def wanted(self) -> Iterator[Wanted]:
        """Yield a copy for every team that was asked, then what happened, then the reporter's."""
        teams = self._asked()
        for team, since in teams:
            yield Wanted(Audience.QUEUE, str(team.workspace_id), str(team.place))
            for event in self.file.events:
                if event.act in TOLD and event.position >= since:
                    yield Wanted(
                        Audience.THREAD,
                        str(team.workspace_id),
                        str(team.place),
                        round=event.position,
                    )
        for workspace_id, chat_user_id in self.accounts:
            yield Wanted(Audience.REQUESTER, workspace_id, chat_user_id)

    def _asked(self) -> list[tuple[Team, int]]:
        """Return the teams that answer for the case, each with the event from which on it does."""
        file, found = self.file, dict[str, int]()
        if file.case.team_id:
            moves = [
                e.position for e in file.events if e.act == "case.triaged" and _went(e.details)
            ]
            found[file.case.team_id] = max(moves, default=0)
        told = [event for event in file.events if event.act == "case.escalated"]
        for event, one in zip(told, file.escalations, strict=False):
            if one.team_id:
                found.setdefault(one.team_id, event.position)
        teams = [(file.teams[team_id], since) for team_id, since in found.items()]
        return [(team, since) for team, since in teams if team.workspace_id and team.place]

    def message(self, copy: Copy) -> Message | None:
        """Return what a copy shows now."""
        if copy.audience is Audience.REQUESTER:
            return reporter_card(self.file)
        if copy.audience is Audience.THREAD:
            return said_of(self.file, copy.round)
        return queue_card(self.file, self.now) if self._is_here(copy) else moved_card(self.file)

    def counts(self, copy: Copy) -> bool:
        """Whether a copy is of a team that still answers for the case, or the reporter's."""
        if copy.audience is Audience.QUEUE:
            return self._is_here(copy) and self.file.case.state is not CaseState.MERGED
        return True

    def _is_here(self, copy: Copy) -> bool:
        places = {(team.workspace_id, team.place) for team, _ in self._asked()}
        return (copy.workspace_id, copy.place) in places


def _went(details: object) -> bool:
    """Whether a triage sent the case to another queue."""
    if not isinstance(details, dict):
        return False
    was = details.get("was")
    return isinstance(was, dict) and was.get("queue") != details.get("queue")
