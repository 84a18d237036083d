"""What came in, beside what is kept: what it contradicts, and what it would move that stood still.

Within a turn, so that no other import changes what is looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.metrics import catalogue, contradictions, records
from domain.metrics.contradictions import Place, beside, place_of
from domain.metrics.model import Figure, Key, Problem, Series, Stored

#: What part of the settled values an import speaks of it may change without being asked. Below so
#: many of them it is never asked: those are corrections by hand.
MOVED_PART, SETTLED_LEAST = 0.3, 20

#: Figures with the series they belong to.
Placed = Sequence[tuple[Key, Figure]]

_CONFIRM = "Look whether the file is of the right account and unit; if it is right, confirm it."

#: How many points are looked at in one go.
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Moved:
    """Settled values that would be otherwise, each as a problem, of how many that are spoken of."""

    problems: Sequence[Problem]
    settled: int

    @property
    def too_many(self) -> bool:
        """Whether somebody has to confirm that they are right."""
        enough = self.settled >= SETTLED_LEAST
        return enough and len(self.problems) > MOVED_PART * self.settled


async def contradicted(placed: Placed, known: Mapping[Key, Series]) -> dict[int, Problem]:
    """Return, by their place in the list, the figures that what is kept contradicts."""
    figures = [one for _, one in placed]
    named = {place_of(one, one.metric.key) for one in figures}
    wanted: dict[tuple[int, int], Place] = {}
    for key, one in placed:
        for metric in beside(one.metric.key):
            series = known.get(Key(key.subject_id, metric, key.source, key.dimension))
            if series and (place := place_of(one, metric)) not in named:
                wanted[series.id, one.day] = place
    kept: dict[Place, int] = {}
    ordered: list[Stored] = [(*spot, None, 0) for spot in sorted(wanted)]
    for start in range(0, len(ordered), _BATCH):
        for spot, (value, _) in (await records.kept(ordered[start : start + _BATCH])).items():
            if value is not None and spot in wanted:
                kept[wanted[spot]] = value
    return contradictions.against(figures, kept)


async def moved(placed: Placed, known: Mapping[Key, Series], today: int) -> Moved:
    """Return what of the settled values that are kept the figures would change."""
    settled: dict[Stored, Figure] = {}
    for key, one in placed:
        series = known.get(key)
        if series and one.day <= today - catalogue.settle_days(key.metric, key.source):
            settled[series.id, one.day, one.value, int(one.state)] = one
    rows, problems, spoken_of = sorted(settled, key=_spot), list[Problem](), 0
    for start in range(0, len(rows) if len(rows) >= SETTLED_LEAST else 0, _BATCH):
        some = rows[start : start + _BATCH]
        other = await records.lacking(some)
        before = await records.kept(sorted(other, key=_spot)) if other else {}
        spoken_of += sum(row[2] is not None for row in some if row not in other)
        for row in sorted(other, key=_spot):
            was = before.get(_spot(row), (None, 0))[0]
            if was is not None:
                spoken_of += 1
                problems.append(_moved(settled[row], was))
    return Moved(problems, spoken_of)


def _spot(row: Stored) -> tuple[int, int]:
    return row[0], row[1]


def _moved(one: Figure, was: int) -> Problem:
    scale = one.metric.unit.scale
    now = "nothing" if one.value is None else f"{one.value / scale:g}"
    said = f"{one.metric.said} stood still at {was / scale:g}, and would be {now}"
    return Problem(one.number, said, _CONFIRM)
