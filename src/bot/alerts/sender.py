"""Showing alerts in chat: one message each, edited on each change, or one for many of a place.

What happened is told below, line by line from the record. Which lines were told, and up to where
a card told all by itself, stands in `tellings`: of a group every alert has a record of its own.
Who cannot be told in the place is told otherwise: see `alerts.fallback`.
"""

from dataclasses import replace

from bot.alerts import fallback as alert_fallback
from bot.alerts import telling as alert_telling
from bot.alerts.pictures import Frame, beside
from bot.cards.alert import Shown, readable, reads
from bot.gathered import alert as alert_file
from bot.gathered.alert import OF_FIGURES, OF_WORK, AlertFile
from bot.messages import alert_thread
from bot.messages.parts import Message
from bot.sending import saying
from bot.sending.copying import Copying, Left, PlaceIsGoneError
from domain.audit.model import Event
from domain.chat.pictures import Picture
from domain.jobs.model import Job, RetryLater
from domain.notices import records as notices
from domain.notices.model import Copy, Urgency
from domain.people import languages
from domain.people import records as people
from domain.people.leading import leads
from domain.tellings import records as told_records
from domain.tellings.model import Outcome, Telling, What
from domain.thresholds.model import AlertMove, Condition, Handling

#: Of what is worse those who have it are told at once, by a mention.
_WORSE = f"alert.{AlertMove.WORSENED}"

#: What is told of figures though it is snoozed.
_OVER = f"alert.{AlertMove.RESOLVED}"


#: Why a line is not told that a digest tells.
_HUSHED = "hushed"


