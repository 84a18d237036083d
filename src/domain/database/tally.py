"""How often this process changed the database: what was read before may be otherwise since."""


class _Tally:
    """A number that only grows."""

    count = 0


def changes() -> int:
    """Return how many commits and writes of their own there were in this process."""
    return _Tally.count


def changed() -> None:
    """Count one more; call it once others can see the change."""
    _Tally.count += 1
