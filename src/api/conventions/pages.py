"""Relay connections over keyset pages. A cursor is opaque: it holds the order and the key."""

import base64
import binascii
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import orjson
import strawberry

from domain import ids
from domain.errors import HubError, Invalid
from domain.pages import PAGE_DEFAULT, PAGE_MAX, Direction, Order, Page, PageRequest

Item = TypeVar("Item")

#: The largest number a request can have: what the column holds.
NUMBER_MAX = 2_147_483_647

#: The longest name that lists are sorted by: what the longest column holds.
NAME_MAX = 300

#: What is before a cursor's content; a new form of cursor gets a new number.
FORM = 1


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    """Relay's page information."""

    has_next_page: bool = strawberry.field(description="Whether there are items after this page.")
    has_previous_page: bool = strawberry.field(
        description="Whether there are items before this page."
    )
    order: strawberry.Private[str]
    keys: strawberry.Private[Sequence[tuple[Any, ...]]]

    @strawberry.field(description="Cursor of the first item.")
    def start_cursor(self) -> str | None:
        """Write it once somebody asks."""
        return cursor(self.order, self.keys[0]) if self.keys else None

    @strawberry.field(description="Cursor of the last item.")
    def end_cursor(self) -> str | None:
        """Write it likewise."""
        return cursor(self.order, self.keys[-1]) if self.keys else None


@strawberry.type(description="One of a list.")
class Edge(Generic[Item]):
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the list can go on from.")
    node: Item = strawberry.field(description="The thing itself.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[Item]):
    """Relay's connection."""

    edges: list[Edge[Item]] = strawberry.field(description="What is on this page.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    counted: strawberry.Private[Callable[[], Awaitable[int]]]

    @strawberry.field(description="How many there are on all pages together.")
    async def total_count(self) -> int:
        """Count them."""
        return await self.counted()


@strawberry.input(description="How a list of things with names is sorted.")
class NameOrder:
    """A column and a direction."""

    field: Order = strawberry.field(default=Order.NAME, description="By what.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


def connection(
    name: str,
    page: Page[Any],
    show: Callable[[Any], Item],
    counted: Callable[[], Awaitable[int]],
) -> Connection[Item]:
    """Return `page` of the list that cursors call `name`, each item shown."""
    edges = [Edge(cursor=cursor(name, key), node=show(one)) for key, one in page.items]
    return Connection(edges=edges, page_info=page_info(name, page), counted=counted)


def request_page(
    order: str, first: int | None, after: str | None, last: int | None, before: str | None
) -> PageRequest:
    """Return the page that a connection's arguments ask for; `Invalid` if they make no sense."""
    if (first is not None and last is not None) or (after is not None and before is not None):
        raise Invalid(
            "both_directions", "Ask for `first` with `after`, or for `last` with `before`."
        )
    if (last is not None) != (before is not None) and (last is None or after is not None):
        raise Invalid("both_directions", "`before` goes with `last`, and `after` with `first`.")
    size = last if last is not None else first if first is not None else PAGE_DEFAULT
    if not 1 <= size <= PAGE_MAX:
        name = "last" if last is not None else "first"
        raise Invalid("page_size", f"A page has 1 to {PAGE_MAX} items.", (name,))
    return PageRequest(
        size=size,
        after=_key(order, after, "after"),
        before=_key(order, before, "before"),
        backwards=last is not None,
    )


def size_of(first: int) -> int:
    """Return how many items are asked for; `Invalid` if that is more or less than a page has."""
    if not 1 <= first <= PAGE_MAX:
        raise Invalid("page_size", f"A page has 1 to {PAGE_MAX} items.", ("first",))
    return first


def page_info(order: str, page: Page[Any]) -> PageInfo:
    """Return where `page` stands."""
    return PageInfo(
        has_next_page=page.has_next,
        has_previous_page=page.has_previous,
        order=order,
        keys=[key for key, _ in page.items],
    )


def cursor(order: str, key: tuple[Any, ...]) -> str:
    """Return the cursor of the item with `key` in a list sorted by `order`."""
    return base64.urlsafe_b64encode(orjson.dumps([FORM, order, *key])).decode().rstrip("=")


def _key(order: str, text: str | None, name: str) -> tuple[Any, ...] | None:
    if text is None:
        return None
    try:
        padded = text + "=" * (-len(text) % 4)
        form, made_for, *key = orjson.loads(base64.b64decode(padded, b"-_", validate=True))
        checks: list[Callable[[], bool]] = [
            lambda: form == FORM,
            lambda: made_for == order,
            lambda: len(key) == 2,  # noqa: PLR2004  The sort value and the id.
            lambda: isinstance(key[1], str),
        ]
        if all(check() for check in checks):
            return _checked(order, key)
    except (ValueError, TypeError, OverflowError, binascii.Error, HubError):
        pass
    raise Invalid(
        "malformed_cursor",
        "This is no cursor of this list in this order; begin again without it.",
        (name,),
    )


def _checked(order: str, key: list[Any]) -> tuple[Any, ...]:
    """Return a cursor's key; raises where the database could not compare it."""
    ids.kind_of(key[1])
    if order.endswith("_at"):
        instant = datetime.fromisoformat(key[0])
        if instant.tzinfo is None:
            raise ValueError(order)
        instant.astimezone(UTC)
    elif order.endswith("_text"):
        if not (isinstance(key[0], str) and len(key[0]) <= NAME_MAX and key[0].isprintable()):
            raise TypeError(order)
    elif type(key[0]) is not int or abs(key[0]) > NUMBER_MAX:
        raise TypeError(order)
    return tuple(key)
