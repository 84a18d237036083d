"""Showing cases in chat: a card for the queue and who it was escalated to, one for the reporter.

What happened is told below each team's card, line by line from the record, as far as that team was
asked by then.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError

from bot import case_file, posting
from bot.case_file import CaseFile
from bot.copying import Copying, PlaceIsGoneError
from bot.language import speaking
from bot.messages.case_card import moved_card, queue_card, reporter_card
from bot.messages.case_thread import said_of
from bot.messages.parts import Message
from bot.standing import Account, accounts_of
from bot.threads import NO_THREAD
from bot.trouble import code_of
from domain.cases.model import CaseState
from domain.errors import Upstream
from domain.jobs.model import Job, RetryLater
from domain.notices import records as notices
from domain.notices.model import Audience, Copy
from domain.people import languages
from domain.people.model import Team


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as it stands at an instant, and where its reporter may be told something."""

    file: CaseFile
    accounts: Collection[Account]
    now: datetime

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
        teams = [(file.teams[team_id], since) for team_id, since in found.items()]
        return [(team, since) for team, since in teams if team.workspace_id and team.place]

    def since(self, copy: Copy) -> int | None:
        """Return from which event on the team of a copy was asked; None if it is not any more."""
        return next(
            (
                since
                for team, since in self.asked()
                if (team.workspace_id, team.place) == (copy.workspace_id, copy.place)
            ),
            None,
        )

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


class CaseSender(Copying):
    """Keeps every copy of a case's cards as it should be, and says below them what happened."""

    async def show(self, job: Job) -> None:
        """Draw every copy of the case's cards; the handler of `cases.show`."""
        found = await case_file.load(job.details["case_id"])
        if found is None:
            return
        reporter = found.case.reporter_id
        accounts = await accounts_of(reporter) if reporter else []
        shown = Shown(found, accounts, self._hub.clock.now())
        await self._intend(shown)
        failed: list[str] = []
        gone: list[tuple[Copy, str]] = []
        for copy in await notices.of_subject(found.case.id):
            if copy.direct and (copy.workspace_id, copy.place) not in accounts:
                continue
            try:
                with await _reads(shown, copy):
                    message = shown.message(copy)
                _, problems = await self._keep(copy, message, counts=shown.counts(copy))
                failed += problems
            except PlaceIsGoneError as error:
                gone.append((copy, error.code))
        failed += await self._reply(shown, await notices.of_subject(found.case.id))
        if failed:
            raise Upstream("cards_not_shown", f"Slack did not take every card: {failed[0]}.")
        await self._give_up(gone)

    async def _intend(self, shown: Shown) -> None:
        wanted = [
            (Audience.QUEUE, str(team.workspace_id), str(team.place)) for team, _ in shown.asked()
        ]
        wanted += [(Audience.REQUESTER, *account) for account in shown.accounts]
        for audience, workspace_id, place in wanted:
            await notices.intend(
                subject_id=shown.file.case.id,
                stage_id=None,
                round_=0,
                audience=audience,
                workspace_id=workspace_id,
                place=place,
                at=shown.now,
            )

    async def _reply(self, shown: Shown, copies: Sequence[Copy]) -> list[str]:
        """Tell under the teams' cards what was not told yet; return what Slack did not take."""
        failed = []
        for copy in copies:
            since = shown.since(copy) if copy.audience is Audience.QUEUE else None
            if since is None or not copy.handle:
                continue
            for event in shown.file.events:
                if event.position <= copy.replied:
                    continue
                with await _reads(shown, copy):
                    told = event.position >= since
                    message = said_of(shown.file, event.position) if told else None
                try:
                    if message is not None:
                        await self._say(copy, message)
                except SlackApiError as error:
                    failed.append(code_of(error))
                    break
                await notices.replied(copy.id, event.position)
        return failed

    async def _say(self, copy: Copy, message: dict[str, Any]) -> None:
        client = await self._clients.of(copy.workspace_id)
        if client is None:
            return
        channel, _, ts = (copy.handle or "").partition(":")
        await posting.take_turn(self._hub, copy.workspace_id, copy.place)
        try:
            await client.chat_postMessage(
                channel=channel, thread_ts=ts, reply_broadcast=False, **message
            )
        except SlackApiError as error:
            if code_of(error) == "ratelimited":
                seconds = float(error.response.headers.get("Retry-After", "1"))
                raise RetryLater(seconds, "Slack asks for patience") from error
            if code_of(error) not in NO_THREAD:
                raise


async def _reads(shown: Shown, copy: Copy) -> AbstractContextManager[None]:
    """Return what has a copy be said in its reporter's language, or in that of its workspace."""
    alone = copy.audience is Audience.REQUESTER
    reader = await languages.reading(
        shown.file.case.reporter_id if alone else None, copy.workspace_id
    )
    return speaking(reader.locale, reader.time_zone)


def _went(details: object) -> bool:
    """Whether a triage sent the case to another queue."""
    if not isinstance(details, dict):
        return False
    was = details.get("was")
    return isinstance(was, dict) and was.get("queue") != details.get("queue")
