"""A hub with its bot and its worker, in which one request after another is decided."""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from api.context import Context
from api.schema import schema
from bot.ids import ActionId
from bot.listeners import actions
from bot.requests.teller import Teller
from bot.sender import Sender
from bot.sending.editing import KIND as EDIT
from bot.sending.marking import Marks
from connectors.jobs.inprocess import InProcessRunner
from domain.absences.seated import seated
from domain.actor import Actor, Role
from domain.approvals.model import Choice
from domain.clock import SteppingClock
from domain.conditions.model import Condition, ConditionState
from domain.database import sql
from domain.errors import HubError
from domain.jobs.model import Handlers, Job
from domain.people import accounts, membership, service, workspaces
from domain.reminding import away
from domain.reminding import service as reminding
from domain.requests import conditioned, ledger, outcomes
from domain.requests.ledger import Ledger
from domain.requests.model import Request
from domain.requests.revise import withdraw
from domain.requests.submit import submit
from domain.requests.vote import undo, vote
from domain.tellings.service import TELL
from tests.api.door import VOTE
from tests.bot.office import installed
from tests.bot.together.wall import OneWall
from tests.conftest import opened_hub
from tests.domain.requests.acts import CHEAP
from tests.world import ROOT, World, populate

Found = TypeVar("Found")

#: What somebody does to a request: an act of the town, and what it is given.
Move = tuple[str, tuple[object, ...]]

TEAM = "T0001"

#: A Monday at ten, when nobody rests.
START = datetime.fromisoformat("2026-11-23T10:00:00+00:00")


async def _nothing(_: Job) -> None:
    """Do nothing."""


