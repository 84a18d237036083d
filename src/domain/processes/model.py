"""A process of the hub, as it last said of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

#: How often a process says that it lives, and how long it counts as alive after that.
BEAT = timedelta(seconds=10)
ALIVE = timedelta(seconds=60)

#: How long a process that is heard no more is remembered.
KEPT = timedelta(days=1)

#: How far a machine's clock may be from the database's. Leases reckon with it.
SKEW_MAX = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Process:
    """One process.

    `name` tells it from others, `parts` are what it does, such as `worker`. `settings` are those
    that all processes must agree in, by name; a secret one is there as a fingerprint. `ahead` is
    how far the machine's clock was before the database's, behind it if negative.
    """

    name: str
    parts: tuple[str, ...]
    settings: Mapping[str, str]
    ahead: timedelta
    heard_at: datetime
