"""What the fake holds: works, products with their links, contracts, and planned trouble."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graphql import parse, print_ast
from graphql.language import ast

from connectors.consonance.pinned import LINKS, RIGHTS, TITLES

#: What opens the fake: the key of its GraphQL, the token of its REST.
KEY, TOKEN = "fake-key-of-thirty-two-characters", "fake-token"

#: The types of products that the fake has, each with all of the interface's fields.
_KINDS = ("ElectronicAudioProduct", "PhysicalBookProduct", "GenericProduct")

_MORE = "extend enum ONIXContributorRoleCode { B06 E07 }"


def full_sdl() -> str:
    """Return the fake's schema: the pinned one, with products of several types."""
    pinned = f"{TITLES}\n{RIGHTS}\n{LINKS}"
    fields = [
        print_ast(one)
        for node in parse(pinned).definitions
        if isinstance(node, (ast.InterfaceTypeDefinitionNode, ast.InterfaceTypeExtensionNode))
        and node.name.value == "Product"
        for one in node.fields or ()
    ]
    body = "\n".join(fields)
    kinds = "\n".join(f"type {kind} implements Product {{\n{body}\n}}" for kind in _KINDS)
    return f"{pinned}\n{kinds}\n{_MORE}"


@dataclass(slots=True)
class House:
    """One installation.

    `works` and `products` are by id, as they are answered; `changed` is the day each product
    changed last. `statuses` are answered first, one a question; `meanwhile` happens after each
    page, one a page; while `held` is set, questions wait. `asked` are all questions that were let
    in: pages as what was searched by, mutations as what they were given.
    """

    page_size: int = 2
    works: dict[int, dict[str, Any]] = field(default_factory=dict)
    products: dict[int, dict[str, Any]] = field(default_factory=dict)
    changed: dict[int, date] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    retry_after: str | None = None
    meanwhile: list[Callable[[], object]] = field(default_factory=list)
    held: asyncio.Event | None = None
    asked: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    sdl: str = field(default_factory=full_sdl)
    links: int = 0

    def put_work(self, ref: int, **said: Any) -> None:  # noqa: ANN401  JSON is whatever it is.
        """Put a work here, or change it."""
        self.works[ref] = {"id": ref, "seriesMemberships": [], **self.works.get(ref, {}), **said}

    def put(self, ref: int, on: date, *, work: int, **said: Any) -> None:  # noqa: ANN401  As above.
        """Put a product of a work here on a day, or change it."""
        if work not in self.works:
            self.put_work(work)
        usual = {
            "__typename": "ElectronicAudioProduct",
            "id": ref,
            "fullTitle": f"Title {ref}",
            "isForSaleWorldwide": True,
            "forSaleCountryCodes": [],
            "notForSaleCountryCodes": [],
            "onixPublishingStatusCode": "04",
            "onix21ProductFormCode": "AJ",
            "contributions": [],
            "webLinks": [],
            "work_ref": work,
        }
        self.products[ref] = usual | self.products.get(ref, {}) | said
        self.changed[ref] = on
