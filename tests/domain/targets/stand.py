"""A target that keeps what it is given, and fails in every way a target can."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from domain.targets.model import Noted, Publication, Report, Standing, unnoted


@dataclass
class Stand:
    """Keeps publications by name.

    `next_answers` are raised, or stand for how something stands, before all else; what is `lost`
    that often was carried out, and then the connection broke. `during` is what happens while it is
    published; `at_once` is what it notes before that. `said` is what every other report says beside
    its standing. `tries` say of each call to publish whether a try was begun before. What stands is
    below `address`.
    """

    name: str = "feed"
    ahead: bool = False
    narrows: bool = True
    there: dict[str, Publication] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    tries: list[bool] = field(default_factory=list)
    next_answers: list[Exception | Standing] = field(default_factory=list)
    lost: int = 0
    address: str = "https://feeds.example.com/beans"
    at_once: Mapping[str, str] = field(default_factory=dict)
    during: Callable[[], Awaitable[object]] | None = None
    said: Report = field(default_factory=lambda: Report(Standing.LIVE))

    async def publish(
        self,
        what: Publication,
        outside: Mapping[str, str],
        *,
        tried: bool,
        noted: Noted = unnoted,
    ) -> Report:
        self.tries.append(tried)
        new = what.name not in self.there
        known = "known" if outside else "new" if new else "found" if tried else "twice"
        self.calls.append(f"publish {known}")
        standing = self._next()
        self.there[what.name] = what
        if self.at_once:
            await noted(self.at_once)
        if self.during is not None:
            await self.during()
        if self.lost:
            self.lost -= 1
            raise ConnectionError("the answer was lost")
        return self._report(what, standing)

    async def look(self, what: Publication, outside: Mapping[str, str]) -> Report:
        del outside  # It is found by our name.
        self.calls.append("look")
        return self._report(what, self._next())

    async def remove(self, what: Publication, outside: Mapping[str, str]) -> Report:
        del outside
        self.calls.append("remove")
        standing = self._next()
        if standing is not None:
            return Report(standing)
        self.there.pop(what.name, None)
        return Report(Standing.GONE, evidence=("version 2 is without it",))

    def _next(self) -> Standing | None:
        if not self.next_answers:
            return None
        answer = self.next_answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _report(self, what: Publication, standing: Standing | None) -> Report:
        return Report(
            standing or self.said.standing,
            {"episode": f"ep-{what.name[-6:]}"},
            f"{self.address}#{what.name}",
            self.said.blocked,
            self.said.problems,
            self.said.drift,
        )
