"""What each copy of a case's cards shows as things stand, and in whose language."""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards.standing import Account
from bot.gathered.case import CaseFile
from bot.language import speaking
from bot.messages.case_card import moved_card, queue_card, reporter_card
from bot.messages.parts import Message
from domain.cases.model import CaseState
from domain.cases.rules import handles
from domain.hub import Hub
from domain.notices.model import Audience, Copy
from domain.people import entering, languages
from domain.people.model import Team


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as it stands at an instant, and where its reporter may be told something.

    `answers` is from which event on the person whose copy is looked at answers for the case, None
    if they do not; it counts for the copies of members alone.
    """

    file: CaseFile
    accounts: Collection[Account]
    now: datetime
    answers: int | None = None

    def asked(self) -> list[tuple[Team, int]]:
        """Return the teams that answer for the case, each with the event from which on it does."""
        file, found = self.file, dict[str, int]()
        if file.case.team_id:
            triages = [event for event in file.events if event.act == "case.triaged"]
            moves = [event.position for event in triages if _went(event.details)]
            found[file.case.team_id] = max(moves, default=0)
        told = [event for event in file.events if event.act == "case.escalated"]
        for event, one in zip(told, file.escalations, strict=False):
            if one.team_id:
                found.setdefault(one.team_id, event.position)
        proposed = [e.position for e in file.events if e.act == "case.compensation_proposed"]
        for team_id in file.second_eyes:
            found.setdefault(team_id, min(proposed, default=0))
        return [(file.teams[team_id], since) for team_id, since in found.items()]

    def since(self, copy: Copy) -> int | None:
        """Return from which event on whom a copy is for was asked; None if they are no more."""
        if copy.audience is Audience.MEMBER:
            return self.answers
        if copy.audience is not Audience.QUEUE:
            return None  # A reporter is not asked.
        return next((since for _, since in self._asked_in(copy)), None)

    def team(self, copy: Copy) -> Team | None:
        """Return the team that a copy in a channel asks; None if it does not any more."""
        return next((team for team, _ in self._asked_in(copy)), None)

    def _asked_in(self, copy: Copy) -> Iterator[tuple[Team, int]]:
        for team, since in self.asked():
            if (team.workspace_id, team.place) == (copy.workspace_id, copy.place):
                yield team, since

    def message(self, copy: Copy) -> Message:
        """Return what a copy shows now."""
        if copy.audience is Audience.REQUESTER:
            return reporter_card(self.file)
        if self.since(copy) is None:
            return moved_card(self.file)
        return queue_card(self.file, self.now)

    def counts(self, copy: Copy) -> bool:
        """Whether a copy that stands nowhere is posted."""
        if copy.audience is Audience.REQUESTER:
            return True
        return self.since(copy) is not None and self.file.case.state is not CaseState.MERGED

    def reader(self, copy: Copy) -> str | None:
        """Return the person a copy is for; None for a channel."""
        if copy.audience is Audience.REQUESTER:
            return self.file.case.reporter_id
        return copy.reader_id


async def seen_by_reader(hub: Hub, shown: Shown, copy: Copy) -> Shown | None:
    """Return a case as whoever a copy is for stands to it; None if they may not enter any more."""
    if copy.audience is not Audience.MEMBER:
        return shown
    actor = await entering.by_chat(hub, copy.workspace_id, copy.place)
    if actor is None:
        return None
    if not handles(actor, shown.file.case, shown.file.team_ids):
        return replace(shown, answers=None)
    theirs = [since for team, since in shown.asked() if team.id in actor.team_ids]
    return replace(shown, answers=min(theirs, default=0))


async def reads(shown: Shown, copy: Copy) -> AbstractContextManager[None]:
    """Return what has a copy be said in its reader's language, or in that of its workspace."""
    reader = await languages.reading(shown.reader(copy), copy.workspace_id)
    return speaking(reader.locale, reader.time_zone)


def _went(details: object) -> bool:
    """Whether a triage sent the case to another queue."""
    if not isinstance(details, dict):
        return False
    was = details.get("was")
    return isinstance(was, dict) and was.get("queue") != details.get("queue")
