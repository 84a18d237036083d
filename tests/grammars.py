"""A grammar of addresses that jsonschema builds when it is imported, built once it is asked.

Building it takes a second of every process of the tests, and no document that judges here has such
a format.
"""

import sys
from types import ModuleType

NAME = "rfc3987_syntax"


class Late(ModuleType):
    """Stands for the module until something of it is called."""

    def is_valid_syntax(self, term: str, value: str) -> bool:
        """Whether `value` is a `term` of the grammar."""
        sys.modules.pop(NAME, None)
        from rfc3987_syntax import is_valid_syntax  # type: ignore[import-untyped]

        return bool(is_valid_syntax(term, value))


def build_late() -> None:
    """Have it so from now on, unless it was built already."""
    sys.modules.setdefault(NAME, Late(NAME))
