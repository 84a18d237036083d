"""Sorting what is brought in: figures into series, and what cannot be with its reason and cure."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from domain.actor import Actor
from domain.errors import Invalid
from domain.metrics import catalogue, contradictions, records, rules, standing, subjects
from domain.metrics.course import Course
from domain.metrics.model import Figure, Key, Line, Problem, Series, Stored, SubjectKind
from domain.people.model import Act

#: How many lines are read before others have their turn.
PIECE = 1_000


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
class Sorted:
    """Figures sorted into series, and what was set aside.

    `at` is the instant as of which that is. `reach` are the brands and markets of all that they
    name, `moved` what they would change that stood still.
    """

    at: datetime
    aside: dict[int, list[Problem]] = field(default_factory=dict)
    new: dict[Key, tuple[SubjectKind, str]] = field(default_factory=dict)
    known: dict[Key, Series] = field(default_factory=dict)
    placed: list[tuple[Key, Figure]] = field(default_factory=list)
    moved: standing.Moved = field(default_factory=lambda: standing.Moved((), 0))
    reach: set[tuple[str, str]] = field(default_factory=set)

    def set_aside(self, problem: Problem) -> None:
        """Note that a line, or a figure of it, does not go in."""
        self.aside.setdefault(problem.line, []).append(problem)

    def keep_but(self, odd: Mapping[int, Problem]) -> None:
        """Set some of what was placed aside, by their places."""
        for problem in odd.values():
            self.set_aside(problem)
        self.placed = [one for place, one in enumerate(self.placed) if place not in odd]

    @property
    def problems(self) -> list[Problem]:
        """What was set aside, by line."""
        return [one for line in sorted(self.aside) for one in self.aside[line]]

    def held(self, given: Given, course: Course) -> bool:
        """Whether it waits to be confirmed; what was written of once did not."""
        return self.moved.too_many and not given.confirmed and course.upto is None


async def sort(now: datetime, actor: Actor, given: Given) -> Sorted:
    """Return the figures that `actor` may bring in, each with its series, and what goes aside."""
    found = Sorted(now)
    for problem in given.problems:
        found.set_aside(problem)
    source, figures = catalogue.source(given.source), await _read(given, found)
    about = await subjects.found({one.subject for one in figures})
    found.reach = await subjects.reach_of(about.values())
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
        if place not in odd and fits(key, one, found):
            found.new.setdefault(key, (kinds[one.subject], one.currency))
            found.placed.append((key, one))
    return found


async def _read(given: Given, found: Sorted) -> list[Figure]:
    """Return the figures that can be, and set the others aside."""
    source, today = catalogue.source(given.source), found.at.astimezone(UTC).date()
    figures: list[Figure] = []
    for place, line in enumerate(given.lines):
        if place % PIECE == 0:
            await asyncio.sleep(0)  # Others of this process come in between.
        try:
            figures.append(rules.read(line, source, today))
        except Invalid as error:
            found.set_aside(Problem(line.number, error.message.removesuffix("."), error.path[0]))
    return figures


def _closed(actor: Actor, figure: Figure, *, known: bool) -> Problem:
    """Return why a figure is not for the actor; of what they may not see, they learn nothing."""
    if known:
        said = f"{actor.name} may not bring in figures of `{figure.subject[:40]}`"
        return Problem(figure.number, said, "Ask a manager of its brand and its markets to.")
    said = f"There is nothing `{figure.subject[:40]}` here"
    cure = "Name it by its id; a campaign by the publisher's, a title by its ISBN too."
    return Problem(figure.number, said, cure)


def fits(key: Key, figure: Figure, found: Sorted) -> bool:
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


def rows_of(found: Sorted) -> tuple[list[Stored], set[int]]:
    """Return the points to be written, each once, and the series that have totals."""
    rows: dict[tuple[int, int], Stored] = {}
    summed: set[int] = set()
    for key, one in found.placed:
        place = found.known[key].id, one.day
        rows[place] = (*place, one.value, int(one.state))
        if one.metric.over_days:
            summed.add(place[0])
    return sorted(rows.values()), summed
