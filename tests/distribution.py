"""Which worker runs which test.

`--dist=loadgroup` is there for this, and groups nothing with pytest 9.2 (pytest-xdist, issue 1386).
"""

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

#: What is in the names of tests that one worker runs, so that what they share is there but once:
#: five processes, and a database that came all the way from its first schema.
SHARED = ("[processes", "/test_migrations.py")


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Gives tests that share to one worker, and every other test to whoever is free.

    The largest group is given away first, so these begin before everything else.
    """

    def _split_scope(self, nodeid: str) -> str:
        """Return what the tests that stay together have in common."""
        return next((shared for shared in SHARED if shared in nodeid), nodeid)
