"""What a list shows of each request, so that no more is read than that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from domain.approvals.model import Stage
from domain.database.sql import Row
from domain.decisions.model import Judgement
from domain.requests.model import Request

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Projection:
    """Which parts of each request are read for a page of them.

    `payload` is what was asked for, `names` those of requester, brand and agency; `stages` and
    `decisions` are all there are of each, and `judgements` what those looked at and why. A page of
    whatever parts takes one trip.
    """

    payload: bool = True
    names: bool = False
    stages: bool = False
    decisions: bool = False
    judgements: bool = False


class Names(NamedTuple):
    """How people call who asked, for which brand, and for which agency; None where there is none.

    Who asked is `somebody` once they were forgotten.
    """

    requester: str
    brand: str | None
    agency: str | None


@dataclass(slots=True)
class Read(Generic[Item]):
    """What was gathered of something: the values of its rows, of each of which `item` makes one."""

    rows: Sequence[Sequence[Any]]
    item: Callable[[Sequence[Any]], Item]


@dataclass(slots=True)
class Listed:
    """A request of a page, made of its row once it is looked at, with the parts that were read.

    The others are None; `named` says whether the names were read. Without its payload a request has
    `UNREAD` in its place, and so has a judgement without what it looked at.
    """

    row: Row
    item: Callable[[Row], Request]
    named: bool = False
    stages: Read[Stage] | None = None
    decisions: Read[tuple[int, Judgement]] | None = None
    _request: Request | None = None

    @classmethod
    def of(cls, request: Request) -> "Listed":
        """Return a request of which nothing more was read."""
        return cls({}, lambda _: request)

    @property
    def request(self) -> Request:
        """The request."""
        if self._request is None:
            self._request = self.item(self.row)
        return self._request

    @property
    def names(self) -> Names | None:
        """The names, if they were read."""
        if not self.named:
            return None
        row = self.row
        return Names(row["requester_name"], row["brand_name"], row["agency_name"])
