"""Editing messages as often as Slack takes it, and no oftener.

An edit is made at once where Slack takes one and nobody waits. Else the copy, not the message, is
put into the line of its workspace: by what is urgent, then by who came first, each copy once. One
job per workspace works the line off and draws each copy as things stand when its turn comes, so
that a burst of changes is one edit, the last state wins, and nothing older comes after it.
"""

from datetime import datetime, timedelta

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.drawing import drawn, fingerprint
from bot.installing.workspaces import Clients
from bot.messages.parts import Message
from bot.trouble import code_of, patience
from domain import ids
from domain.cases import docket
from domain.database import transaction
from domain.hub import Hub
from domain.jobs import records as job_records
from domain.jobs import service as jobs
from domain.jobs.model import Job, RetryLater
from domain.notices import records as notices
from domain.notices.model import Copy, Urgency
from domain.thresholds import announcing

#: Edits per second in one workspace, with what may come at once. Source: tier 3, 50 in any minute;
#: both together never make more.
RATE, BURST = 40 / 60, 10.0

#: What edits that wait are worked off by.
KIND = "cards.edit"


#: By which job, in which lane, and called what, things are shown; all others are requests.
_SHOWN = {
    ids.Prefix.CASE: (docket.SHOW, docket.SHOW, "case_id"),
    ids.Prefix.ALERT: (announcing.SHOW, announcing.SHOW, "subject_id"),
    ids.Prefix.ALERT_GROUP: (announcing.SHOW, announcing.SHOW, "subject_id"),
}


class InLineError(Exception):
    """The copy is edited when its turn comes."""


def bucket(workspace_id: str) -> str:
    """Return what the allowance of a workspace is called."""
    return f"slack:update:{workspace_id}"


class Edits:
    """Edits messages in their turn."""

    def __init__(self, hub: Hub, clients: Clients) -> None:
        self._hub = hub
        self._clients = clients

    async def edit(
        self, client: AsyncWebClient, copy: Copy, handle: str, message: Message, urgency: Urgency
    ) -> None:
        """Edit a message now, or raise `InLineError`: then it is edited in its turn."""
        now = self._hub.clock.now()
        workspace_id = copy.workspace_id
        if await notices.edits_wait(workspace_id):
            await self._line_up(copy, urgency, now)
        try:
            await jobs.take(bucket(workspace_id), now, rate_per_second=RATE, burst=BURST)
        except RetryLater:
            await self._line_up(copy, urgency, now)
        try:
            await _update(client, handle, message)
        except SlackApiError as error:
            if code_of(error) != "ratelimited":
                raise
            await self._hush(workspace_id, error)
            await self._line_up(copy, urgency, now)

    async def work_off(self, job: Job) -> None:
        """Edit what waits in a workspace, as far as Slack takes it; the handler of `KIND`.

        Of many that were asked for one is left to wait: its lane runs one at a time.
        """
        try:
            await self._work_off(job.details["workspace_id"])
        except RetryLater:
            if not await job_records.others_open(job.lane, job.id):
                raise

    async def _work_off(self, workspace_id: str) -> None:
        client = await self._clients.of(workspace_id)
        while (found := await notices.next_edit(workspace_id)) is not None:
            copy, asks = found
            now = self._hub.clock.now()
            if copy.busy_until is not None and copy.busy_until > now:
                left = (copy.busy_until - now).total_seconds()
                raise RetryLater(min(left, 0.5), "a click writes over a card")
            if client is not None:
                await self._turn(client, copy)
            await notices.edited(copy.id, asks)

    async def _turn(self, client: AsyncWebClient, copy: Copy) -> None:
        if not copy.handle:
            return
        now = self._hub.clock.now()
        message = await drawn(self._hub, copy)
        if message is None or fingerprint(message) == copy.shown:
            return
        await jobs.take(bucket(copy.workspace_id), now, rate_per_second=RATE, burst=BURST)
        try:
            await _update(client, copy.handle, message)
        except SlackApiError as error:
            if code_of(error) == "ratelimited":
                seconds = await self._hush(copy.workspace_id, error)
                raise RetryLater(seconds, "Slack asks for patience") from error
            # Its message cannot be edited; those who post it anew see to it.
            await ask_to_show(self._hub, copy.subject_id, f"lost:{copy.id}:{now.timestamp():.0f}")
            return
        await notices.told(copy, copy.handle, fingerprint(message), now)

    async def _line_up(self, copy: Copy, urgency: Urgency, now: datetime) -> None:
        async with transaction():
            if await notices.want_edit(copy, urgency, now):
                await _ask(self._hub, copy.workspace_id, now)
        raise InLineError

    async def _hush(self, workspace_id: str, error: SlackApiError) -> float:
        seconds, now = patience(error), self._hub.clock.now()
        await jobs.hush(bucket(workspace_id), now, rate_per_second=RATE, seconds=seconds)
        return seconds


async def ask_to_show(
    hub: Hub, subject_id: str, news: str, *, after: timedelta = timedelta(0)
) -> str:
    """Ask for every copy of what is shown to be drawn; `news` tells one wish from another.

    Return the key of the wish.
    """
    kind, lane, name = _SHOWN.get(ids.kind_of(subject_id), ("cards.show", "cards", "request_id"))
    key = f"{lane}:{subject_id}:{news}"
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=key,
        kind=kind,
        lane=f"{lane}:{subject_id}",
        details={name: subject_id},
        after=after,
    )
    return key


async def _ask(hub: Hub, workspace_id: str, now: datetime) -> None:
    """Have the line of a workspace worked off, by a job of this edit's own: none is forgotten."""
    await jobs.ask(
        hub.wake,
        now,
        key=f"{KIND}:{ids.new(ids.Prefix.JOB)}",
        kind=KIND,
        lane=f"{KIND}:{workspace_id}",
        details={"workspace_id": workspace_id},
    )


async def _update(client: AsyncWebClient, handle: str, message: Message) -> None:
    channel, _, ts = handle.partition(":")
    await client.chat_update(channel=channel, ts=ts, text=message["text"], blocks=message["blocks"])
