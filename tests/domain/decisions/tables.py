"""Tables for tests."""

from domain.decisions.model import Table
from domain.decisions.rules import table_from
from domain.decisions.shipped import shipped


def shipped_table(key: str) -> Table:
    (found,) = (one for one in shipped() if one.key == key)
    return table_from(key, found.dmn.encode())
