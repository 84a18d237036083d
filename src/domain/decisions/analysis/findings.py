"""From boxes to findings: what overlaps and gaps mean under each hit policy. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from domain.decisions import dmn
from domain.decisions.analysis.boxes import (
    Box,
    Effort,
    TooLarge,
    gaps,
    meet,
    touch,
    uncovered,
    within,
)
from domain.decisions.analysis.dimensions import Region, dimensions_of, independent
from domain.decisions.analysis.results import Results, results_of
from domain.decisions.analysis.words import Words
from domain.decisions.model import Finding, Flaw, Table

#: At most so many of a kind are listed.
LISTED_MAX = 50

#: How many boxes each search may look at; the largest of them take about a second.
EFFORT_MAX = 1_000_000


def analyse(table: Table, effort: int = EFFORT_MAX) -> tuple[Finding, ...]:
    """Return what is wrong with `table` as it stands, what may not be released first.

    Each search looks at `effort` boxes at most; where that is not enough, a finding says so. An
    expression in place of a table has nothing to find.
    """
    decided = table.model.decisions[table.key].table
    if decided is None:
        return ()
    dimensions, regions = dimensions_of(table.model, table.key, decided)
    results = results_of(decided)
    words = Words(decided, dimensions, results)
    case = _Analysis(decided, regions, tuple(d.every for d in dimensions), results, words)
    found = [*words.alone(regions)]
    for flaw, search in _SEARCHES.items():
        try:
            # One by one, for what was found until then counts.
            for finding in search(case, Effort(effort)):
                found.append(finding)  # noqa: PERF402
        except TooLarge:
            found.append(words.too_large(flaw))
    return tuple(sorted(found, key=lambda finding: (not finding.refused, _ORDER[finding.flaw])))


_ORDER = {flaw: at for at, flaw in enumerate((Flaw.OVERLAP, Flaw.GAP, Flaw.SHADOW, Flaw.UNKNOWN))}


@dataclass(frozen=True, slots=True)
class _Analysis:
    """One table under analysis; `whole` is the box of everything that may come."""

    table: dmn.Table
    regions: tuple[Region, ...]
    whole: Box
    results: Results
    words: Words

    # --- gaps ---

    def gaps(self, effort: Effort) -> Iterator[Finding]:
        """Yield what no rule covers, as large as each such box can be."""
        if 0 in self.whole or any(output.default for output in self.table.outputs):
            return
        # Where a cell is opaque its rule may cover everything, so what is left is a gap for sure.
        holes = [region.box for region in self.regions if not region.empty]
        for count, box in enumerate(gaps(self.whole, holes, effort)):
            if count == LISTED_MAX:
                yield self.words.more(Flaw.GAP, LISTED_MAX, refused=False)
                return
            yield self.words.gap(box)

    # --- overlaps ---

    def overlaps(self, effort: Effort) -> Iterator[Finding]:
        """Yield pairs of rules that match together and should not."""
        if not self.results.clashing:
            return
        count = {True: 0, False: 0}
        for one, two, shared in self._pairs(effort):
            found = self.results.clash(one.at, two.at)
            if found is None:
                continue
            # If one only matches where the other does, they meet as soon as it matches at all.
            certain = shared in {one.box, two.box} or independent(self.words.dimensions, shared)
            refused = found and certain
            count[refused] += 1
            if count[refused] <= LISTED_MAX:
                yield self.words.overlap((one, two), shared, certain=certain, refused=refused)
            elif count[refused] == LISTED_MAX + 1:
                yield self.words.more(Flaw.OVERLAP, LISTED_MAX, refused=refused)
                if refused:
                    return

    def _pairs(self, effort: Effort) -> Iterator[tuple[Region, Region, Box]]:
        known = [region for region in self.regions if not region.opaque and not region.empty]
        for at, one in enumerate(known):
            effort.spend(len(known) - at)
            for two in islice(known, at + 1, None):
                shared = meet(one.box, two.box)
                if shared is not None:
                    yield one, two, shared

    # --- rules that never count ---

    def shadows(self, effort: Effort) -> Iterator[Finding]:
        """Yield rules that others cover so that they can never count."""
        if not self.results.idle:
            return
        left = {region.at: region for region in self.regions if not region.empty}
        # Of rules that say the same, the later ones are left out; else who is beaten goes out.
        waiting = [*left.values()] if self.results.ordered else [*reversed(left.values())]
        listed = 0
        for two in waiting:
            effort.spend(len(left))
            above = [
                one
                for one in left.values()
                if touch(one.box, two.box)
                and one is not two
                and not one.opaque
                and self.results.beats(one.at, two.at)
            ]
            covering = self._covering(two, above, effort)
            if not covering:
                continue
            if listed == LISTED_MAX:
                yield self.words.more(Flaw.SHADOW, LISTED_MAX, refused=False)
                return
            del left[two.at]
            listed += 1
            yield self.words.shadow(two, covering)

    def _covering(
        self, two: Region, above: Sequence[Region], effort: Effort
    ) -> Sequence[Region] | None:
        """Return those of `above` that cover a rule, one if it does so alone; None if none do."""
        alone = next((one for one in above if within(two.box, one.box)), None)
        if alone is not None:
            return (alone,)
        boxes = [one.box for one in above]
        left = next(uncovered(two.box, boxes, effort), None)
        return above if left is None else None


_SEARCHES: dict[Flaw, Callable[[_Analysis, Effort], Iterator[Finding]]] = {
    Flaw.OVERLAP: _Analysis.overlaps,
    Flaw.GAP: _Analysis.gaps,
    Flaw.SHADOW: _Analysis.shadows,
}
