"""What differs between two versions of a table, row by row. Pure.

Cells are compared by what they mean: `>=5` and `>= 5` are equal. A rule is known by its id; one
whose id changed while its cells did not is the same.
"""

from collections.abc import Iterator
from dataclasses import replace

from domain.decisions import dmn
from domain.decisions.dmn import Model
from domain.decisions.dmn.model import InputData
from domain.decisions.meaning import meaning
from domain.decisions.model import Difference, RowChange, Table
from domain.decisions.row_diff import Change, RowDiff, differing


def changes(before: Table, after: Table) -> tuple[RowChange, ...]:
    """Return every row that is not in both as it is, after what changed about the table itself.

    What the table builds on follows: other decisions, row by row as well, and functions.
    """
    old, new = before.model, after.model
    found = []
    if facts := tuple(_facts(old, new)):
        found.append(RowChange("", Difference.CHANGED, None, None, facts))
    found += _of_logic(_logic(old, before.key), _logic(new, after.key))
    for name in dict.fromkeys((*old.order, *new.order, *old.knowledge, *new.knowledge)):
        if name not in {before.key, after.key}:
            found += [
                replace(change, rule=f"{name}: {change.rule}".rstrip())
                for change in _of_logic(_logic(old, name), _logic(new, name))
            ]
    return tuple(found)


def _logic(model: Model, name: str) -> object:
    """Return what a decision or function consists of; None if there is none of that name."""
    if name in model.decisions:
        found = model.decisions[name]
        return found.table or found.logic
    return model.knowledge[name].function if name in model.knowledge else None


def _of_logic(old: object, new: object) -> Iterator[RowChange]:
    if isinstance(old, dmn.Table) and isinstance(new, dmn.Table):
        yield from RowDiff.of(old, new).changes()
    elif meaning(old) != meaning(new):
        difference = Difference.CHANGED
        if old is None or new is None:
            difference = Difference.ADDED if old is None else Difference.REMOVED
        cells = (("logic", _written(old), _written(new)),)
        yield RowChange("", difference, None, None, cells)


def _written(logic: object) -> str:
    """Return an expression as it stands, and the kind of anything larger."""
    if logic is None:
        return ""
    expression = getattr(logic, "expression", None)
    return str(expression.text) if expression is not None else type(logic).__name__.lower()


def _facts(old: Model, new: Model) -> Iterator[Change]:
    """Yield the facts that are asked for otherwise than before."""
    for name in dict.fromkeys((*old.inputs, *new.inputs)):
        was, now = _fact(old.inputs.get(name)), _fact(new.inputs.get(name))
        yield from differing(f"fact {name}", was, now)


def _fact(data: InputData | None) -> str:
    if data is None:
        return ""
    allowed = f" of {data.type.values}" if data.type.values else ""
    return f"{data.kind or 'anything'}{allowed}, {'required' if data.required else 'optional'}"
