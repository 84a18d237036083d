"""What goes wrong between the hub and the outside, drawn by a seed and written down."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx2

from domain.clock import Clock
from domain.targets.model import Noted, Publication, Report, Target, unnoted
from tests.faults.chaos.lists import shortened

#: How a call can go wrong. Who is killed `before` or `after` it hears nothing of it; a page is cut
#: short only where the answer is a page of a list.
FAULTS = (
    "429",
    "429 with Retry-After",
    "500 before",
    "500 after",
    "late after",
    "cut after",
    "token ends",
    "short page",
    "empty page",
    "killed before",
    "killed after",
)

#: How often a call goes wrong while there is trouble.
ODDS = 0.15

#: How far the clock of the outside may be off, in seconds. Systems that check signatures bear five
#: minutes.
SKEW_MAX = 240


class Killed(BaseException):
    """The process ended here."""


@dataclass
class Trouble:
    """Draws what goes wrong while it is `on`; `told` is what happened, in order.

    A seed gives the same trouble again, whatever the outside is.
    """

    seed: int
    on: bool = False
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin the sequence."""
        self.random = random.Random(self.seed)
        self.skew = timedelta(seconds=self.random.randint(-SKEW_MAX, SKEW_MAX))

    def tell(self, what: str) -> None:
        """Write down what happened."""
        self.told.append(what)

    def draw(self, call: str) -> str:
        """Return what goes wrong with a call; nothing if it goes right."""
        fault = self.random.choice(FAULTS) if self.on and self.random.random() < ODDS else ""
        self.tell(f"    {call}{f'  <- {fault}' if fault else ''}")
        return fault

    def dies(self, where: str) -> None:
        """Die here, if that is drawn."""
        if self.on and self.random.random() < ODDS / 3:
            self.tell(f"    {where}  <- killed")
            raise Killed

    def strikes(self) -> bool:
        """Whether something happens twice."""
        return self.on and self.random.random() < ODDS

    def account(self, wrong: Sequence[str]) -> str:
        """Return what was wrong at rest, and all that led to it."""
        head = f"seed {self.seed}, their clock off by {self.skew}"
        return "\n".join([head, *self.told, "AT REST:", *wrong])


@dataclass(frozen=True)
class Skewed:
    """The clock of somebody else."""

    clock: Clock
    by: timedelta

    def now(self) -> datetime:
        return self.clock.now() + self.by


class Way(httpx2.AsyncBaseTransport):
    """The way to the outside; `expire` has every token end that the outside gave."""

    def __init__(
        self, inner: httpx2.AsyncBaseTransport, trouble: Trouble, expire: Callable[[], None]
    ) -> None:
        self._inner = inner
        self._trouble = trouble
        self._expire = expire

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        fault = self._trouble.draw(f"{request.method} {request.url.path}")
        if fault.startswith("429"):
            return refusal(429, {"Retry-After": "30"} if "Retry-After" in fault else {})
        if fault == "500 before":
            return refusal(500, {})
        if fault == "killed before":
            raise Killed
        if fault == "token ends":
            self._expire()
        answer = await self._inner.handle_async_request(request)
        if fault.endswith("page"):
            await answer.aread()
            return shortened(request, answer, 1 if fault == "short page" else 0)
        return await _ended(fault, answer)


async def _ended(fault: str, answer: httpx2.Response) -> httpx2.Response:
    """Return the answer to what was carried out, as it comes through."""
    if not fault.endswith("after"):
        return answer
    await answer.aread()
    if fault == "500 after":
        return refusal(500, {})
    raise {"late": httpx2.ReadTimeout("late"), "cut": httpx2.ReadError("cut")}.get(
        fault.partition(" ")[0], Killed()
    )


def refusal(status: int, headers: Mapping[str, str]) -> httpx2.Response:
    """Return an answer that nothing was done by."""
    error = {"error": {"status": status, "message": "Planned."}}
    return httpx2.Response(status, headers=dict(headers), json=error)


class Mortal:
    """A target whose process may end before and after all that it does."""

    def __init__(self, inner: Target, trouble: Trouble) -> None:
        self._inner = inner
        self._trouble = trouble
        self.name, self.ahead, self.narrows = inner.name, inner.ahead, inner.narrows

    async def publish(
        self,
        what: Publication,
        outside: Mapping[str, str],
        *,
        tried: bool,
        noted: Noted = unnoted,
    ) -> Report:
        self._trouble.dies("before it is published")
        said = await self._inner.publish(what, outside, tried=tried, noted=noted)
        self._trouble.dies("after it was published")
        return said

    async def look(self, what: Publication, outside: Mapping[str, str]) -> Report:
        said = await self._inner.look(what, outside)
        self._trouble.dies("after it was looked at")
        return said

    async def remove(self, what: Publication, outside: Mapping[str, str]) -> Report:
        self._trouble.dies("before it is removed")
        said = await self._inner.remove(what, outside)
        self._trouble.dies("after it was removed")
        return said
