"""Figures brought in by a command that somebody may stop: what is in then is on record, and judged.

Without that, the next run finds it there and the same as it was, and nobody ever judges it.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping

from app.console.asking import CONSOLE
from app.console.progressing import Passed
from domain.database import transaction
from domain.hub import Hub
from domain.metrics import breaking_off, bringing
from domain.metrics.bringing import Given
from domain.metrics.course import Course
from domain.metrics.model import Brought


class Stoppable(Course):
    """The course of one import; `brought` are its points that are in, by what came of them."""

    def __init__(self) -> None:
        super().__init__()
        self.brought: Counter[str] = Counter()
        self._begun: int | None = None
        self._coming: Mapping[str, int] = {}

    async def bring(self, hub: Hub, given: Given, passed: Passed) -> Brought:
        """Bring figures in, and end what was begun where somebody stops it."""

        def committed(done: int) -> None:
            self.brought = Counter(self._coming)
            passed(done)

        try:
            return await bringing.bring(hub, CONSOLE, given, committed, self)
        except asyncio.CancelledError:
            if self._begun is not None:
                async with transaction():
                    await breaking_off.break_off(hub, self._begun)
            raise

    async def begins(self, number: int) -> None:
        """Keep its number."""
        self._begun = number

    async def steps(
        self, done: int, points: int, counts: Mapping[str, int], upto: tuple[int, int]
    ) -> None:
        """Keep what is in once this step is."""
        del done, points, upto
        self._coming = dict(counts)

    def left(self, name: str) -> str:
        """Return where the import of `name` stands, for whoever stopped it."""
        came = self.brought
        if not came:
            return f"Stopped before any figure of {name} went in."
        counted = f"{came['added']} new, {came['changed']} corrected, {came['same']} the same"
        return (
            f"Stopped after {came['added'] + came['changed'] + came['same']} figures of {name}:"
            f" {counted}. They are in; run it again, and it goes on without changing them."
        )
