"""A decision engine for DMN: read from XML, compiled once, bounded in everything.

It knows nothing of what surrounds it. `read` returns a `Model`; `Model.evaluate` a `Decided`. The
README beside this file says what is read and promised.
"""

from domain.decisions.dmn.errors import DmnError, Place
from domain.decisions.dmn.feel.values import Value, from_python, kind_of
from domain.decisions.dmn.model import Model
from domain.decisions.dmn.reader import read
from domain.decisions.dmn.table import Decided, HitPolicy, Miss, Rule, Table
from domain.decisions.dmn.writer import write

__all__ = [
    "Decided",
    "DmnError",
    "HitPolicy",
    "Miss",
    "Model",
    "Place",
    "Rule",
    "Table",
    "Value",
    "from_python",
    "kind_of",
    "read",
    "write",
]
