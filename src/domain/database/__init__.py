"""The one database: opening it, transactions, and the few statements that must be fast.

Tables are declared as Tortoise models in each area's `records.py`. What runs for every click is
written as SQL through the same connection (`sql`), since the object mapper costs more than the
statement (docs/decisions/0004-storage.md).
"""

from domain.database.session import (
    Database,
    after_commit,
    before_commit,
    first_in_transaction,
    must_be_in_transaction,
    must_not_be_in_transaction,
    open_database,
    part_of_transaction,
    transaction,
)
from domain.database.tally import changes

__all__ = [
    "Database",
    "after_commit",
    "before_commit",
    "changes",
    "first_in_transaction",
    "must_be_in_transaction",
    "must_not_be_in_transaction",
    "open_database",
    "part_of_transaction",
    "transaction",
]
