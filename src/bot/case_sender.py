"""Showing cases in chat: a card for the queue and who it was escalated to, one for the reporter.

What happened is told below each team's card, line by line from the record, as far as that team was
asked by then.
"""

from collections.abc import Sequence
from typing import Any

from slack_sdk.errors import SlackApiError

from bot import case_file, posting
from bot.case_showing import Shown, reads
from bot.copying import Copying, PlaceIsGoneError
from bot.messages.case_thread import said_of
from bot.standing import accounts_of
from bot.threads import NO_THREAD
from bot.trouble import code_of
from domain.errors import Upstream
from domain.jobs.model import Job, RetryLater
from domain.notices import records as notices
from domain.notices.model import Audience, Copy, Urgency


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
        waits: list[float] = []
        gone: list[tuple[Copy, PlaceIsGoneError]] = []
        for copy in await notices.of_subject(found.case.id):
            if copy.direct and (copy.workspace_id, copy.place) not in accounts:
                continue
            try:
                with await reads(shown, copy):
                    message = shown.message(copy)
                _, problems = await self._keep(copy, message, counts=shown.counts(copy))
                failed += problems
            except RetryLater as wish:
                waits.append(wish.seconds)
            except PlaceIsGoneError as error:
                gone.append((copy, error))
        failed += await self._reply(shown, await notices.of_subject(found.case.id))
        if failed:
            raise Upstream("cards_not_shown", f"Slack did not take every card: {failed[0]}.")
        if waits:
            raise RetryLater(min(waits), "a card waits for its turn")
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
                with await reads(shown, copy):
                    told = event.position >= since
                    message = said_of(shown.file, event.position) if told else None
                try:
                    if message is not None:
                        await self._say(copy, event.position, message)
                except SlackApiError as error:
                    failed.append(code_of(error))
                    break
                await notices.replied(copy.id, event.position)
        return failed

    async def _say(self, copy: Copy, position: int, message: dict[str, Any]) -> None:
        client = await self._clients.of(copy.workspace_id)
        if client is None:
            return
        channel, _, ts = (copy.handle or "").partition(":")
        who = f"reply:{copy.id}:{position}"
        await posting.pace(self._hub, copy.workspace_id, copy.place, who, Urgency.DIGEST)
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