class Town:
    """What the machine acts in; every act is run to its end before the next one begins."""

    def __init__(self, url: str, folder: Path) -> None:
        self.runner = asyncio.Runner()
        self.clock = SteppingClock(START)
        self._stack = AsyncExitStack()
        self.clicks = 0
        self.run(self._open(url, folder))

    def run(self, act: Coroutine[Any, Any, Found]) -> Found:
        return self.runner.run(act)

    async def _open(self, url: str, folder: Path) -> None:
        opened = opened_hub(url, folder / "files", self.clock)
        self.hub = await self._stack.enter_async_context(opened)
        self.world: World = await populate(self.hub)
        await workspaces.install(self.hub, installed())
        self.clients = OneWall(self.hub)
        self.marks = Marks(self.hub, "http://127.0.0.1:1/api/")
        sender, teller = Sender(self.hub, self.clients), Teller(self.hub, self.clients)
        handlers: Handlers = {
            "cards.show": sender.show,
            EDIT: sender.edits.work_off,
            TELL: teller.tell,
            ledger.WATCH: partial(reminding.watch, self.hub),
            away.TURNED: partial(reminding.turned, self.hub),
            **dict.fromkeys(
                ("campaign.prepare", "campaign.publish", "campaign.retire", "mail.send"), _nothing
            ),
        }
        self.worker = InProcessRunner(self.clock, self.hub.wake, handlers)
        # The requester reviews too, and one reviewer has two accounts.
        asks = self.world.people["requester"]
        await service.grant_role(self.hub, ROOT, asks, Role.REVIEWER)
        await membership.add_member(self.hub, ROOT, self.world.teams["brand"], asks)
        for who, user_id in [*self.world.people.items(), ("twin", self.world.people["brand_one"])]:
            await accounts.link_identity(self.hub, ROOT, TEAM, self.account(who), user_id, "test")

    def close(self) -> None:
        self.run(self._stack.aclose())
        self.runner.close()

    def account(self, who: str) -> str:
        return f"U{who.upper().replace('_', '')}"

    async def enters(self, who: str) -> Actor:
        return await seated(await self.world.actor(who), self.clock.now())

    async def asks(self) -> Request:
        """Ask for something that two teams decide on, brand with two reviewers."""
        agency = self.world.agency_id
        brief = self.world.brief(category="alcohol", agency_id=agency, budget=CHEAP)
        return await submit(self.hub, await self.world.actor("requester"), "campaign", brief)

    async def click(self, request: Request, who: str, place: str, action: str) -> None:
        """Click a button of a card of the request in a place, however old, if it has one.

        Without a place it is where the bot speaks to them.
        """
        place = place or self.account(who)
        own = {request.id, *(stage.id for stage in (await ledger.load(request.id)).stages)}
        for card in reversed([*self.clients.wall.cards.get(place, {}).values()]):
            for block in card["blocks"]:
                for element in block.get("elements", ()):
                    if element.get("action_id") != action:
                        continue
                    if element["value"].partition(":")[0] in own:
                        await self._clicked(who, place, action, element["value"])
                        return

    async def _clicked(self, who: str, place: str, action: str, value: str) -> None:
        self.clicks += 1
        body = {
            "team": {"id": TEAM},
            "user": {"id": self.account(who)},
            "channel": {"id": place},
            "trigger_id": "1",
            "container": {"message_ts": None},
            "response_url": None,
            "view": None,
            "actions": [
                {
                    "action_id": action,
                    "value": value,
                    "selected_option": None,
                    "selected_user": None,
                    "block_id": "",
                    "action_ts": str(self.clicks),
                }
            ],
        }
        await actions.clicked(self.hub, self.clients, self.marks, body)

    async def votes(self, request: Request, who: str, key: str, choice: str) -> None:
        """Vote through the API on the stage `key`, whatever comes of it."""
        stage = (await ledger.load(request.id)).stage_keyed(key)
        if stage is not None:
            given = {"stageId": stage.id, "choice": choice, "reason": "Because."}
            context = Context(self.hub, await self.enters(who))
            answer = await schema.execute(
                VOTE, variable_values={"input": given}, context_value=context
            )
            assert answer.errors is None, answer.errors

    async def approves_if(self, request: Request, who: str, key: str) -> None:
        """Approve a stage under a condition, whatever comes of it."""
        stage = (await ledger.load(request.id)).stage_keyed(key)
        if stage is not None:
            act = vote(
                self.hub, await self.enters(who), stage.id, Choice.APPROVE, conditions=["Shorter."]
            )
            await self._perhaps(act)

    async def meets(self, request: Request) -> None:
        """Have the requester say that the first condition that waits for it is met."""
        for one in await self._conditions(request, ConditionState.OPEN):
            actor = await self.world.actor("requester")
            await self._perhaps(conditioned.meet(self.hub, actor, one.id, "It is."))

    async def judges(self, request: Request, who: str, holds: bool) -> None:  # noqa: FBT001  Drawn.
        """Confirm the first condition, once it is said to be met, or say why it is not."""
        await self.meets(request)
        for one in await self._conditions(request, ConditionState.MET):
            actor, why = await self.enters(who), "" if holds else "Not yet."
            act = conditioned.judge(self.hub, actor, one.id, holds=holds, reason=why)
            await self._perhaps(act)

    async def _conditions(self, request: Request, state: ConditionState) -> list[Condition]:
        held = (await ledger.load(request.id)).conditions
        return [one for one in held if one.state is state][:1]

    async def at_once(self, request: Request, moves: Sequence[Move]) -> None:
        """Have several act at the very same instant."""
        await asyncio.gather(*(getattr(self, name)(request, *given) for name, given in moves))

    async def legal_has(self, place: str | None) -> None:
        """Give a team a channel, or none, so that its reviewers are asked each alone."""
        team = self.world.teams["legal"]
        await sql.execute("UPDATE teams SET place = $1 WHERE id = $2", place, team)

    async def takes_back(self, request: Request, who: str) -> None:
        await self._perhaps(undo(self.hub, await self.enters(who), request.id))

    async def leaves(self, _: Request, who: str, delegate: str | None, hours: int) -> None:
        now = self.clock.now()
        named = self.world.people[delegate] if delegate else None
        said = away.Away(self.world.people[who], now, now + timedelta(hours=hours), named)
        await self._perhaps(away.set_absence(self.hub, await self.world.actor(who), said))

    async def everybody_is_back(self, _: Request) -> None:
        for user_id in self.world.people.values():
            for one in await away.absences_of(self.hub, ROOT, user_id):
                await away.end_absence(self.hub, ROOT, one.id)

    async def ready(self, request: Request) -> None:
        await outcomes.close_stage(self.hub, request.id, request.revision, "readiness", [])

    async def ends(self, request: Request) -> None:
        actor = await self.world.actor("requester")
        await self._perhaps(withdraw(self.hub, actor, request.id, "It is over."))

    async def time_goes_on(self, _: Request, hours: int) -> None:
        self.clock.advance(timedelta(hours=hours))
        await self.work()

    async def work(self, rounds: int = 1) -> None:
        """Let the worker do what is due, as time goes on by a quarter of a minute each time."""
        for _ in range(rounds):
            await self.worker.drain()
            self.clock.advance(timedelta(seconds=15))

    async def look(self, request: Request) -> Ledger:
        return await ledger.load(request.id)

    async def reached(self) -> dict[str, int]:
        """Return how often happened what is worth proving, over all requests."""
        questions = {
            "votes for somebody": "votes WHERE instead_of_id IS NOT NULL",
            "votes taken back": "votes WHERE taken_back_at IS NOT NULL",
            "approved": 'audit_events WHERE CAST(details AS TEXT) LIKE \'%"state":%"approved"%\'',
            "reminders": "audit_events WHERE act = 'stage.reminded'",
            "conditions confirmed": "conditions WHERE state = 'confirmed'",
            "conditions not met": "conditions WHERE doubt IS NOT NULL",
            "asked alone": "copies WHERE audience = 'reviewer' AND handle IS NOT NULL",
            "escalations": "audit_events WHERE act = 'stage.escalated'",
            "told directly": "tellings WHERE what = 'reminder' AND outcome = 'delivered'",
            "replies": "tellings WHERE what = 'reply' AND outcome = 'delivered'",
        }
        return {
            name: (await sql.fetch(f"SELECT COUNT(*) AS n FROM {where}"))[0]["n"]
            for name, where in questions.items()
        }

    async def _perhaps(self, act: Coroutine[Any, Any, object]) -> None:
        try:
            await act
        except HubError:
            return


__all__ = ["TEAM", "ActionId", "Move", "Town"]
