"""Reading a title house: what changed goes in as an ONIX message would, and once more.

While it is read it changes. So it is read in rounds: first what changed since last time, then what
changed since this reading began, until a round brings nothing new. What was told already, word for
word, is passed over; so nothing is lost, and nothing is written twice.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from domain.actor import Actor
from domain.catalog.works.importing import BATCH, Import
from domain.catalog.works.model import Origin, Outcome, Problem, Record
from domain.catalog.works.rules import digest_of
from domain.database import transaction
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.people.model import Act
from domain.people.rules import require
from domain.title_house import proposing, records, rules
from domain.title_house.model import Door, Licence, Pull, TitleHouse, Told

#: The job that reads a house every night, and the hour at which it is due, UTC.
PULL, NIGHT_HOUR = "titles.pull", 2

#: Whoever watches is told how many products were read so far.
Watcher = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read: by which door, from which day on, and whether only to try.

    Without a day, what changed since the last reading; without one of those, everything.
    """

    door: Door = Door.FULL
    since: date | None = None
    trial: bool = False


@dataclass
class _Seen:
    """What was told in this reading: a digest of each product, and how many there were."""

    digests: dict[str, str] = field(default_factory=dict)
    read: int = 0
    fresh: int = 0

    def new(self, one: Told) -> bool:
        """Whether this was not told yet, word for word."""
        self.read += 1
        name = _name(one.found)
        said = _digest(one)
        if self.digests.get(name) == said:
            return False
        self.digests[name] = said
        self.fresh += 1
        return True


async def pull(
    hub: Hub, actor: Actor, house: TitleHouse, wanted: Wanted, watch: Watcher | None = None
) -> Import:
    """Read a house to the end of what changed; return how that went.

    A reading from a later day than is due is no beginning for the next one. Raises `Forbidden`
    unless the actor may change the catalogue, and what the house raises: then what was read up to
    there is in, and the next reading begins where this one did.
    """
    require(actor, Act.CHANGE_CATALOG, everywhere=True)
    began = hub.clock.now()
    due = rules.due(await records.last_pull(house.sender), wanted.door)
    since = due if wanted.since is None else wanted.since
    run = hashlib.sha256(f"{house.sender} {began.isoformat()}".encode()).hexdigest()
    origin = Origin(house.sender, began, f"{house.name} ({wanted.door})", run)
    bringing = Import(hub, actor, origin, trial=wanted.trial)
    seen = _Seen()
    start = since
    for _ in range(rules.ROUNDS_MAX):
        before = seen.fresh
        await _round(bringing, house, wanted.door, start, seen, watch)
        if seen.fresh == before:
            break
        # A day there may have begun when this reading did, and be another one than here.
        start = (began - timedelta(days=1)).date()
    # What such a reading passed over is read by the next one, which begins where this one should.
    if not wanted.trial and not rules.leaves_a_gap(due, since):
        counts = bringing.counts
        done = Pull(
            door=wanted.door,
            since=since,
            began_at=began,
            ended_at=hub.clock.now(),
            new=counts[Outcome.NEW],
            changed=counts[Outcome.CHANGED],
            aside=counts[Outcome.ASIDE],
        )
        async with transaction():
            await records.add_pull(house.sender, done)
    return bringing


async def ask_nightly(hub: Hub) -> None:
    """Ask for the next night's reading, unless it was asked for already."""
    now = hub.clock.now()
    due = now.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    due += timedelta(days=now >= due)
    key = f"{PULL}:{due:%Y-%m-%d}"
    await jobs.ask(hub.wake, now, key=key, kind=PULL, lane=PULL, details={}, after=due - now)


async def _round(
    bringing: Import,
    house: TitleHouse,
    door: Door,
    since: date | None,
    seen: _Seen,
    watch: Watcher | None,
) -> None:
    async for page in house.told(door, since):
        fresh = [
            replace(one, found=_placed(one.found, seen.fresh)) for one in page if seen.new(one)
        ]
        for start in range(0, len(fresh), BATCH):
            await _take(bringing, fresh[start : start + BATCH])
        if watch:
            watch(seen.read)


async def _take(bringing: Import, batch: Sequence[Told]) -> None:
    await bringing.take([one.found for one in batch])
    if bringing.trial:
        return
    licences: list[tuple[str, Licence]] = [
        (one.found.product.reference, licence)
        for one in batch
        if isinstance(one.found, Record)
        for licence in one.licences
    ]
    await proposing.keep(bringing.hub, bringing.actor, bringing.origin.sender, licences)


def _placed(found: Record | Problem, place: int) -> Record | Problem:
    if isinstance(found, Problem):
        return replace(found, line=place)
    return replace(found, line=place, position=place)


def _name(found: Record | Problem) -> str:
    if isinstance(found, Record):
        return found.product.reference
    return found.reference or found.reason


def _digest(one: Told) -> str:
    if isinstance(one.found, Problem):
        return one.found.reason
    return digest_of(one.found.product) + repr(one.licences)
