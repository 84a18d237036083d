"""Consonance as the domain knows it; see `domain.title_house.model.TitleHouse`."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import structlog

from connectors.consonance import links, rest, schema, wire
from connectors.consonance.channel import Channel
from connectors.consonance.trouble import NoTitles
from connectors.titles import values
from domain.title_house.model import (
    Deed,
    Door,
    Part,
    Said,
    Showing,
    Standing,
    Told,
    Writing,
)

#: The most pages of one reading: an answer that never ends is none. Ours.
PAGES_MAX = 20_000

log = structlog.get_logger()


class Consonance:
    """One installation. `rest` is the way to the older interface, None where no token is set."""

    def __init__(
        self,
        url: str,
        channel: Channel,
        rest_channel: Channel | None,
        writing: Writing = Writing.OFF,
    ) -> None:
        self._url = url.rstrip("/")
        self._host = urlsplit(url).netloc
        self._channel = channel
        self._rest = rest_channel
        self._writing = writing
        self._differences: Mapping[Part, Sequence[str]] | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        return "Consonance"

    @property
    def sender(self) -> str:
        """Who its records are from."""
        return f"Consonance {self._host}"

    @property
    def writing(self) -> Writing:
        """Whether it is told anything."""
        return self._writing

    async def told(self, door: Door, since: date | None) -> AsyncIterator[Sequence[Told]]:
        """Yield what changed since a day; by REST everything, for it knows no changes."""
        if door is Door.OLDER:
            async for page in self._by_rest():
                yield page
            return
        self._differences = None  # Consonance may have been upgraded since the last reading.
        await self._require(Part.TITLES)
        contracts = not (await self._connected())[Part.RIGHTS]
        # What is said of a work is said of its products too; and works are told of theirs, but
        # nothing says that they tell of all of them.
        asked = wire.works_query(contracts=contracts)
        async for works in self._keyset(asked, "works", since):
            yield [
                wire.told(product, work, self._host)
                for work in works
                for product in values.listed(work.get("products"))
            ]
        asked = wire.products_query(contracts=contracts)
        async for products in self._keyset(asked, "products", since):
            yield [wire.told(one, one.get("work"), self._host) for one in products]

    async def show(self, showing: Showing, *, dry: bool) -> Said:
        """Have a product's web link say it; what stands there already is found first."""
        self._differences = None  # Nothing is written by an answer of before an upgrade.
        await self._require(Part.LINKS)
        ref = showing.product_ref
        search = {"productSearch": {"idEq": int(ref)}}
        product = values.mapping((await self._ask(links.FIND, search)).get("product"))
        if values.number(product.get("id")) != int(ref):
            raise NoTitles("no_product", f"has no product {ref}; its titles are imported anew")
        written = links.plan(product, showing)
        if written.deed is not Deed.NOTHING and not dry:
            await self._ask(written.query, {"input": written.input}, again=False)
        return Said(written.deed, written.note)

    async def standing(self) -> Standing:
        """Compare the schema anew; asked once, for a person waits for it."""
        self._differences = None
        try:
            found = await self._connected(again=False)
        except NoTitles as error:
            return Standing(self.name, error.problem, {})
        return Standing(self.name, None, found)

    async def _keyset(
        self, query: str, what: str, since: date | None
    ) -> AsyncIterator[list[Mapping[str, Any]]]:
        """Yield pages by id until an empty one: what moves meanwhile pushes nothing off a page."""
        after: int | None = None
        for _ in range(PAGES_MAX):
            search: dict[str, Any] = {} if after is None else {"after": after}
            search |= {} if since is None else {"changedSince": since.isoformat()}
            found = (await self._ask(query, {"search": search})).get(what)
            if not isinstance(found, list):
                raise NoTitles("unreadable", f"answered no list of {what}")
            page = [values.mapping(one) for one in found]
            if not page:
                return
            yield page
            last = max((values.number(one.get("id")) or 0 for one in page), default=0)
            if after is not None and last <= after:
                raise NoTitles("goes_round", f"tells the same {what} over and over")
            after = last
        raise NoTitles("endless", f"tells more than {PAGES_MAX} pages of {what}")

    async def _by_rest(self) -> AsyncIterator[Sequence[Told]]:
        if self._rest is None:
            raise NoTitles("no_token", "needs GREENLIGHT_CONSONANCE_REST_TOKEN for that")
        place, pages = 1, 1
        while place <= min(pages, PAGES_MAX):
            url = f"{self._url}/api/v4/products.json"
            answer = await self._rest.ask("GET", url, again=True, params={"page": place})
            products, pages = rest.page(
                answer
            )  # How many there are may change while they are read.
            yield [rest.told(one, self._host) for one in products]
            place += 1

    async def _ask(
        self, query: str, variables: Mapping[str, Any], *, again: bool = True
    ) -> Mapping[str, Any]:
        """Return the data of a GraphQL answer; one with errors is none, whatever else it has."""
        body = {"query": query, "variables": variables}
        answer = await self._channel.ask("POST", f"{self._url}/graphql", again=again, json=body)
        found = values.mapping(answer)
        if errors := found.get("errors"):
            log.warning("consonance_errors", errors=str(errors)[:500])
            raise NoTitles("errors", "answered with errors of its own; the log has them")
        data = found.get("data")
        if not isinstance(data, Mapping):
            raise NoTitles("unreadable", "answered no data")
        return data

    async def _connected(self, *, again: bool = True) -> Mapping[Part, Sequence[str]]:
        """Return how the schema differs from the pinned one; looked up once a reading."""
        if self._differences is None:
            answer = await self._ask(schema.question(), {}, again=again)
            self._differences = schema.differences(answer)
        return self._differences

    async def _require(self, part: Part) -> None:
        if differing := (await self._connected())[part]:
            raise NoTitles(
                "schema_differs",
                f"has another schema than expected, which switches {part} off: {differing[0]};"
                " `greenlight doctor` names all of it",
            )
