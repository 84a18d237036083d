"""The built-in functions of FEEL, by name. Source: DMN 1.3, tables 66 to 78; 1.4, 1.5.

Every function is total: null where it has no answer. `now` and `today` are left out: a decision
must say the same of the same facts tomorrow, so the day is an input.
"""

from domain.decisions.dmn.feel.builtins import (
    contexts,
    conversion,
    lists,
    numbers,
    ranges,
    strings,
    times,
)
from domain.decisions.dmn.feel.builtins.signature import REGISTRY, Builtin, Signature

__all__ = ["BUILTINS", "Builtin", "Signature"]

#: Every function by name; importing the modules above filled it.
BUILTINS: dict[str, Builtin] = REGISTRY

_ = (contexts, conversion, lists, numbers, ranges, strings, times)
