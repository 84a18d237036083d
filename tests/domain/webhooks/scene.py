"""A hub whose people register webhooks at the door, and a receiver that answers as it is told."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from app.jobs.handlers import handlers_for
from connectors.jobs.inprocess import InProcessRunner
from domain.actor import Scope
from domain.clock import SteppingClock
from domain.webhooks import Answer
from tests.api.door import door
from tests.connectors.webhooks.contents import Sending
from tests.world import World

ADDRESS = "https://hooks.example.com/greenlight"
QUERY = "query($id: ID!) { request(id: $id) { id number state requesterName } }"
ERRORS = "errors { __typename ... on UserError { code message path } }"
WEBHOOK = """webhook { id name address events state pausedWhy failures ownerName
  previousSecretUntil }"""
LOG = """query($id: ID!, $where: WebhookDeliveryWhere, $first: Int, $after: String) {
  webhook(id: $id) { state pausedWhy deliveries(where: $where, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { node {
      id event subjectId sequence state trouble payload nextAt
      attempts { number code trouble milliseconds excerpt } } } } } }"""
#: Which acts show a secret.
SECRET = {"createWebhook", "rotateWebhookSecret"}


@dataclass
class Scene:
    """What people do about webhooks, and what their receiver heard.

    `sending` is what sends; all that asks what was heard needs the one that remembers.
    """

    world: World
    clock: SteppingClock
    sending: Any = field(default_factory=Sending)

    def __post_init__(self) -> None:
        self.world = replace(self.world, hub=replace(self.world.hub, journeys=self.sending))
        hub = self.world.hub
        self.runner = InProcessRunner(self.clock, hub.wake, handlers_for(hub, ads=None, chat=None))

    async def does(self, who: str, act: str, **given: Any) -> dict[str, Any]:
        """Act at the door; return what the mutation answered."""
        kind = act[0].upper() + act[1:]
        shown = "deletedId" if act == "deleteWebhook" else WEBHOOK
        more = "secret" if act in SECRET else ""
        query = f"""mutation($input: {kind}Input!) {{ done: {act}(input: $input) {{
          {shown} {more} {ERRORS} }} }}"""
        done: dict[str, Any] = (await (await door(self.world, who)).data(query, input=given))[
            "done"
        ]
        return done

    async def registers(
        self,
        who: str,
        events: Sequence[str] = ("REQUEST_CHANGED",),
        query: str = QUERY,
        **more: Any,
    ) -> tuple[str, str]:
        """Register a webhook; return its id and its secret."""
        given = {"name": "The shop", "address": ADDRESS, "events": list(events), "query": query}
        done = await self.does(who, "createWebhook", **given | more)
        assert done["errors"] == [], done
        return done["webhook"]["id"], done["secret"]

    async def submits(self, who: str = "requester") -> str:
        """Ask for a campaign; return the request's id."""
        done = await (await door(self.world, who)).submit(self.world)
        assert done["errors"] == [], done
        request_id: str = done["request"]["id"]
        return request_id

    async def withdraws(self, request_id: str, who: str = "requester") -> None:
        query = f"""mutation($input: WithdrawRequestInput!) {{ done: withdrawRequest(input: $input)
          {{ request {{ id }} {ERRORS} }} }}"""
        given = {"requestId": request_id, "reason": "Not needed."}
        done = (await (await door(self.world, who)).data(query, input=given))["done"]
        assert done["errors"] == [], done

    async def tries(self, webhook_id: str) -> None:
        """Have one message sent, and no more."""
        done = await self.does("requester", "testWebhook", webhookId=webhook_id)
        assert done["errors"] == [], done
        await self.works()

    async def works(self, seconds: float = 0) -> None:
        """Let the worker do what is due when so many seconds have passed."""
        self.clock.advance(timedelta(seconds=seconds))
        await self.runner.drain()

    async def log(self, webhook_id: str, who: str = "requester", **more: Any) -> dict[str, Any]:
        """Return how a webhook stands, with its log; empty where somebody sees none."""
        front = await door(self.world, who, frozenset(Scope))
        found: dict[str, Any] = (await front.data(LOG, id=webhook_id, **more))["webhook"]
        return found or {}

    async def sent(self, webhook_id: str, who: str = "requester") -> list[dict[str, Any]]:
        """Return the deliveries of a webhook, the newest first."""
        found = await self.log(webhook_id, who)
        return [edge["node"] for edge in found["deliveries"]["edges"]]

    @property
    def heard(self) -> list[dict[str, Any]]:
        """What the receiver was sent, in turn."""
        return [json.loads(one.body) for one in self.sending.heard]

    def answers(self, *codes: int | None) -> None:
        """Have the receiver answer so from now on, with the last one again and again."""
        self.sending.answers = [Answer(code, "" if code else "It is out.") for code in codes]
