"""What the hub needs from outside for decisions: a service that keeps tables and judges by them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as it is given to a service: its kind as FEEL calls it, and its value.

    Kinds are number, string, boolean, date, `date and time`, list and context; a value may be
    None, which is a fact that is not known.
    """

    kind: str
    value: object


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a service can be reached: what it is called, and what is wrong if anything is."""

    name: str
    problem: str | None


class DecisionService(Protocol):
    """A service outside that judges facts by tables which it keeps itself."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    async def decide(self, key: str, facts: Mapping[str, Fact]) -> Sequence[Mapping[str, Any]]:
        """Return the rows that its table `key` gives for `facts`, plain JSON values by output.

        Numbers are whole, or decimal text; none matched gives no rows. `Upstream` says in plain
        words why there is no answer: it did not come in time, or was none.
        """
        ...

    async def reach(self) -> Reach:
        """Ask it something small and return how that went."""
        ...
