"""Which worker runs which test.

`--dist=loadgroup` is there for this, and groups nothing with pytest 9.2 (pytest-xdist, issue 1386).
"""

from functools import cached_property
from typing import Any

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

#: What is in the names of tests that one worker runs, so that what they share is there but once:
#: five processes, a database that came all the way from its first schema, the source read through,
#: and the list of what is shipped.
SHARED = (
    "[processes",
    "/test_migrations.py",
    "/reference/test_pages.py",
    "/bot/test_texts.py",
    "/supply/test_supply.py",
)


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Gives tests that share to one worker, and every other test to whoever is free.

    Tests that mostly wait are collected first. Fewer than half of the workers take what is first
    and the others what is last: where all of them waited at once the machine would idle, and a
    worker that waited at the end would keep the others idle.
    """

    def _split_scope(self, nodeid: str) -> str:
        """Return what the tests that stay together have in common."""
        return next((shared for shared in SHARED if shared in nodeid), nodeid)

    def _assign_work_unit(self, node: Any) -> None:
        """Give a worker its next tests."""
        workers = list(self.assigned_work)
        last = workers.index(node) >= len(workers) // 2
        scope, unit = self.workqueue.popitem(last=last)
        self.assigned_work[node][scope] = unit
        node.send_runtest_some([self._places[nodeid] for nodeid, done in unit.items() if not done])

    @cached_property
    def _places(self) -> dict[str, int]:
        """Where each test stands in what every worker collected: it is asked for each of them."""
        return {nodeid: place for place, nodeid in enumerate(self.collection)}

    def mark_test_complete(self, node: Any, item_index: int, _duration: float = 0) -> None:
        """Note that a test ended; what is over is forgotten, for what is left is counted often."""
        nodeid = self.collection[item_index]
        scope = self._split_scope(nodeid)
        unit = self.assigned_work[node][scope]
        unit[nodeid] = True
        if all(unit.values()):
            del self.assigned_work[node][scope]
        self._reschedule(node)
