"""A bureau that handles cases: its queues with people, and acts on cases through the doors."""

from dataclasses import dataclass
from typing import Any

import httpx2

from bot.fake.model import Message
from tests.bot.reading import lines
from tests.domain.cases.staff import staffed
from tests.stories.desk import Chat, Desk
from tests.world import World

#: The channel of the queue that complaints go to.
QUEUE = "CCUSTOMERSERVICE"

#: In seconds.
HOUR = 3_600

ERRORS = "errors { __typename ... on UserError { code message path } }"

CASE = """id number title text state priority queue reasons kind source round level market
  severity topic note link overdue responseDueAt respondedAt resolutionDueAt resolvedAt waitingSince
  reporterName assigneeName contact { name email } mergedInto { number }
  subjects { kind ref } comments { kind text authorName }
  escalations { clock level round team told }
  compensations { id state tier amount currency reasons reason proposerName deciderName }
  decisions { table outcome matchedRules reasons } auditTrail { act door details }"""


@dataclass
class Bureau:
    """What a story about cases acts with."""

    desk: Desk

    @property
    def world(self) -> World:
        return self.desk.world

    async def does(self, who: str, mutation: str, **given: Any) -> dict[str, Any]:
        """Act on a case through the door; return what the mutation answered."""
        kind = mutation[0].upper() + mutation[1:]
        query = f"""mutation($input: {kind}Input!) {{ done: {mutation}(input: $input) {{
          case {{ id number state priority queue }} {ERRORS} }} }}"""
        front = await self.desk.front(who)
        done: dict[str, Any] = (await front.data(query, input=given))["done"]
        return done

    async def did(self, who: str, mutation: str, **given: Any) -> dict[str, Any]:
        """Act on a case through the door, and expect it to happen; return the case."""
        done = await self.does(who, mutation, **given)
        assert done["errors"] == [], done
        case: dict[str, Any] = done["case"]
        return case

    async def opens(self, who: str = "requester", **changes: Any) -> dict[str, Any]:
        """Open a case through the door."""
        facts = {"severity": "MEDIUM", "topic": "BILLING"} | changes.pop("facts", {})
        given = {
            "kind": "COMPLAINT",
            "title": "Charged twice",
            "text": "The invoice of November stands there twice.",
            "facts": facts,
        }
        return await self.did(who, "openCase", **(given | changes))

    async def look(self, case: dict[str, Any], who: str = "manager") -> dict[str, Any]:
        """Return where a case stands, as somebody sees it; empty if they do not."""
        front = await self.desk.front(who)
        query = f"query($id: ID!) {{ case(id: $id) {{ {CASE} }} }}"
        found: dict[str, Any] | None = (await front.data(query, id=case["id"]))["case"]
        return found or {}

    async def numbers(self, who: str, **where: Any) -> list[int]:
        """Return the numbers of the cases that somebody finds."""
        front = await self.desk.front(who)
        query = """query($where: CaseWhereInput) { cases(first: 50, where: $where) {
          totalCount edges { node { number } } } }"""
        found = (await front.data(query, where=where))["cases"]
        listed = [edge["node"]["number"] for edge in found["edges"]]
        assert found["totalCount"] == len(listed)
        return listed

    async def form(self, who: str = "manager", **changes: Any) -> str:
        """Make a form through the door; return its address."""
        given = {"title": "Tell us", "kind": "COMPLAINT", "topic": "BILLING", "severity": "LOW"}
        query = f"""mutation($input: CreateCaseFormInput!) {{ done: createCaseForm(input: $input) {{
          form {{ id origins }} url {ERRORS} }} }}"""
        front = await self.desk.front(who)
        done = (await front.data(query, input=given | changes))["done"]
        assert done["errors"] == [], done
        url: str = done["url"]
        return url

    async def fills_in(self, url: str, **values: str) -> httpx2.Response:
        """Open a form as somebody outside does, fill it in, and send it."""
        browser = self.desk.browser()
        opened = await browser.get(url, headers={"accept": "application/json"})
        assert opened.status_code == 200, opened.text
        filled = {
            "title": "Too loud",
            "text": "The second spot is far too loud.",
            "name": "Pat Outside",
            "email": "pat@elsewhere.example.com",
            "ticket": opened.json()["ticket"],
        } | values
        place = url.partition("?")[0]
        return await browser.post(place, data=filled, headers={"accept": "application/json"})


async def bureau(desk: Desk) -> Bureau:
    """Open a bureau: queues with people, as an administrator sets them up."""
    await staffed(desk.world)
    return Bureau(desk)


def cards(chat: Chat, place: str) -> list[Message]:
    """Return the cards in a channel, without what is said in their threads."""
    return chat.shown(place)


def thread(chat: Chat, place: str) -> list[str]:
    """Return what is said below the first card of a channel, oldest first."""
    return ["\n".join(lines(m.blocks)) for m in chat.thread(place, 0)]
