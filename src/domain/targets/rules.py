"""When something is looked at again, what is live of it, and how that is said. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from domain.jobs.model import LEASE
from domain.language_tags import known
from domain.rights.channels import Channel
from domain.rights.live.model import Shown
from domain.rights.live.rules import OUTSIDE_ID_MAX
from domain.rights.model import Subject, SubjectKind, Use
from domain.targets.model import Publication, Published, Report, Standing

#: What is looked at again.
FOLLOWED = frozenset({Standing.PROCESSING, Standing.LIVE})

#: How soon and how seldom something is looked at that its target still works on.
SOON, SELDOM = timedelta(minutes=1), timedelta(minutes=30)

#: How long nothing comes of what is worked on until people are told, how seldom it is looked at
#: from then on, and after how long it is not any more. Ours.
SILENT, RARELY, FORSAKEN = timedelta(days=1), timedelta(hours=6), timedelta(days=14)

#: Why what stood in a feed is live no more once that was removed; told once, for all of it.
FEED_REMOVED = "the feed of its show was removed"

#: How often what is live is looked at.
HOURLY = timedelta(hours=1)

#: How many problems or changes are named in one sentence.
NAMED_MAX = 10

#: What a target calls the thing itself, by which it is found there; all else is told elsewhere.
_MAIN = ("episode", "playlist", "publication")

#: How it begins what is said before the day of what something changed of what it names.
_NOT_YET = "Something it names changed, and as things stand it could not open as approved on"

#: The channel that episodes are live on at a target, where that is not the target itself.
_CHANNELS: Mapping[str, str] = {"feed": Channel.RSS}


def is_later(one: Published, other: Published) -> bool:
    """Whether of two that are the same thing `other` was handed over after `one`."""
    return (other.handed_at, other.id) > (one.handed_at, one.id)


def is_overtaken(one: Published, other: Published) -> bool:
    """Whether `other` is later and was begun, so that `one` must not be put in its place.

    Nor where it was removed meanwhile; one that was refused took nobody's place.
    """
    took = other.standing not in {None, Standing.REFUSED}
    return is_later(one, other) and (took or other.tried_at is not None)


def next_look(published: Published, now: datetime) -> timedelta:
    """Return how long to wait for the next look at what is worked on, or live until its end."""
    if published.standing is not Standing.LIVE:
        return wait(published, now)
    left = published.ends_at - now if published.ends_at and published.ends_at > now else HOURLY
    return min(HOURLY, left)


def worked_on(published: Published, now: datetime) -> timedelta:
    """Return for how long nothing has come of what a target works on, once it is to be heard."""
    return now - max(published.since or published.handed_at, published.opens_at)


def wait(published: Published, now: datetime) -> timedelta:
    """Return how long to wait for what is worked on: the longer it takes already, the longer."""
    since = published.since or published.handed_at
    most = RARELY if worked_on(published, now) >= SILENT else SELDOM
    return min(max((now - since) / 2, SOON), most)


def receipt(published: Published, length_max: int) -> str:
    """Return what is written down as the receipt: where it stands, and what it is called there."""
    where = f" at {published.address}" if published.address else ""
    ids = ", ".join(
        f"{one} {published.outside[one]}" for one in _MAIN if published.outside.get(one)
    )
    return f"Live by {called(published.target)}{where}{f' ({ids})' if ids else ''}."[:length_max]


def called(target: str) -> str:
    """Return a target's name as one says it."""
    return target.replace("_", " ")


def narrower(what: Publication, found: Report) -> tuple[str, ...]:
    """Return by what it is seen that something stands at its target as `what` has it only."""
    if found.standing is Standing.GONE:
        return found.evidence or ("nothing of it stands there any more",)
    ids = ", ".join(f"{name} {value}" for name, value in sorted(found.outside.items()))
    stands = f"looked at again, it stands in {', '.join(what.markets)} only"
    tracks = what.content["metadata"].get("tracks")
    held = f", with {len(tracks)} tracks" if tracks else ""
    return (f"{stands}{held}{f' ({ids})' if ids else ''}",)


def listed(said: Iterable[str]) -> str:
    """Return sentences as part of one, the first few of many."""
    named = [one.rstrip(".") for one in said]
    more = [f"and {len(named) - NAMED_MAX} more"] if len(named) > NAMED_MAX else []
    return "; ".join(named[:NAMED_MAX] + more) or "it does not say why"


def not_on_its_day(published: Published, problems: Iterable[str]) -> str:
    """Return what is said before its day of what could not open on it as things stand."""
    return f"{_NOT_YET} {published.opens_at.date().isoformat()}: {listed(problems)}."


def is_not_on_its_day(trouble: str | None) -> bool:
    """Whether `not_on_its_day` said it."""
    return (trouble or "").startswith(_NOT_YET)


def under_way(published: Published, now: datetime) -> timedelta:
    """Return for how long somebody may be at a try yet whose job another one has by now."""
    if published.tried_at is None:
        return timedelta(0)
    return max(published.tried_at + LEASE - now, timedelta(0))


def episode_shown(published: Published, gone: Collection[str], language: str | None) -> list[Shown]:
    """Return an episode as it is live: where it was published, and is not blocked or `gone`."""
    places = tuple(sorted(set(published.markets) - published.blocked - set(gone)))
    if not places:
        return []
    return [
        Shown(
            subject=Subject(SubjectKind.EPISODE, published.name),
            use=Use.STREAM,
            channel=_CHANNELS.get(published.target, published.target),
            publisher=published.target,
            outside_id=_address(published),
            include=places,
            language=known(language),
        )
    ]


def _address(published: Published) -> str:
    fits = 0 < len(published.address) <= OUTSIDE_ID_MAX
    return published.address if fits else published.name
