"""Telling people directly what waits for them, and trying out a place.

A person with several accounts is told in one of them: the oldest that takes it. What no account
took is left to `OtherWay`, if there is one. Each telling says afterwards what became of it.
"""

from typing import Protocol

import structlog

from bot.cards.standing import Account, accounts_of
from bot.failing import NO_ACCOUNT
from bot.gathered import dossier as dossiers
from bot.installing.workspaces import Clients
from bot.language import speaking
from bot.messages import hooks
from bot.messages.parts import Message
from bot.messages.reminders import direct, test_card
from bot.sending import saying
from domain.chat.mailing import NOTHING
from domain.hub import Hub
from domain.jobs.model import Job
from domain.people import languages
from domain.reminding.telling import to_tell
from domain.tellings import records
from domain.tellings.model import Outcome, Telling, Way, What

log = structlog.get_logger()


class OtherWay(Protocol):
    """A way to tell somebody whom the chat does not reach, such as e-mail.

    Whoever takes something on says in it by which way it goes, and what became of it.
    """

    async def tell(self, told: Telling) -> bool:
        """Tell it, or have it told; False if this way leads nowhere either."""
        ...


class Teller:
    """Tells what was asked to be told, once."""

    def __init__(self, hub: Hub, clients: Clients, other: OtherWay | None = None) -> None:
        self._hub = hub
        self._clients = clients
        self._other = other

    async def tell(self, job: Job) -> None:
        """Tell one thing; the handler of `notice.tell`."""
        told = await to_tell(self._hub, job.details["telling_id"])
        if told is None or told.way is Way.EMAIL:  # That has a job of its own.
            return
        reader = await languages.reading(told.user_id, told.workspace_id or "")
        with speaking(reader.locale, reader.time_zone):
            message = await _message(told)
        places = await _places(told)
        if message is None:
            await self._came_to(told, Outcome.DROPPED, reason=NOTHING)
            return
        reason = NO_ACCOUNT
        for place in places:
            failure = await saying.say(self._hub, self._clients, place, told.id, message)
            if failure is None:
                await self._came_to(told, Outcome.DELIVERED, place=place)
                return
            reason = NO_ACCOUNT if failure == saying.NOT_INSTALLED else failure
        if self._other is not None and await self._other.tell(told):
            return
        await self._came_to(told, Outcome.FAILED, reason=reason)
        log.warning("not_told", what=told.what, telling=told.id, reason=reason)

    async def _came_to(
        self,
        told: Telling,
        outcome: Outcome,
        *,
        reason: str | None = None,
        place: Account | None = None,
    ) -> None:
        now = self._hub.clock.now()
        await records.came_to(told.id, outcome, now, reason=reason, place=place)


async def _places(told: Telling) -> list[Account]:
    if told.user_id is not None:
        return await accounts_of(told.user_id)
    return [(told.workspace_id, told.place)] if told.workspace_id and told.place else []


async def _message(told: Telling) -> Message | None:
    if told.what is What.WEBHOOK:
        return hooks.paused(told)
    if told.what is What.TEST:
        return test_card(str((told.details or {}).get("team", "")))
    found = await dossiers.of_telling(told)
    return None if found is None else direct(*found, told)
