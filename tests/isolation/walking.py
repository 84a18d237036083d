"""Going through a house of two sides as somebody, and noting what they hear of the other side."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
from typeid import TypeID

from api.app import create_app
from api.callers.profiles import Bounds, Manner
from api.endpoint import direct
from api.operations import cost, spending
from domain.database import sql
from tests.isolation import acting, asking, roots
from tests.isolation.oracle import BY_DESIGN, KNOWN
from tests.isolation.sides import Sides

ID = re.compile(r"\b[a-z]{3}_[0-9a-z]{26}\b")
CODE = re.compile(r'"(?:code|error)": ?"([a-z_]+)"')
MARK = re.compile(r"BBB[ -]([a-z_]*)[^\"]*", re.IGNORECASE)
#: How many things of a kind are asked everything, the last ones; requests are of several kinds.
ALIKE = 2
#: Mutations that come before those which take away what they are aimed at.
FIRST = frozenset({"knowPodcastFeedItem", "redeliver", "removeRoute", "testWebhook"})
#: Tables that are written whoever does whatever.
ASIDE = ("rate_buckets", "receipts", "tokens", "sqlite_sequence")
#: The ids that everybody knows who may act on nothing of theirs: aimed at, they are no secret.
NO_SECRET = frozenset(
    {"brand", "show", "episode", "site", "user", "manager", "team", "account", "asset"}
    | {"member", "agency"}
    | {"sponsors", "works", "titles", "contributors", "series", "contributor_materials"}
)


@dataclass
class Walk:
    """A house, its door, and what was visited by those who may."""

    sides: Sides
    client: httpx2.AsyncClient
    numbers: dict[str, int]
    kinds: dict[str, str]
    visited: set[tuple[str, str]] = field(default_factory=set)

    async def ask(self, who: str, text: str, variables: dict[str, Any]) -> httpx2.Response:
        """Ask as somebody."""
        body = {"query": text, "variables": variables}
        headers = self.sides.headers.get(who, {})
        return await self.client.post("/graphql", json=body, headers=headers)

    @staticmethod
    def codes(answer: httpx2.Response) -> list[str]:
        """Return the codes of what an answer refuses, each once."""
        return sorted(set(CODE.findall(answer.text)))

    async def reads(self, who: str) -> list[str]:
        """Ask everything of everything B has; return what was heard that is not for them."""
        heard: set[str] = set()
        unseen: set[str] = set()
        for text, variables in self._questions():
            about = text.partition("{ ")[2].partition(" ")[0]
            if variables.get("id") in unseen and about.startswith("node("):
                continue  # Below what is not there for them nothing is ever looked up.
            response = await self.ask(who, text, variables)
            data = response.json().get("data")
            if who not in KNOWN and who in self.sides.headers:
                self.visited.update(asking.visited(data))
            if not data or data.get("node", data) is None:
                unseen.add(variables.get("id", ""))
            heard |= {
                f"{about}: {one}" for one in heard_of(self.sides, who, response.text, variables)
            }
        return sorted(heard)

    def _questions(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for kind in sorted(set(self.kinds.values())):
            those = [one for one, its in self.kinds.items() if its == kind]
            for wanted in those if kind == "Request" else those[-ALIKE:]:
                yield from ((text, {"id": wanted}) for text in asking.of_node(kind))
        for name, variables in roots.asked(self.sides.rows["B"], self.numbers):
            for text in asking.of_root(name):
                yield text, variables

    async def acts(self, who: str) -> dict[str, str]:
        """Do everything to what B has; return by what one could tell it from what never was."""
        told, before = {}, await rows()
        for name, document in acting.mutations():
            there, aimed = acting.given(name, self.sides.rows["B"])
            if not aimed or name in BY_DESIGN:
                continue
            answer = (await self.ask(who, document, {"input": there})).json()
            if '"errors": []' in json.dumps(answer):
                told[name] = "was done"
                before = await rows()
            never = {"input": self._never(who, name)}
            other = (await self.ask(who, document, never)).json()
            if _said(answer) != _said(other):
                told[name] = f"said {_said(answer)}, and of nothing {_said(other)}"
        after = await rows()
        return told | {one: "changed" for one, rows in after.items() if rows != before[one]}

    async def unproven(self) -> set[str]:
        """Do everything to what B has as who may; return what answers them as of nothing."""
        found, nothing = set(), {key: never(one) for key, one in self.sides.rows["B"].items()}
        for name, document in sorted(acting.mutations(), key=lambda one: one[0] not in FIRST):
            there, aimed = acting.given(name, self.sides.rows["B"])
            if aimed and not await self._tells(document, there, acting.given(name, nothing)[0]):
                found.add(name)
        return found

    async def _tells(self, document: str, there: dict[str, Any], never: dict[str, Any]) -> bool:
        """Whether who may do all, or whose it is, hears of what B has what nothing tells them."""
        for who in ("manager", "admin", "requester"):
            other = (await self.ask(who, document, {"input": never})).json()
            answer = (await self.ask(who, document, {"input": there})).json()
            if _said(answer) != _said(other):
                return True
        return False

    def _never(self, who: str, name: str) -> dict[str, Any]:
        """Return the same aimed at what never was, but for what `who` may know of."""
        known = NO_SECRET | KNOWN[who]
        absent = {
            key: value if key in known else never(value)
            for key, value in self.sides.rows["B"].items()
        }
        return acting.given(name, absent)[0]


def heard_of(sides: Sides, who: str, text: str, sent: Any) -> set[str]:
    """Return what of B stands in an answer, was not in the question, and is not for `who`."""
    asked, may = json.dumps(sent), KNOWN.get(who, frozenset())
    found = {(sides.known.get(one, ("", ""))[1], one) for one in ID.findall(text)}
    found = {one for one in found if sides.known.get(one[1], ("",))[0] == "B"}
    found |= {(one[1], one[0]) for one in MARK.finditer(text)}
    return {f"{table}: {one}" for table, one in found if table not in may and one not in asked}


async def rows() -> dict[str, int]:
    """Return what stands in each table, as one number."""
    tables = [row["name"] for row in await sql.fetch(_TABLES) if row["name"] not in ASIDE]
    read = await sql.fetch_all(*((f"SELECT * FROM {table}", ()) for table in tables))
    return {
        table: hash(tuple(tuple(row[key] for key in row.keys()) for row in rows))  # noqa: SIM118
        for table, rows in zip(tables, read, strict=True)
    }


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"


async def opened(sides: Sides, monkeypatch: Any) -> Walk:
    """Open a house to walks, however much they ask for at once."""
    for module in (cost, direct, spending):
        monkeypatch.setattr(module, "COST_MAX", 10**12)
    app = create_app(sides.world.hub, manner=Manner(bounds=Bounds(10**9, 10**9)))
    client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://hub")
    walk = Walk(sides, client, await numbers_of(sides), {})
    for wanted, (side, _) in sides.known.items():
        if side == "B" and ID.fullmatch(wanted):
            body = (await walk.ask("admin", _WHAT, {"id": wanted})).json()
            if node := body["data"]["node"]:
                walk.kinds[wanted] = node["__typename"]
    return walk


async def numbers_of(sides: Sides) -> dict[str, int]:
    """Return how people call the request and the case of B."""
    numbers = {}
    for name, table in (("request", "requests"), ("case", "cases")):
        row = await sql.fetch_one(
            f"SELECT number FROM {table} WHERE id = $1", sides.rows["B"][name]
        )
        assert row is not None
        numbers[name] = row["number"]
    return numbers


_WHAT = "query($id: ID!) { node(id: $id) { __typename } }"


def never(value: str) -> str:
    """Return an id of the same kind that nothing has; what is no id as it is."""
    return str(TypeID(prefix=value[:3])) if ID.fullmatch(value) else value


def _said(answer: dict[str, Any]) -> str:
    return ID.sub("*", json.dumps({key: answer.get(key) for key in ("data", "errors")}))