class AlertSender(Copying):
    """Keeps every copy of an alert's card as it should be, and says below them what happened."""

    async def show(self, job: Job) -> None:
        """Draw every copy of an alert, or of those it opened with; the handler of `alerts.show`."""
        now = self._hub.clock.now()
        board = await alert_file.load(job.details["subject_id"], now)
        if board is None:
            return
        shown, left = Shown(board, now), Left()
        await alert_fallback.intend(self._hub, shown)
        await self._draw_all(shown, left)
        await self._reply_all(shown, left)
        await self._end(left)

    async def _draw_all(self, shown: Shown, left: Left) -> None:
        """Draw every copy; where one has no place, tell its people otherwise, and draw that."""
        done: set[str] = set()
        again = True
        while again:
            again = False
            for copy in await notices.of_subject(shown.board.subject_id):
                mine = await readable(self._hub, shown.board, copy)
                if copy.id not in done and mine is not None:
                    again = await self._draw_one(replace(shown, board=mine), left, copy) or again
                done.add(copy.id)

    async def _draw_one(self, shown: Shown, left: Left, copy: Copy) -> bool:
        """Draw a copy; whether there are further ones now in its place."""
        try:
            with await reads(copy):
                message = replace(shown, picture=await self._chart(shown, copy)).message()
            handle, problems = await self._keep(
                copy, message, counts=shown.counts, urgency=Urgency.ALERT
            )
        except RetryLater as wish:
            left.waits.append(wish.seconds)
            return False
        except PlaceIsGoneError as error:
            await self._carded(shown, copy, f"{error.code}:{shown.now:%Y-%m-%d}", error.code)
            left.gone.append((copy, error))
            return await alert_fallback.tell_otherwise(self._hub, shown, error.failure, copy)
        left.failed += problems
        if handle and handle != copy.handle:
            await self._carded(shown, copy, handle, None)
        return False

    async def _chart(self, shown: Shown, copy: Copy) -> Picture | None:
        """Return the chart beside a card; a card of many has none."""
        client = await self._clients.of(copy.workspace_id)
        if client is None or shown.board.grouped or not copy.place:
            return None
        reader = await languages.reading(copy.reader_id, copy.workspace_id)
        frame = Frame(client, copy.workspace_id, reader.locale)
        return await beside(self._hub, shown.board.files[0], frame)

    async def _carded(self, shown: Shown, copy: Copy, stood: str, reason: str | None) -> None:
        """Write down for each alert that its card was posted, or why it has no place."""
        for file in shown.board.files:
            await self._carded_of(file, copy, stood, reason)

    async def _carded_of(self, file: AlertFile, copy: Copy, stood: str, reason: str | None) -> None:
        position = max((event.position for event in file.events), default=0)
        key, about = f"card:{copy.id}:{stood}:{file.alert.id}", {"position": position}
        await alert_telling.log(self._hub, file, copy, What.CARD, key, reason, about | _named(copy))

    async def _reply_all(self, shown: Shown, left: Left) -> None:
        """Tell under the cards what was not told yet; no copy keeps another waiting."""
        known = await told_records.of_alerts([one.alert.id for one in shown.board.files])
        for copy in await notices.of_subject(shown.board.subject_id):
            if not copy.handle or await self._clients.of(copy.workspace_id) is None:
                continue
            mine = await readable(self._hub, shown.board, copy)
            try:
                for file in mine.files if mine else ():
                    await self._reply(shown, copy, file, known[file.alert.id])
            except RetryLater as wish:
                left.waits.append(wish.seconds)
            except saying.NotSaidError as error:
                left.failed.append(error.why)

    async def _reply(self, shown: Shown, copy: Copy, file: AlertFile, known: list[Telling]) -> None:
        """Tell of one alert under a copy what happened since its card was posted there.

        What it started may have been before, where the card came late, as after a silence.
        """
        keys, posted = {one.key for one in known}, _posted(copy, known)
        if posted is None:  # It stands there: who posted it died before it was written down.
            await self._carded_of(file, copy, copy.handle or "", None)
            return
        upto = int((posted.details or {})["position"])
        for event in file.events:
            lately = event.position > upto or event.act in OF_WORK
            if lately and f"reply:{copy.id}:{event.id}" not in keys:
                await self._tell(shown, copy, file, event)
        until, named = file.alert.snoozed_until, shown.board.grouped
        over = until is not None and posted.asked_at < until <= shown.now
        firing = file.alert.condition is Condition.FIRING
        if (
            until is not None
            and over
            and firing
            and (key := f"reply:{copy.id}:woke:{until.isoformat()}") not in keys
        ):
            with await reads(copy):
                message = alert_thread.woke_up(file, named=named)
            await self._say(copy, file, key, message, "alert.woke_up")

    async def _tell(self, shown: Shown, copy: Copy, file: AlertFile, event: Event) -> None:
        key, doing = f"reply:{copy.id}:{event.id}", file.handling(shown.now)
        by_people = event.act not in OF_FIGURES or event.actor_id is not None
        hushed = "hushed_until" in event.details
        passes = by_people or (
            doing is not Handling.SILENCED
            and not hushed
            and (event.act == _OVER or doing is not Handling.SNOOZED)
        )
        if not passes:
            about, why = {"act": event.act} | _named(copy), _HUSHED if hushed else doing
            await alert_telling.log(
                self._hub, file, copy, What.REPLY, key, why, about, outcome=Outcome.SUPPRESSED
            )
            return
        called = await self._whom(shown, copy, file) if event.act == _WORSE else []
        with await reads(copy):
            message = alert_thread.said_of(file, event, named=shown.board.grouped, mentioned=called)
        if message is not None:
            await self._say(copy, file, key, message, event.act)

    async def _say(self, copy: Copy, file: AlertFile, key: str, message: Message, act: str) -> None:
        account = (copy.workspace_id, copy.place)
        reason = await saying.say(
            self._hub, self._clients, account, key, message, under=copy.handle
        )
        await alert_telling.log(
            self._hub, file, copy, What.REPLY, key, reason, {"act": act} | _named(copy)
        )

    async def _whom(self, shown: Shown, copy: Copy, file: AlertFile) -> list[str]:
        """Return the accounts, where a copy stands, of those who have an alert, else of leads."""
        if copy.direct:
            return []
        team, alert = shown.board.team, file.alert
        having = [one for one in (alert.assignee_id, alert.acked_by) if one]
        found: list[str] = []
        for user_id in dict.fromkeys(having or (await leads(team.id) if team else [])):
            found += [
                one.chat_user_id
                for one in await people.identities_of(user_id)
                if one.workspace_id == copy.workspace_id
            ]
        return found


def _named(copy: Copy) -> dict[str, object]:
    return {"copy": copy.id}


def _posted(copy: Copy, known: list[Telling]) -> Telling | None:
    """Return that a card was posted as the copy stands now, or the first that was."""
    return next(
        (
            one
            for one in known
            if one.what is What.CARD
            and one.outcome is Outcome.DELIVERED
            and (one.details or {}).get("copy") == copy.id
        ),
        None,
    )
