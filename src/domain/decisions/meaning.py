"""What parts of a model mean, however they are written: for telling what is the same. Pure."""

from collections.abc import Hashable
from dataclasses import fields, is_dataclass

from domain.decisions.dmn.feel import ast
from domain.decisions.dmn.feel.language import Cell, Expression


def meaning(part: object) -> Hashable:
    """Return what is equal for cells, expressions and boxes that mean the same.

    Texts as written, closures and the order of tests in a cell do not matter. Unlike trees by
    themselves it tells `1` from `true`.
    """
    if isinstance(part, (Cell, Expression)):
        return meaning(part.tests if isinstance(part, Cell) else part.node)
    if isinstance(part, ast.UnaryTests):
        return part.negated, frozenset(meaning(test) for test in part.tests)
    if isinstance(part, ast.Literal):
        return type(part.value).__name__, part.value
    if isinstance(part, (tuple, list, dict)):
        return tuple(meaning(item) for item in (part.items() if isinstance(part, dict) else part))
    if is_dataclass(part) and not isinstance(part, type):
        held = (meaning(getattr(part, one.name)) for one in fields(part) if one.compare)
        return type(part).__name__, *held
    return repr(part)
