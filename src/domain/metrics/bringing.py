"""Bringing figures in: what cannot be is set aside with its cure, the rest goes in.

Each figure is known by series and day, so running a file again changes nothing where nobody said
otherwise meanwhile, and what was set aside once goes in as soon as it can. Figures that are
restated back are another correction, so the digest of a file says nothing about what to write.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC

from domain import text
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Invalid
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.metrics import catalogue, import_records, records, rules, standing
from domain.metrics.course import Course
from domain.metrics.model import Brought
from domain.metrics.sorting import Given as Given  # noqa: PLC0414  Handed on: it is brought in.
from domain.metrics.sorting import Sorted, fits, rows_of, sort
from domain.people.model import Act
from domain.people.rules import require

#: How many points are written in one transaction.
CHUNK = 10_000

#: The longest name of an import, in characters.
NAME_MAX = 255

#: How many problems are kept with an import; whoever runs it sees all of them.
PROBLEMS_KEPT = 200

#: Asked for when figures came in that are new or otherwise now: of which series, None for too many.
TOUCHED = "metrics.touched"

#: How many series are named; where more were touched, everything is looked at.
_NAMED_MAX = 2_000

BROUGHT, HELD = "metrics.brought", "metrics.held"
Progress = Callable[[int], None]


class _TriedOut(Exception):
    """It went in, in a trial: take it back."""


def _quietly(done: int) -> None:
    """Tell nobody."""


async def bring(
    hub: Hub,
    actor: Actor,
    given: Given,
    progress: Progress = _quietly,
    course: Course | None = None,
) -> Brought:
    """Bring figures in and return what came of it; `Forbidden` if the actor may not at all.

    What would change much of what stood still is held until it is confirmed. `progress` is told
    how many points are written whenever some are, `course` each step in its own transaction.
    """
    course = course or Course()
    found = await _looked_at(hub, actor, given, course)
    return await _bring(hub, actor, given, found, progress, course)


async def try_out(hub: Hub, actor: Actor, given: Given, progress: Progress = _quietly) -> Brought:
    """Return what `bring` would do, and do nothing. Not within a transaction."""
    done: Brought | None = None
    course = Course()
    # What needs no transaction comes before it: on SQLite all who write wait for its end.
    found = await _looked_at(hub, actor, given, course)
    try:
        async with transaction():
            done = await _bring(hub, actor, given, found, progress, course)
            raise _TriedOut
    except _TriedOut:
        assert done is not None  # noqa: S101  It is raised after that.
        return done


async def _looked_at(hub: Hub, actor: Actor, given: Given, course: Course) -> Sorted:
    """Return what is brought in, sorted as of the instant at which that is begun."""
    require(actor, Act.CHANGE_METRICS)
    _check_name(given.name)
    return await sort(course.begun_at or hub.clock.now(), actor, given)


async def _bring(
    hub: Hub, actor: Actor, given: Given, found: Sorted, progress: Progress, course: Course
) -> Brought:
    number = await _begin(actor, given, found, course)
    held = found.held(given, course)
    counts, touched = (
        (Counter(aside=len(found.problems)), set[int]())
        if held
        else await _write(hub, found, number, progress, course)
    )
    done = Brought(
        number,
        catalogue.source(given.source).key,
        given.name,
        found.at,
        counts["added"],
        counts["changed"],
        counts["same"],
        counts["aside"],
        problems=found.problems,
        touched=frozenset(touched),
        held=held,
        user_id=actor.user_id,
        door=actor.door,
        confirmed=given.confirmed and found.moved.too_many,
    )
    await _end(hub, actor, given, found.moved, done, course)
    return done


async def _end(
    hub: Hub, actor: Actor, given: Given, moved: standing.Moved, done: Brought, course: Course
) -> None:
    """Write down what came of an import, and ask that what it touched is judged."""
    async with transaction():
        await sql.take_turns(Turn.METRICS)
        if not await records.end_import(done, done.problems[:PROBLEMS_KEPT]):
            raise import_records.given_up()
        details = {"number": done.number, "file": given.name, "sha256": given.sha256}
        if moved.too_many:
            details |= {"moved": len(moved.problems), "settled": moved.settled}
        counts = {name: getattr(done, name) for name in ("added", "changed", "same", "aside")}
        act = HELD if done.held else BROUGHT
        await audit.record(done.at, actor, act, f"metrics-{done.source}", details | counts)
        if done.touched or course.written:
            await ask_to_judge(hub, done, everything=bool(course.written))
        await course.ends(done)


def _check_name(name: str) -> None:
    if len(name) > NAME_MAX:
        raise Invalid("too_long", f"Write up to {NAME_MAX} characters.", ("name",))
    if odd := text.one_line(name, ("name",)):
        raise odd


async def _begin(actor: Actor, given: Given, found: Sorted, course: Course) -> int:
    """Begin an import with the series it needs, unless it is held; return its number.

    What fits no series, or what is kept contradicts, goes aside.
    """
    async with transaction():
        # Before any series is there: two imports at once would each choose its currency.
        await sql.take_turns(Turn.METRICS)
        number = course.number or await records.begin_import(
            given.source, given.name, given.sha256, actor, found.at
        )
        if course.number is None:
            await import_records.reach(number, found.reach)
            await course.begins(number)
        known = await records.series_of({key.subject_id for key, _ in found.placed})
        found.keep_but(await standing.contradicted(found.placed, known))
        today = rules.day_number(found.at.astimezone(UTC).date())
        found.moved = await standing.moved(found.placed, known, today)
        if found.held(given, course):
            for problem in found.moved.problems:
                found.set_aside(problem)
            return number
        needed = {key: found.new[key] for key, _ in found.placed}
        await records.add_series((kind, key, unit) for key, (kind, unit) in needed.items())
        found.known = await records.series_of({key.subject_id for key, _ in found.placed})
    found.placed = [(key, one) for key, one in found.placed if fits(key, one, found)]
    return number


async def _write(
    hub: Hub, found: Sorted, number: int, progress: Progress, course: Course
) -> tuple[Counter[str], set[int]]:
    """Write the points, some at a time; return what came of them and which series they touched."""
    rows, summed = rows_of(found)
    counts: Counter[str] = Counter(course.written)
    counts["aside"] = len(found.problems)
    touched: set[int] = set()
    for start in range(course.passed(rows), len(rows), CHUNK):
        if not await course.goes_on():
            return counts, touched
        some = rows[start : start + CHUNK]
        async with transaction():
            done = await records.merge(some, number, summed)
            counts.update(added=done.added, changed=done.changed, same=done.same)
            await import_records.step(number, counts, hub.clock.now())
            await course.steps(start + len(some), len(rows), counts, some[-1][:2])
        touched |= done.touched
        progress(start + len(some))
    counts["same"] += len(found.placed) - len(rows)
    return counts, touched


async def ask_to_judge(hub: Hub, done: Brought, *, everything: bool) -> None:
    """Ask that series are judged; of an import that was gone on with, nobody knows which."""
    many = everything or len(done.touched) > _NAMED_MAX
    named = None if many else sorted(done.touched)
    await jobs.ask(
        hub.wake,
        done.at,
        key=f"{TOUCHED}:{done.number}",
        kind=TOUCHED,
        lane="thresholds.judge",
        details={"series": named},
    )
