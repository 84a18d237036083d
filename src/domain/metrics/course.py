"""How far an import is: for whom it can be gone on with after a crash, or stopped on its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.metrics.model import Brought, Stored


@dataclass(slots=True)
class Course:
    """An import from its beginning, of which nobody is told; who keeps more says so by methods.

    One that broke off is gone on with by its `number`, the instant at which it was `begun_at`, how
    many points were `written` by what came of them, and the series and day it had come `upto`.
    """

    number: int | None = None
    begun_at: datetime | None = None
    written: Mapping[str, int] = field(default_factory=dict)
    upto: tuple[int, int] | None = None

    def passed(self, rows: Sequence[Stored]) -> int:
        """Return how many of `rows`, which are in order, were written before."""
        upto = self.upto
        return 0 if upto is None else sum(row[:2] <= upto for row in rows)

    async def begins(self, number: int) -> None:
        """Hear of its number, in the transaction that gives it one."""

    async def goes_on(self) -> bool:
        """Whether more is to be written; asked before each transaction that does."""
        return True

    async def steps(
        self, done: int, points: int, counts: Mapping[str, int], upto: tuple[int, int]
    ) -> None:
        """Hear how many of its `points` are `done` by now, in the transaction that writes some."""

    async def ends(self, done: Brought) -> None:
        """Hear what came of it, in its last transaction."""
