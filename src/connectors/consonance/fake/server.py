"""The fake's endpoints: GraphQL, executed against its own schema, and REST v4."""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from graphql import GraphQLSchema, build_schema, graphql_sync
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connectors.consonance.fake.state import KEY, TOKEN, House

Handler = Callable[[Request], Awaitable[Response]]
Json = dict[str, Any]


def create_fake(house: House) -> Starlette:
    """Return the fake of a house."""
    fake = _Fake(house)
    return Starlette(
        routes=[
            Route("/graphql", fake.guarded(f"Bearer {KEY}", fake.graphql), methods=["POST"]),
            Route(
                "/api/v4/products.json",
                fake.guarded(f"Token token={TOKEN}", fake.products_page),
                methods=["GET"],
            ),
        ]
    )


@lru_cache(maxsize=8)
def _schema(sdl: str) -> GraphQLSchema:
    return build_schema(sdl)


class _Fake:
    def __init__(self, house: House) -> None:
        self._house = house

    def guarded(self, right: str, handler: Handler) -> Handler:
        """Return `handler` behind what lets callers in, with the trouble that was planned."""

        async def answer(request: Request) -> Response:
            house = self._house
            if request.headers.get("authorization") != right:
                return JSONResponse({"errors": [{"message": "Unauthorized"}]}, 401)
            if house.held is not None:
                await house.held.wait()
            if house.statuses:
                waiting = {"Retry-After": house.retry_after} if house.retry_after else {}
                return JSONResponse({"error": "planned"}, house.statuses.pop(0), waiting)
            return await handler(request)

        return answer

    async def graphql(self, request: Request) -> Response:
        """Execute a query or mutation."""
        body = json.loads(await request.body())
        root = {
            "works": self._works,
            "products": self._products,
            "product": self._product,
            "createWebLink": self._create_link,
            "updateWebLink": self._update_link,
        }
        schema = _schema(self._house.sdl)
        done = graphql_sync(schema, body["query"], root, variable_values=body.get("variables"))
        return JSONResponse(done.formatted)

    async def products_page(self, request: Request) -> Response:
        """Answer a page of the older interface."""
        house, place = self._house, int(request.query_params.get("page", "1"))
        self._note("rest", {"page": place})
        listed = [_as_rest(house.products[ref]) for ref in sorted(house.products)]
        size = house.page_size
        answer = {
            "current_page": place,
            "per_page": size,
            "total_pages": max(1, -(-len(listed) // size)),
            "products": listed[(place - 1) * size : place * size],
        }
        self._go_on()
        return JSONResponse(answer)

    # --- reading ---

    def _works(self, _: object, workSearch: Json | None = None) -> list[Json]:  # noqa: N803  The schema's name.
        search = workSearch or {}
        self._note("works", search)
        changed = {
            one["work_ref"] for ref, one in self._house.products.items() if self._since(ref, search)
        }
        return self._page((self._work(ref) for ref in sorted(changed)), search)

    def _products(self, _: object, productSearch: Json | None = None) -> list[Json]:  # noqa: N803  As above.
        search = productSearch or {}
        self._note("products", search)
        found = (
            self._shown(self._house.products[ref])
            for ref in sorted(self._house.products)
            if self._since(ref, search)
        )
        return self._page(found, search)

    def _product(self, _: object, productSearch: Json) -> Json | None:  # noqa: N803  As above.
        found = self._house.products.get(productSearch["idEq"])
        return found and self._shown(found)

    def _since(self, ref: int, search: Mapping[str, Any]) -> bool:
        since: str = search.get("changedSince", "")
        return self._house.changed[ref].isoformat() >= since

    def _page(self, found: Iterable[Json], search: Mapping[str, Any]) -> list[Json]:
        after = search.get("after", 0)
        page = [one for one in found if one["id"] > after][: self._house.page_size]
        self._go_on()
        return page

    def _work(self, ref: int) -> Json:
        own = [one for one in self._house.products.values() if one["work_ref"] == ref]
        return self._house.works[ref] | {"products": [self._shown(one) for one in own]}

    def _shown(self, product: Json) -> Json:
        work = self._house.works[product["work_ref"]]
        return product | {"work": work}

    # --- writing ---

    def _create_link(self, _: object, input: Json) -> Json:  # noqa: A002  The schema's name.
        self._note("create", input)
        self._house.links += 1
        link = {"id": self._house.links, **input}
        self._house.products[input["productId"]]["webLinks"].append(link)
        return {"webLink": link}

    def _update_link(self, _: object, input: Json) -> Json:  # noqa: A002  As above.
        self._note("update", input)
        links = (one for product in self._house.products.values() for one in product["webLinks"])
        link: Json = next(one for one in links if one["id"] == input["id"])
        link.update(input)
        return {"webLink": link}

    def _note(self, what: str, given: Mapping[str, Any]) -> None:
        self._house.asked.append((what, given))

    def _go_on(self) -> None:
        """Have happen what happens after this page."""
        if self._house.meanwhile:
            self._house.meanwhile.pop(0)()


def _as_rest(product: Json) -> Json:
    """Return a product as the older interface shows it."""
    isbn = (product.get("isbn") or {}).get("isbn13")
    return {
        "id": product["id"],
        "work_id": product["work_ref"],
        "full_title": product["fullTitle"],
        "subtitle": product.get("subtitle"),
        "pub_date": product.get("publicationDate"),
        "publishing_status": product["onixPublishingStatusCode"],
        "product_form": product["onix21ProductFormCode"],
        "isbn": isbn or "No ISBN",
        "imprint": "Sample House",
        "rights_not_available_countries": product["notForSaleCountryCodes"],
        "marketingtexts": product.get("texts", []),
    }
