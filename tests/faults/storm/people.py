"""What people do in a storm, and what they were told of it.

Each is a right client: whoever got no answer asks again, with the same key, at the other door, and
goes on until there is one. What was accepted is written down, to be held against how it ended.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from typing import Any

import httpx2

from bot.fake.errors import SlackError
from bot.fake.model import Message
from bot.ids import ActionId
from tests.api.door import brief
from tests.bot.office import TEAM, account
from tests.faults.storm.company import Company
from tests.faults.town import CHEAP
from tests.world import tone

SUBMIT = """mutation($input: SubmitCampaignInput!) { done: submitCampaign(input: $input) {
  request { id stages { id } } errors { __typename ... on UserError { code message } } } }"""
VOTE = """mutation($input: CastVoteInput!) { done: castVote(input: $input) {
  request { id state } errors { __typename ... on UserError { code message } } } }"""
WITHDRAW = """mutation($input: WithdrawRequestInput!) { done: withdrawRequest(input: $input) {
  request { id state } errors { __typename ... on UserError { code message } } } }"""
INGEST = """mutation($input: IngestMetricsInput!) { done: ingestMetrics(input: $input) {
  done { added changed } errors { __typename ... on UserError { code message } } } }"""
PROMISE = """mutation($input: CreateUploadInput!) { done: createUpload(input: $input) {
  asset { id } uploadUrl errors { __typename ... on UserError { code message } } } }"""

#: How long an answer is waited for, and between two tries, in seconds.
ANSWER_SECONDS, AGAIN_SECONDS = 3.0, 0.15

#: How long somebody goes on trying, in seconds; longer than any trouble lasts.
PATIENCE = 120.0

#: How long somebody waits for a card to show their click before they click again, in seconds.
CLICKED_SECONDS = 10.0

#: What says that nothing was done, and that it may be asked for again.
_LATER = frozenset({"database_unavailable", "database_busy", "too_slow", "busy"})

#: Statuses that say so: the hub has no database just now, or no room for a file.
COME_AGAIN = frozenset({503, 507})

#: What is uploaded: short, for it is looked at.
AUDIO = tone(1)


@dataclass
class Asked:
    """One request, and what was accepted of what people said of it."""

    name: str
    id: str = ""
    stage: str = ""
    approved: list[str] = field(default_factory=list)
    clicked: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    withdrawn: bool = False

    def outcomes(self) -> frozenset[str]:
        """Return the states it may end in by what was accepted."""
        if self.withdrawn:
            return frozenset({"withdrawn"})
        if self.rejected:
            return frozenset({"rejected"})
        return frozenset({"published"})


@dataclass
class Notes:
    """What was accepted in one storm; `faults` is what nobody should have been answered."""

    asked: list[Asked] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
    uploads: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class People:
    """Everybody who acts in one storm, and the connections they keep.

    `later` are the statuses that may be answered instead of doing anything.
    """

    def __init__(
        self,
        company: Company,
        random: Random,
        label: str,
        notes: Notes,
        later: frozenset[int] = COME_AGAIN,
    ) -> None:
        self.company = company
        self.random = random
        self.label = label
        self.notes = notes
        self._later = later
        self._doors = cycle(company.urls("api"))

    @contextlib.asynccontextmanager
    async def come(self) -> AsyncIterator["People"]:
        """Keep connections while the block runs."""
        async with httpx2.AsyncClient(timeout=ANSWER_SECONDS) as self._http:
            yield self

    # --- the whole of what one does ---

    async def story(self, number: int) -> None:
        """Ask for one campaign, and have it decided in one of the ways there are."""
        asked = Asked(f"Campaign {self.label}-{number:04}")
        self.notes.asked.append(asked)
        way = self.random.choice(
            (self._agree, self._click, self._both, self._refuse, self._race, self._give_up)
        )
        await self._ask(asked)
        await way(asked)

    async def measure(self, number: int) -> None:
        """Bring a figure, once however often."""
        day = f"2025-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
        value = str(self.random.randint(1, 10_000))
        subject = self.company.world.assets["audio"]
        figure = {"day": day, "subject": subject, "metric": "plays", "value": value}
        told = {"source": "other", "figures": [figure], "idempotencyKey": f"{self.label}:{number}"}
        done = await self.insist("manager", INGEST, told)
        if done["errors"]:
            self.notes.faults.append(f"figures: {done['errors']}")
        self.notes.figures[day] = value

    async def send_file(self, number: int) -> None:
        """Promise a file and send it, again where nobody answered."""
        told = {"brandId": self.company.world.brand_id, "kind": "AUDIO", "name": f"{number}.wav"}
        for again in range(20):  # The address is told once: who did not hear it asks for another.
            key = f"{self.label}:file:{number}:{again}"
            done = await self.insist(
                "requester", PROMISE, told | {"size": len(AUDIO), "idempotencyKey": key}
            )
            if done["uploadUrl"]:
                await self._send(done["asset"]["id"], done["uploadUrl"])
                return
        self.notes.faults.append("no address to send a file to")

    async def repeat(self) -> None:
        """Have Slack deliver something again that it delivered before, as it may."""
        clicks = self.company.clicks
        assert clicks is not None
        if clicks.sent:
            await clicks.repeat(self.random.choice(list(clicks.sent)[-6:]))

    # --- the ways ---

    async def _agree(self, asked: Asked) -> None:
        await self._vote(asked, "brand_one", "APPROVE")

    async def _click(self, asked: Asked) -> None:
        await self._approve_by_click(asked, "brand_one")

    async def _both(self, asked: Asked) -> None:
        await asyncio.gather(
            self._vote(asked, "brand_two", "APPROVE"), self._approve_by_click(asked, "brand_one")
        )

    async def _refuse(self, asked: Asked) -> None:
        await self._vote(asked, "brand_one", "REJECT")

    async def _race(self, asked: Asked) -> None:
        await asyncio.gather(
            self._vote(asked, "brand_one", "APPROVE"), self._vote(asked, "brand_two", "REJECT")
        )

    async def _give_up(self, asked: Asked) -> None:
        if self.random.random() < 0.5:
            await self._vote(asked, "brand_one", "APPROVE")
        await self._withdraw(asked)

    # --- single acts ---

    async def _ask(self, asked: Asked) -> None:
        given = brief(self.company.world, name=asked.name, budget=CHEAP)
        key = f"ask:{asked.name}"
        done = await self.insist("requester", SUBMIT, {"brief": given, "idempotencyKey": key})
        assert not done["errors"], done
        asked.id, asked.stage = done["request"]["id"], done["request"]["stages"][0]["id"]

    async def _vote(self, asked: Asked, who: str, choice: str) -> None:
        told = {"stageId": asked.stage, "choice": choice, "idempotencyKey": f"{who}:{asked.name}"}
        done = await self.insist(who, VOTE, told | {"reason": "Because."})
        if not done["errors"]:
            (asked.approved if choice == "APPROVE" else asked.rejected).append(who)
        elif done["errors"][0]["__typename"] != "ConflictError":
            self.notes.faults.append(f"a vote on {asked.id}: {done['errors']}")

    async def _approve_by_click(self, asked: Asked, who: str) -> None:
        """Click until it counts, or until there is nothing to be clicked any more."""
        said = "there is no card"
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while True:
                    for card in self.company.shown(asked.name)[-1:]:
                        if ActionId.APPROVE not in str(card.blocks):
                            return
                        heard = self.company.whispers(who)
                        said = await self._clicked(who, card.ts)
                        if not said and await self._counts(card, who, heard):
                            asked.clicked.append(who)
                            return
                    if asked.approved:  # It was decided before anybody heard a click.
                        return
                    await asyncio.sleep(AGAIN_SECONDS)
        self.notes.faults.append(f"{asked.name} could not be clicked: {said}")

    async def _counts(self, card: Message, who: str, heard: int) -> bool:
        """Whether a click was taken: the card offers it no more, and nobody says why it was not."""
        for _ in range(int(CLICKED_SECONDS / AGAIN_SECONDS)):
            if self.company.whispers(who) > heard:
                return False
            if ActionId.APPROVE not in str(card.blocks):
                return True
            await asyncio.sleep(AGAIN_SECONDS)
        return False

    async def _clicked(self, who: str, ts: str) -> str:
        """Click on a card; return what Slack says of it, which is nothing if it was heard."""
        clicks = self.company.clicks
        assert clicks is not None
        try:
            outcome = await clicks.act_on_message(
                TEAM, account(who), "CBRAND", ts, ActionId.APPROVE
            )
        except SlackError as error:
            return error.code
        return "" if outcome.ok else outcome.notice

    async def _withdraw(self, asked: Asked) -> None:
        told = {"requestId": asked.id, "reason": "Changed plans."}
        done = await self.insist(
            "requester", WITHDRAW, told | {"idempotencyKey": f"back:{asked.name}"}
        )
        asked.withdrawn = not done["errors"]
        if done["errors"]:
            self.notes.faults.append(f"withdrawing {asked.id}: {done['errors']}")

    async def _send(self, asset: str, address: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                with contextlib.suppress(httpx2.TransportError):
                    answer = await self._http.put(
                        next(self._doors) + httpx2.URL(address).raw_path.decode(),
                        content=AUDIO,
                        headers=self.company.headers["requester"],
                    )
                    if answer.is_success or answer.json()["error"] == "uploaded_already":
                        self.notes.uploads.append(asset)
                        return
                    if answer.status_code not in self._later:
                        self.notes.faults.append(f"a file: {answer.status_code} {answer.text}")
                        return
                await asyncio.sleep(AGAIN_SECONDS)

    async def insist(self, who: str, document: str, told: dict[str, Any]) -> dict[str, Any]:
        """Ask until there is an answer, and return what was done."""
        async with asyncio.timeout(PATIENCE):
            while True:
                done = await self._once(who, document, told)
                if done is not None:
                    return done
                await asyncio.sleep(AGAIN_SECONDS)

    async def _once(self, who: str, document: str, told: dict[str, Any]) -> dict[str, Any] | None:
        body = {"query": document, "variables": {"input": told}}
        headers = self.company.headers[who]
        try:
            answer = await self._http.post(
                f"{next(self._doors)}/graphql", json=body, headers=headers
            )
        except httpx2.TransportError:
            return None
        if answer.status_code in self._later:
            return None
        if not answer.is_success:
            self.notes.faults.append(f"{answer.status_code} {answer.text[:300]}")
            return None
        found = answer.json()
        codes = {error["extensions"].get("code") for error in found.get("errors", [])}
        if codes - _LATER:
            self.notes.faults.append(f"{found['errors']}"[:500])
        if codes or not found.get("data"):
            return None
        done: dict[str, Any] = found["data"]["done"]
        if any(error["__typename"] in {"BusyError", "UpstreamError"} for error in done["errors"]):
            return None
        return done
