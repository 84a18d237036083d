"""What a list shows of each request, so that no more is read than that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

from domain.approvals.model import Stage
from domain.decisions.model import Judgement
from domain.requests.model import Request


@dataclass(frozen=True, slots=True)
class Projection:
    """Which parts of each request are read for a page of them.

    `payload` is what was asked for, `names` those of requester, brand and agency; `stages` and
    `decisions` are all there are of each. A page of whatever parts takes at most two trips.
    """

    payload: bool = True
    names: bool = False
    stages: bool = False
    decisions: bool = False


class Names(NamedTuple):
    """How people call who asked, for which brand, and for which agency; None where there is none.

    Who asked is `somebody` once they were forgotten.
    """

    requester: str
    brand: str | None
    agency: str | None


@dataclass(slots=True)
class Listed:
    """A request of a page with the parts that were read of it; None are those that were not.

    Without its payload a request has `UNREAD` in its place, which holds nothing and says so.
    """

    request: Request
    names: Names | None = None
    stages: list[Stage] | None = None
    decisions: list[tuple[int, Judgement]] | None = None


class _Unread(Mapping[str, Any]):
    """Stands for a payload that was not read; whoever looks into it asked for too little."""

    def __getitem__(self, key: str) -> NoReturn:
        raise RuntimeError(f"`{key}` of a payload that was not read; ask for it with the page")

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError("this payload was not read; ask for it with the page")

    def __len__(self) -> int:
        raise RuntimeError("this payload was not read; ask for it with the page")


UNREAD = _Unread()
