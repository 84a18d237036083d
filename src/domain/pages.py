"""Pages of long lists: by the key of the last item seen, never by counting from the start."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

#: The most items on one page, and how many there are if nobody says.
PAGE_MAX = 100
PAGE_DEFAULT = 25

Item = TypeVar("Item")


class Direction(StrEnum):
    """Which way a list runs."""

    ASC = "asc"
    DESC = "desc"


class Order(StrEnum):
    """What a list of things with names is sorted by."""

    NAME = "name"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is wanted: up to `size` items after the key `after` or before the key `before`.

    A key is the sort value and the id of an item. With `backwards` the last items are wanted.
    """

    size: int = PAGE_DEFAULT
    after: tuple[Any, ...] | None = None
    before: tuple[Any, ...] | None = None
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A page: its items in order, each with its key, and whether there are more either way."""

    items: Sequence[tuple[tuple[Any, ...], Item]]
    has_next: bool
    has_previous: bool
