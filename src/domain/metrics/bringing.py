"""Bringing figures in: what cannot be is set aside with its cure, the rest goes in.

Each figure is known by series and day, so running a file again changes nothing where nobody said
otherwise meanwhile, and what was set aside once goes in as soon as it can. Figures that are
restated back are another correction, so the digest of a file says nothing about what to write.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from domain import text
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Invalid
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.metrics import catalogue, contradictions, records, rules, standing, subjects
from domain.metrics.model import (
    Brought,
    Figure,
    Key,
    Line,
    Problem,
    Series,
    Stored,
    SubjectKind,
)
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


@dataclass(frozen=True, slots=True)
class Given:
    """What is to be brought in: figures of one source, under the name and digest of their file.

    `problems` are lines that were set aside before they were figures. `left_out` says that the
    lines may differ in a column that nobody read, `confirmed` that whoever brings it in knows that
    it changes much of what stood still.
    """

    source: str
    name: str
    sha256: str
    lines: Sequence[Line]
    problems: Sequence[Problem] = ()
    left_out: bool = False
    confirmed: bool = False


@dataclass
class _Sorted:
    """Figures sorted into series, and what was set aside."""

    aside: dict[int, list[Problem]] = field(default_factory=dict)
    new: dict[Key, tuple[SubjectKind, str]] = field(default_factory=dict)
    known: dict[Key, Series] = field(default_factory=dict)
    placed: list[tuple[Key, Figure]] = field(default_factory=list)
    moved: standing.Moved = field(default_factory=lambda: standing.Moved((), 0))

    def set_aside(self, problem: Problem) -> None:
        self.aside.setdefault(problem.line, []).append(problem)

    @property
    def problems(self) -> list[Problem]:
        return [one for line in sorted(self.aside) for one in self.aside[line]]


class _TriedOut(Exception):
    """It went in, in a trial: take it back."""


def _quietly(done: int) -> None:
    """Tell nobody."""


async def bring(hub: Hub, actor: Actor, given: Given, progress: Progress = _quietly) -> Brought:
    """Bring figures in and return what came of it; `Forbidden` if the actor may not at all.

    What would change much of what stood still is held until it is confirmed. `progress` is told
    how many points are written whenever some are.
    """
    require(actor, Act.CHANGE_METRICS)
    source = catalogue.source(given.source)
    _check_name(given.name)
    found = await _sort(hub, actor, given)
    now = hub.clock.now()
    number = await _begin(actor, given, found, now)
    held = found.moved.too_many and not given.confirmed
    counts, touched = (
        (Counter(aside=len(found.problems)), set[int]())
        if held
        else await _write(found, number, progress)
    )
    async with transaction():
        await sql.take_turns(Turn.METRICS)
        await records.end_import(number, counts, found.problems[:PROBLEMS_KEPT], held=held)
        details = {"number": number, "file": given.name, "sha256": given.sha256}
        if found.moved.too_many:
            details |= {"moved": len(found.moved.problems), "settled": found.moved.settled}
        act = HELD if held else BROUGHT
        await audit.record(now, actor, act, f"metrics-{source.key}", details | counts)
        if touched:
            await _ask_to_judge(hub, number, touched, now)
    return Brought(
        number,
        source.key,
        given.name,
        now,
        counts["added"],
        counts["changed"],
        counts["same"],
        counts["aside"],
        problems=found.problems,
        touched=frozenset(touched),
        held=held,
    )


def _check_name(name: str) -> None:
    if len(name) > NAME_MAX:
        raise Invalid("too_long", f"Write up to {NAME_MAX} characters.", ("name",))
    if odd := text.one_line(name, ("name",)):
        raise odd


async def try_out(hub: Hub, actor: Actor, given: Given, progress: Progress = _quietly) -> Brought:
    """Return what `bring` would do, and do nothing. Not within a transaction."""
    done: Brought | None = None
    try:
        async with transaction():
            done = await bring(hub, actor, given, progress)
            raise _TriedOut
    except _TriedOut:
        assert done is not None  # noqa: S101  It is raised after that.
        return done


async def _sort(hub: Hub, actor: Actor, given: Given) -> _Sorted:
    found = _Sorted()
    for problem in given.problems:
        found.set_aside(problem)
    source, today = catalogue.source(given.source), hub.clock.now().astimezone(UTC).date()
    figures: list[Figure] = []
    for line in given.lines:
        try:
            figures.append(rules.read(line, source, today))
        except Invalid as error:
            found.set_aside(Problem(line.number, error.message.removesuffix("."), error.path[0]))
    about = await subjects.found({one.subject for one in figures})
    about, allowed = await subjects.open_to(actor, Act.CHANGE_METRICS, about)
    kinds = {one.id: one.kind for one in about.values()}
    placed: list[Figure] = []
    for figure in figures:
        subject = about.get(figure.subject)
        if subject is not None and subject.id in allowed:
            placed.append(replace(figure, subject=subject.id))
        else:
            found.set_aside(_closed(actor, figure, known=subject is not None))
    odd = contradictions.at_odds(placed, left_out=given.left_out)
    for problem in odd.values():
        found.set_aside(problem)
    found.known = await records.series_of(set(kinds))
    for place, one in enumerate(placed):
        key = Key(one.subject, one.metric.key, source.key, one.dimension)
        if place not in odd and _fits(key, one, found):
            found.new.setdefault(key, (kinds[one.subject], one.currency))
            found.placed.append((key, one))
    return found


async def _begin(actor: Actor, given: Given, found: _Sorted, now: datetime) -> int:
    """Begin an import with the series it needs, unless it is held; return its number.

    What fits no series, or what is kept contradicts, goes aside.
    """
    async with transaction():
        # Before any series is there: two imports at once would each choose its currency.
        await sql.take_turns(Turn.METRICS)
        number = await records.begin_import(
            given.source, given.name, given.sha256, actor.user_id, now
        )
        known = await records.series_of({key.subject_id for key, _ in found.placed})
        _keep_but(found, await standing.contradicted(found.placed, known))
        today = rules.day_number(now.astimezone(UTC).date())
        found.moved = await standing.moved(found.placed, known, today)
        if found.moved.too_many and not given.confirmed:
            for problem in found.moved.problems:
                found.set_aside(problem)
            return number
        needed = {key: found.new[key] for key, _ in found.placed}
        await records.add_series((kind, key, unit) for key, (kind, unit) in needed.items())
        found.known = await records.series_of({key.subject_id for key, _ in found.placed})
    found.placed = [(key, one) for key, one in found.placed if _fits(key, one, found)]
    return number


def _keep_but(found: _Sorted, odd: Mapping[int, Problem]) -> None:
    """Set some of what was placed aside."""
    for problem in odd.values():
        found.set_aside(problem)
    found.placed = [one for place, one in enumerate(found.placed) if place not in odd]


async def _write(found: _Sorted, number: int, progress: Progress) -> tuple[Counter[str], set[int]]:
    """Write the points, some at a time; return what came of them and which series they touched."""
    rows, summed = _rows(found)
    counts: Counter[str] = Counter(aside=len(found.problems))
    touched: set[int] = set()
    for start in range(0, len(rows), CHUNK):
        async with transaction():
            done = await records.merge(rows[start : start + CHUNK], number, summed)
        counts.update(added=done.added, changed=done.changed, same=done.same)
        touched |= done.touched
        progress(min(start + CHUNK, len(rows)))
    counts["same"] += len(found.placed) - len(rows)
    return counts, touched


async def _ask_to_judge(hub: Hub, number: int, touched: set[int], now: datetime) -> None:
    named = sorted(touched) if len(touched) <= _NAMED_MAX else None
    await jobs.ask(
        hub.wake,
        now,
        key=f"{TOUCHED}:{number}",
        kind=TOUCHED,
        lane="thresholds.judge",
        details={"series": named},
    )


def _closed(actor: Actor, figure: Figure, *, known: bool) -> Problem:
    """Return why a figure is not for the actor; of what they may not see, they learn nothing."""
    if known:
        said = f"{actor.name} may not bring in figures of `{figure.subject[:40]}`"
        return Problem(figure.number, said, "Ask a manager of its brand and its markets to.")
    said = f"There is nothing `{figure.subject[:40]}` here"
    cure = "Name it by its id; a campaign by the publisher's, a title by its ISBN too."
    return Problem(figure.number, said, cure)


def _fits(key: Key, figure: Figure, found: _Sorted) -> bool:
    """Whether the currency is that of the series; a series is never of two."""
    known = found.known.get(key)
    new = found.new.get(key)
    there = known.currency if known else new[1] if new else figure.currency
    if there == figure.currency:
        return True
    said = f"It is in {figure.currency}, and what is there is in {there}"
    cure = f"Export it in {there}; amounts of two currencies are never added up."
    found.set_aside(Problem(figure.number, said, cure))
    return False


def _rows(found: _Sorted) -> tuple[list[Stored], set[int]]:
    """Return the points to be written, each once, and the series that have totals."""
    rows: dict[tuple[int, int], Stored] = {}
    summed: set[int] = set()
    for key, one in found.placed:
        place = found.known[key].id, one.day
        rows[place] = (*place, one.value, int(one.state))
        if one.metric.over_days:
            summed.add(place[0])
    return sorted(rows.values()), summed
