"""Showing cases in chat: a card for the queue and who it was escalated to, one for the reporter.

What happened is told below each team's card, line by line from the record, as far as that team was
asked by then. Who cannot be told in the place is told otherwise: see `cases.fallback`.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from bot.cards.case import Shown, reads, seen_by_reader
from bot.cards.standing import accounts_of
from bot.cases import fallback as case_fallback
from bot.gathered import case as case_file
from bot.messages.case_thread import said_of
from bot.messages.parts import Message
from bot.sending import saying
from bot.sending.copying import Copying, Left, PlaceIsGoneError
from domain.audit.model import Event
from domain.jobs.model import Job, RetryLater
from domain.notices import records as notices
from domain.notices.model import Audience, Copy
from domain.tellings import service as tellings
from domain.tellings.model import Way, What


@dataclass
class _Drawing(Left):
    """One drawing of a case's copies."""

    shown: Shown = field(kw_only=True)


class CaseSender(Copying):
    """Keeps every copy of a case's cards as it should be, and says below them what happened."""

    async def show(self, job: Job) -> None:
        """Draw every copy of the case's cards; the handler of `cases.show`."""
        found = await case_file.load(job.details["case_id"])
        if found is None:
            return
        reporter = found.case.reporter_id
        accounts = await accounts_of(reporter) if reporter else []
        drawing = _Drawing(shown=Shown(found, accounts, self._hub.clock.now()))
        await self._intend(drawing.shown)
        await self._draw_all(drawing)
        await self._reply(drawing)
        await self._end(drawing)

    async def _draw_all(self, drawing: _Drawing) -> None:
        """Draw every copy; where one has no place, tell its people otherwise, and draw that."""
        done: set[str] = set()
        again = True
        while again:
            again = False
            for copy in await notices.of_subject(drawing.shown.file.case.id):
                if copy.id not in done:
                    again = await self._draw_one(drawing, copy) or again
                done.add(copy.id)

    async def _draw_one(self, drawing: _Drawing, copy: Copy) -> bool:
        """Draw a copy, if its reader may be told; whether there are further ones now."""
        reporters = copy.audience is Audience.REQUESTER
        if reporters and (copy.workspace_id, copy.place) not in drawing.shown.accounts:
            return False
        shown = await seen_by_reader(self._hub, drawing.shown, copy)
        if shown is None:
            return False
        try:
            drawing.failed += await self._draw(shown, copy)
        except RetryLater as wish:
            drawing.waits.append(wish.seconds)
        except PlaceIsGoneError as error:
            await self._logged(shown, copy, error.code)
            drawing.gone.append((copy, error))
            return await case_fallback.tell_otherwise(self._hub, shown, copy, error.failure)
        return False

    async def _draw(self, shown: Shown, copy: Copy) -> list[str]:
        with await reads(shown, copy):
            message = shown.message(copy)
        handle, problems = await self._keep(copy, message, counts=shown.counts(copy))
        if handle and handle != copy.handle:
            await self._logged(shown, replace(copy, handle=handle))
        return problems

    async def _logged(self, shown: Shown, copy: Copy, reason: str | None = None) -> None:
        """Write down that a copy was posted, or why it has no place."""
        stood = f"{reason}:{shown.file.case.version}" if reason else copy.handle
        await self._told(shown, copy, What.CARD, f"card:{copy.id}:{stood}", reason)

    async def _told(
        self,
        shown: Shown,
        copy: Copy,
        what: What,
        key: str,
        reason: str | None,
        details: dict[str, Any] | None = None,
    ) -> None:
        await tellings.log(
            self._hub,
            key=key,
            what=what,
            way=Way.DIRECT if copy.direct else Way.CHANNEL,
            subject_id=shown.file.case.id,
            stage_id=None,
            round_=shown.file.case.round,
            user_id=shown.reader(copy),
            workspace_id=copy.workspace_id,
            place=copy.place,
            reason=reason,
            details=details,
        )

    async def _intend(self, shown: Shown) -> None:
        wanted: list[tuple[Audience, str, str]] = []
        for team, _ in shown.asked():
            if team.workspace_id and team.place:
                wanted.append((Audience.QUEUE, team.workspace_id, team.place))
            else:
                await case_fallback.without_place(self._hub, shown, team)
        if not shown.accounts:
            await case_fallback.reporter_without_account(self._hub, shown)
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

    async def _reply(self, drawing: _Drawing) -> None:
        """Tell under the teams' cards what was not told yet; no copy keeps another waiting."""
        shown = drawing.shown
        for copy in await notices.of_subject(shown.file.case.id):
            seen = await seen_by_reader(self._hub, shown, copy)
            since = seen.since(copy) if seen is not None else None
            if since is None or not copy.handle:
                continue
            if await self._clients.of(copy.workspace_id) is None:
                continue  # It is told if the hub is installed there again.
            try:
                await self._tell(shown, copy, since)
            except RetryLater as wish:
                drawing.waits.append(wish.seconds)
            except saying.NotSaidError as error:
                drawing.failed.append(error.why)

    async def _tell(self, shown: Shown, copy: Copy, since: int) -> None:
        for event in shown.file.events:
            if event.position <= copy.replied:
                continue
            with await reads(shown, copy):
                told = event.position >= since
                message = said_of(shown.file, event.position) if told else None
            if message is not None:
                await self._say(shown, copy, event, message)
            await notices.replied(copy.id, event.position)

    async def _say(self, shown: Shown, copy: Copy, event: Event, message: Message) -> None:
        account, who = (copy.workspace_id, copy.place), f"reply:{copy.id}:{event.position}"
        reason = await saying.say(
            self._hub, self._clients, account, who, message, under=copy.handle
        )
        await self._told(shown, copy, What.REPLY, who, reason, {"act": event.act})
