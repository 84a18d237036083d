"""Findings in words: one plain sentence each, with rules by id and values by column."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.decisions.analysis.boxes import Box
from domain.decisions.analysis.dimensions import Dimension, Region, independent
from domain.decisions.analysis.results import Results
from domain.decisions.dmn import HitPolicy, Table
from domain.decisions.model import Finding, Flaw

#: At most so many rules are named in a sentence.
NAMED_MAX = 6


@dataclass(frozen=True, slots=True)
class Words:
    """Says what was found in one table."""

    table: Table
    dimensions: tuple[Dimension, ...]
    results: Results

    def where(self, box: Box) -> dict[str, str]:
        """Return what bounds a box, in words by column."""
        return {self._label(d): d.words(atoms) for d, atoms in self._bounds(box)}

    def gap(self, box: Box) -> Finding:
        """Say that no rule covers a box."""
        where = self.where(box)
        said = "No rule covers anything."
        if where:
            parts = (f"`{name}` is {value}" for name, value in where.items())
            said = f"No rule covers the case that {' and '.join(parts)}."
        if not independent(self.dimensions, box):
            said += _IF_TOGETHER
        return Finding(Flaw.GAP, (), where, said, refused=False)

    def overlap(
        self, pair: tuple[Region, Region], shared: Box, *, certain: bool, refused: bool
    ) -> Finding:
        """Say that two rules match together in a box."""
        ids = tuple(region.rule.id for region in pair)
        parts = [
            f"`{self._label(d)}` is {d.words(atoms)} ({self._cells(pair, d)})"
            for d, atoms in self._bounds(shared)
        ]
        when = f"when {' and '.join(parts)}" if parts else "always"
        said = f"Rules {_named(ids)} both match {when}{self._but(pair)}."
        said += "" if certain else _IF_TOGETHER
        return Finding(Flaw.OVERLAP, ids, self.where(shared), said, refused)

    def _but(self, pair: tuple[Region, Region]) -> str:
        if self.table.policy is HitPolicy.UNIQUE:
            return ", but UNIQUE lets only one match"
        differ = self.results.same(pair[0].at, pair[1].at) is False
        said = "their results differ" if differ else "their results may differ"
        if self.table.policy is HitPolicy.ANY:
            return f" and {said}, but ANY wants them to agree"
        return f" with the same priority and {said}; the one that stands first counts"

    def shadow(self, region: Region, covering: Sequence[Region]) -> Finding:
        """Say that a rule never counts, for others match whenever it does."""
        ids = [one.rule.id for one in covering]
        if len(ids) == 1:
            match = f"rule {_named(ids)} matches whenever it does"
        else:
            match = f"one of the rules {_named(ids)} matches whenever it does"
        effect, reason = _SHADOWS[self.table.policy]
        said = f"Rule `{region.rule.id}` {effect}: {match}, {reason}."
        return Finding(Flaw.SHADOW, (region.rule.id, *ids), self.where(region.box), said, False)

    def alone(self, regions: Iterable[Region]) -> Iterator[Finding]:
        """Yield what can be seen of a column or a rule by itself."""
        for dimension in self.dimensions:
            if dimension.loose:
                said = (
                    f"The allowed values of `{self._label(dimension)}` could not be analysed;"
                    " every value was taken to be allowed."
                )
                yield Finding(Flaw.UNKNOWN, (), {}, said, False)
        for region in regions:
            if region.empty:
                yield self._unfit(region)
            elif region.opaque:
                yield self._opaque(region)

    def _unfit(self, region: Region) -> Finding:
        at = region.box.index(0)
        dimension = self.dimensions[at]
        said = (
            f"Rule `{region.rule.id}` never counts: no value that `{self._label(dimension)}` may"
            f" have fits {self._cells([region], dimension)}."
        )
        return Finding(Flaw.SHADOW, (region.rule.id,), {}, said, False)

    def _opaque(self, region: Region) -> Finding:
        cells = (
            f"`{region.rule.cells[at].text}` in `{self.table.inputs[at].label}`"
            for at in region.opaque
        )
        said = (
            f"Rule `{region.rule.id}` could not be analysed in full, for more than the value of its"
            f" column decides {', '.join(cells)}."
        )
        return Finding(Flaw.UNKNOWN, (region.rule.id,), {}, said, False)

    def more(self, flaw: Flaw, listed: int, *, refused: bool) -> Finding:
        """Say that not all are listed."""
        return Finding(flaw, (), {}, f"There are more {_MANY[flaw]} than these {listed}.", refused)

    def too_large(self, flaw: Flaw) -> Finding:
        """Say that a search was given up."""
        said = f"The table is too large to find all {_MANY[flaw]}; there may be others."
        return Finding(Flaw.UNKNOWN, (), {}, said, False)

    def _bounds(self, box: Box) -> Iterator[tuple[Dimension, int]]:
        for dimension, atoms in zip(self.dimensions, box, strict=True):
            if atoms != dimension.every:
                yield dimension, atoms

    def _label(self, dimension: Dimension) -> str:
        label = dimension.label
        alike = sum(1 for other in self.dimensions if other.label == label)
        text = self.table.inputs[dimension.at[0]].expression.text
        return label if alike == 1 else f"{label} ({text})"

    def _cells(self, regions: Sequence[Region], dimension: Dimension) -> str:
        return " and ".join(
            f"`{region.rule.cells[at].text or '-'}`" for region in regions for at in dimension.at
        )


_IF_TOGETHER = " Whether such facts can come together is not known."
_MANY = {
    Flaw.GAP: "gaps",
    Flaw.OVERLAP: "overlaps",
    Flaw.SHADOW: "rules that never count",
}
_SHADOWS = {
    HitPolicy.FIRST: ("never counts", "and stands before it"),
    HitPolicy.PRIORITY: ("never counts", "and goes before it"),
    HitPolicy.UNIQUE: ("adds nothing", "with the same results"),
    HitPolicy.ANY: ("adds nothing", "with the same results"),
}


def _named(ids: Sequence[str]) -> str:
    more = len(ids) - NAMED_MAX
    named = [f"`{rule}`" for rule in ids[:NAMED_MAX]]
    if more > 0:
        return f"{', '.join(named)} and {more} more"
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
