"""Doing one thing of each kind, and noting what has to be found afterwards."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any

from tests.load import mix, slack
from tests.load.ground import Ground, days_before
from tests.load.mix import Kind
from tests.load.wire import Answer, Lines, graphql

PATH = "/graphql"

#: How long a subscription is held open, in seconds.
HELD_SECONDS = 6.0

#: How long anything may take to be answered, in seconds; then it is an error.
ANSWER_SECONDS = 30.0

#: What figures are of, and how many days of one show come in at once.
METRICS = ("plays", "streams_60s")
DAYS = mix.FIGURES // len(METRICS)


class Refused(Exception):
    """What was asked was not done; it says why."""


@dataclass
class Noted:
    """What has to be found in the hub afterwards.

    `asked` is which request each key of a submission made, `voted` who voted on which stage,
    `figures` how many came in, `streams` how many subscriptions began, `heard` what these told,
    `ended` how many of them were cut off.
    """

    asked: dict[str, str] = field(default_factory=dict)
    voted: dict[str, str] = field(default_factory=dict)
    figures: int = 0
    streams: int = 0
    heard: int = 0
    ended: int = 0


class Hands:
    """Everybody of a company, at the doors of one hub; `name` makes their keys their own."""

    def __init__(self, ground: Ground, doors: list[int], bot: int, name: str) -> None:
        self._ground, self._name = ground, name
        self._doors = [Lines(port) for port in doors]
        self._bot = Lines(bot)
        self._turn = cycle(self._doors)
        self._number, self._brought = count(), count()
        self._open = deque(ground.open)
        self._seen = deque((request for request, _ in ground.open[:50]), maxlen=50)
        self._lists = {kind: (query, cycle(who)) for kind, (query, who) in mix.LISTS.items()}
        self._following: set[asyncio.Task[None]] = set()
        self.noted = Noted()
        self._acts: dict[Kind, Callable[[], Awaitable[None]]] = {
            Kind.DETAIL: self._look,
            Kind.SUBMISSION: self._submit,
            Kind.VOTE: self._vote,
            Kind.CLICK: self._click,
            Kind.COMMAND: self._command,
            Kind.FIGURES: self._bring,
            Kind.STREAM: self._follow,
        }

    async def do(self, kind: Kind) -> None:
        """Do one; `Refused` says what came back instead of what was asked for."""
        async with asyncio.timeout(ANSWER_SECONDS):
            if kind in self._lists:
                await self._list(kind)
            else:
                await self._acts[kind]()

    async def close(self) -> None:
        """Hang up."""
        for task in self._following:
            task.cancel()
        await asyncio.gather(*self._following, return_exceptions=True)
        for lines in (*self._doors, self._bot):
            lines.close()

    async def _list(self, kind: Kind) -> None:
        query, who = self._lists[kind]
        await self._read(next(who), query)

    async def _look(self) -> None:
        self._seen.rotate()
        await self._read("manager", mix.DETAIL, id=self._seen[0])

    async def _submit(self) -> None:
        key = f"{self._name}-{next(self._number)}"
        given = {"brief": self._ground.brief | {"name": f"Campaign {key}"}, "idempotencyKey": key}
        done = await self._act("requester", mix.SUBMIT, "submitCampaign", given)
        request = done["request"]
        self.noted.asked[key] = request["id"]
        stage = next(one["id"] for one in request["stages"] if one["key"] == "brand")
        self._open.append((request["id"], stage))
        self._seen.append(request["id"])

    async def _vote(self) -> None:
        stage = self._next_open()
        await self._act("brand_two", mix.VOTE, "castVote", {"stageId": stage, "choice": "APPROVE"})
        self.noted.voted[stage] = "brand_two"

    async def _click(self) -> None:
        stage = self._next_open()
        await self._slack(slack.approval("brand_one", stage, next(self._number)))
        self.noted.voted[stage] = "brand_one"

    async def _command(self) -> None:
        await self._slack(slack.case_list("manager", next(self._number)))

    async def _bring(self) -> None:
        """Bring in the days of one show after those of the other, further and further back."""
        past, show = divmod(next(self._brought), len(self._ground.shows))
        days = days_before(self._ground.until, past * DAYS, DAYS)
        figures = [
            {"subject": self._ground.shows[show], "metric": metric, "day": day, "value": "200"}
            for metric in METRICS
            for day in days
        ]
        given = {"source": "other", "figures": figures}
        done = (await self._act("manager", mix.INGEST, "ingestMetrics", given))["done"]
        if done["setAside"] or done["held"]:
            raise Refused(f"figures were not taken: {done}")
        self.noted.figures += done["added"]

    async def _follow(self) -> None:
        """Open a subscription, and be done once it told how things are; it goes on for a while."""
        variables = {"id": self._seen[-1]}
        headers, body = graphql(
            mix.FOLLOW, variables, self._ground.tokens["manager"], "text/event-stream"
        )
        began = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._listen(next(self._turn), headers, body, began))
        self._following.add(task)
        task.add_done_callback(self._following.discard)
        await began
        self.noted.streams += 1

    async def _listen(
        self, lines: Lines, headers: dict[str, str], body: bytes, began: "asyncio.Future[None]"
    ) -> None:
        try:
            async with asyncio.timeout(HELD_SECONDS), lines.stream(PATH, headers, body) as events:
                async for event in events:
                    if not began.done():
                        _begun(began, event)
                    self.noted.heard += 1
                self.noted.ended += 1
        except TimeoutError:
            pass  # Held for as long as it was to be.
        except OSError:
            self.noted.ended += 1
        if not began.done():
            began.set_exception(Refused("a subscription told nothing"))

    async def _read(self, who: str, query: str, **variables: object) -> None:
        answer = await self._ask(who, query, **variables)
        if answer.status != 200 or b'"errors"' in answer.body:
            raise Refused(f"{answer.status} {answer.body[:300]!r}")

    async def _act(self, who: str, query: str, name: str, given: dict[str, Any]) -> dict[str, Any]:
        answer = await self._ask(who, query, input=given)
        held = json.loads(answer.body) if answer.status == 200 else {}
        if "data" not in held or "errors" in held:
            raise Refused(f"{answer.status} {answer.body[:300]!r}")
        done: dict[str, Any] = held["data"][name]
        if done["errors"]:
            raise Refused(str(done["errors"]))
        return done

    async def _ask(self, who: str, query: str, **variables: object) -> Answer:
        headers, body = graphql(query, variables, self._ground.tokens[who])
        return await next(self._turn).post(PATH, headers, body)

    async def _slack(self, body: bytes) -> None:
        answer = await self._bot.post(slack.PATH, slack.signed(body), body)
        if answer.status != 200:
            raise Refused(f"{answer.status} {answer.body[:300]!r}")

    def _next_open(self) -> str:
        if not self._open:
            raise Refused("nothing is left to vote on")
        return self._open.popleft()[1]


def _begun(began: "asyncio.Future[None]", event: bytes) -> None:
    if b'"errors"' in event:
        began.set_exception(Refused(event.decode()[:300]))
    else:
        began.set_result(None)
