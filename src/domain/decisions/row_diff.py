"""Two versions of one decision table, column by column and row by row. Pure."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from domain.decisions.dmn import HitPolicy, Rule, Table
from domain.decisions.dmn.feel import ast
from domain.decisions.dmn.feel.language import Cell, Expression
from domain.decisions.dmn.feel.types import ANY
from domain.decisions.dmn.table import Input, Output
from domain.decisions.meaning import meaning
from domain.decisions.model import Difference, RowChange
from domain.decisions.pairing import Pair, both, moved, paired

#: A column, what stood there, and what stands there now.
Change = tuple[str, str, str]

#: Under these the order of rules decides.
_ORDERED = {HitPolicy.FIRST, HitPolicy.RULE_ORDER}
#: What an empty cell means, and what no result means.
_ALL = Cell("", ast.UnaryTests(), None)
_NULL = Expression("", ast.Literal(None), ANY, lambda _: None)


@dataclass(frozen=True, slots=True)
class RowDiff:
    """Two versions of a table, with their columns paired, and what each pair is called."""

    old: Table
    new: Table
    inputs: Sequence[Pair]
    outputs: Sequence[Pair]
    labels: Sequence[str]
    names: Sequence[str]

    @classmethod
    def of(cls, old: Table, new: Table) -> "RowDiff":
        """Pair columns by expression, else by label, and outputs by name."""
        keys: tuple[Callable[[Input], Hashable], ...] = (
            lambda column: (meaning(column.expression), column.label),
            lambda column: meaning(column.expression),
            lambda column: column.label,
        )
        inputs = paired(*(([*map(key, old.inputs)], [*map(key, new.inputs)]) for key in keys))
        names = [[output.name for output in table.outputs] for table in (old, new)]
        labels = [[column.label for column in table.inputs] for table in (old, new)]
        outputs = paired((names[0], names[1]))
        return cls(old, new, inputs, outputs, _called(inputs, labels), _called(outputs, names))

    def changes(self) -> Iterator[RowChange]:
        """Yield what changed about the table, then rule by rule."""
        if about := tuple(self._about()):
            yield RowChange("", Difference.CHANGED, None, None, about)
        for label, (was, now) in zip(self.labels, self.inputs, strict=True):
            one = _NULL if was is None else self.old.inputs[was].expression
            two = _NULL if now is None else self.new.inputs[now].expression
            yield from _lone(f"column {label}", (was, now), (one.text, two.text))
        for name, (was, now) in zip(self.names, self.outputs, strict=True):
            texts = "" if was is None else name, "" if now is None else name
            yield from _lone(f"result {name}", (was, now), texts)
        yield from self._rows()

    # --- the table itself ---

    def _about(self) -> Iterator[Change]:
        old, new = self.old, self.new
        yield from differing("hit policy", old.policy, new.policy)
        yield from differing("aggregation", old.aggregation or "", new.aggregation or "")
        for was, now in both(self.inputs):
            yield from _about_input(old.inputs[was], new.inputs[now])
        for was, now in both(self.outputs):
            yield from _about_output(old.outputs[was], new.outputs[now])
        # With several lists of values, the first decides who goes first.
        if moved(self.outputs):
            names = [", ".join(output.name for output in table.outputs) for table in (old, new)]
            yield "order of results", names[0], names[1]

    # --- rules ---

    def _rows(self) -> list[RowChange]:
        pairs = paired(
            (_own_ids(self.old), _own_ids(self.new)),
            ([*self._contents(self.old, 0)], [*self._contents(self.new, 1)]),
            ([rule.id for rule in self.old.rules], [rule.id for rule in self.new.rules]),
        )
        elsewhere = moved(pairs) if self.new.policy in _ORDERED else set()
        found = [self._row(pair, is_moved=pair in elsewhere) for pair in pairs]
        return sorted((change for change in found if change is not None), key=_place)

    def _row(self, pair: Pair, *, is_moved: bool) -> RowChange | None:
        was, now = pair
        old = None if was is None else self.old.rules[was]
        new = None if now is None else self.new.rules[now]
        was_at, is_at = None if was is None else was + 1, None if now is None else now + 1
        cells = tuple(self._cells(old, new))
        lone = new if old is None else old if new is None else None
        if lone is not None:
            difference = Difference.ADDED if old is None else Difference.REMOVED
            return RowChange(lone.id, difference, was_at, is_at, cells)
        rule = new.id if new is not None else ""
        if not cells:
            return RowChange(rule, Difference.MOVED, was_at, is_at, ()) if is_moved else None
        place = (("place", str(was_at), str(is_at)),) if is_moved else ()
        return RowChange(rule, Difference.CHANGED, was_at, is_at, (*place, *cells))

    def _cells(self, old: Rule | None, new: Rule | None) -> Iterator[Change]:
        for label, (was, now) in zip(self.labels, self.inputs, strict=True):
            one = _ALL if old is None or was is None else old.cells[was]
            two = _ALL if new is None or now is None else new.cells[now]
            yield from _otherwise(label, one, two)
        for name, (was, now) in zip(self.names, self.outputs, strict=True):
            left = _NULL if old is None or was is None else old.results[was]
            right = _NULL if new is None or now is None else new.results[now]
            yield from _otherwise(name, left, right)
        notes, later = old.annotations if old else {}, new.annotations if new else {}
        for name in dict.fromkeys((*notes, *later)):
            yield from differing(name, notes.get(name, ""), later.get(name, ""))

    def _contents(self, table: Table, side: int) -> Iterator[Hashable]:
        """Yield what each rule of a version says in the columns that both have."""
        inputs = [pair[side] for pair in both(self.inputs)]
        outputs = [pair[side] for pair in both(self.outputs)]
        for rule in table.rules:
            cells = [rule.cells[at] for at in inputs]
            yield meaning(cells), meaning([rule.results[at] for at in outputs])


def differing(what: str, was: str, now: str) -> Iterator[Change]:
    """Yield a change if there is one."""
    if was != now:
        yield what, str(was), str(now)


def _about_input(old: Input, new: Input) -> Iterator[Change]:
    label = f"column {new.label}"
    yield from differing(f"{label}: label", old.label, new.label)
    yield from differing(f"{label}: type", str(old.type), str(new.type))
    yield from _otherwise(f"{label}: tested", old.expression, new.expression)
    yield from _otherwise(f"{label}: allowed", old.allowed or _ALL, new.allowed or _ALL)


def _about_output(old: Output, new: Output) -> Iterator[Change]:
    label = f"result {new.name}"
    yield from differing(f"{label}: type", str(old.type), str(new.type))
    # Their order says which is best.
    was, now = old.allowed or _ALL, new.allowed or _ALL
    if meaning(was.tests.tests) != meaning(now.tests.tests):
        yield f"{label}: allowed", was.text, now.text
    yield from _otherwise(f"{label}: default", old.default or _NULL, new.default or _NULL)


def _otherwise(what: str, old: Cell | Expression, new: Cell | Expression) -> Iterator[Change]:
    if meaning(old) != meaning(new):
        yield what, old.text, new.text


def _own_ids(table: Table) -> list[Hashable]:
    """Return the ids of rules; None where the reader made one up from the place."""
    return [
        None if rule.id == f"rule_{place}" else rule.id
        for place, rule in enumerate(table.rules, start=1)
    ]


def _called(pairs: Sequence[Pair], names: Sequence[Sequence[str]]) -> list[str]:
    """Return what each pair is called in the version after, else in the one before."""
    return [names[0][was or 0] if now is None else names[1][now] for was, now in pairs]


def _lone(what: str, pair: Pair, texts: tuple[str, str]) -> Iterator[RowChange]:
    """Yield that a column is there in one version only."""
    was, now = pair
    if was is None or now is None:
        difference = Difference.ADDED if was is None else Difference.REMOVED
        yield RowChange("", difference, None, None, ((what, *texts),))


def _place(change: RowChange) -> tuple[int, bool]:
    """Return where a change is told: by its place now, else by the one it had."""
    return change.is_at or change.was_at or 0, change.is_at is None
