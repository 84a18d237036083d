"""A decision engine for DMN: tables and literal expressions, read from XML, compiled once.

It knows nothing of what surrounds it. `read` returns a `Model`; `Model.evaluate` a `Decided`.
"""

from domain.decisions.dmn.errors import DmnError, Place
from domain.decisions.dmn.model import Model
from domain.decisions.dmn.reader import read
from domain.decisions.dmn.table import Decided, Miss, Rule

__all__ = ["Decided", "DmnError", "Miss", "Model", "Place", "Rule", "read"]
