"""What a statement of a migration locks, and whether processes of the version before go on. Pure.

The locks are PostgreSQL's; on SQLite one process serves, and none while it is migrated.
Source: postgresql.org/docs/current/explicit-locking.html, .../sql-altertable.html.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

#: What the name of a step holds that takes something away: the one thing of it that processes of
#: a version before it read.
CONTRACTS = "_contract_"


class Keeps(StrEnum):
    """Whom a statement keeps waiting while it holds its lock."""

    NOBODY = "keeps nobody waiting"
    WRITERS = "keeps writers waiting"
    EVERYBODY = "keeps everybody waiting"


@dataclass(frozen=True, slots=True)
class Lock:
    """What a statement does to `table`, empty where that is new or none."""

    table: str
    keeps: Keeps


_NAME = r'(?:IF (?:NOT )?EXISTS\s+)?"?(\w+)"?'
_INDEX = re.compile(
    r'CREATE\s+(UNIQUE\s+)?INDEX\s+(CONCURRENTLY\s+)?(?:IF NOT EXISTS\s+)?"?\w+"?\s+ON\s+"?(\w+)"?',
    re.IGNORECASE,
)
_MADE = re.compile(rf"CREATE\s+TABLE\s+{_NAME}", re.IGNORECASE)
_ALTERED = re.compile(rf"ALTER\s+TABLE\s+(?:ONLY\s+)?{_NAME}", re.IGNORECASE)
#: What in `ALTER TABLE` others read and write beside: it looks at rows, or puts a part in.
_BESIDE = re.compile(r"\b(VALIDATE\s+CONSTRAINT|ATTACH\s+PARTITION)\b", re.IGNORECASE)
_DROPPED = re.compile(rf"DROP\s+TABLE\s+{_NAME}", re.IGNORECASE)
_UNINDEXED = re.compile(r"DROP\s+INDEX\s+(CONCURRENTLY\s+)?", re.IGNORECASE)
_MOVED = re.compile(r'(?:UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE)

#: What in `ALTER TABLE` a process of the version before would stumble over, and why.
_TAKEN = (
    (r"\bDROP\s+COLUMN\b", "drops a column"),
    (r"\bRENAME\b", "renames something"),
    (r"\bSET\s+NOT\s+NULL\b", "wants a value where older processes leave none"),
)

#: What in `ALTER TABLE` takes as long as the table is large, and what to do instead.
_LONG = (
    (r"\bALTER\s+COLUMN\s+\"?\w+\"?\s+(SET\s+DATA\s+)?TYPE\b", "rewrites; add a column beside it"),
    (r"\bADD\s+CONSTRAINT\b(?!.*\bNOT\s+VALID\b)", "looks at every row; add it NOT VALID"),
    (
        r"\bADD\s+COLUMN\b.*\bDEFAULT\s+\(?(random|gen_random_uuid|clock_timestamp)\b",
        "rewrites; leave the default out",
    ),
    (r"\bADD\s+COLUMN\b.*\b(UNIQUE|PRIMARY\s+KEY)\b", "builds an index; build it beside"),
)


def lock_of(statement: str, made: Collection[str]) -> Lock:
    """Return what `statement` locks; tables that were `made` by the same step nobody uses yet."""
    keeps: Keeps | None = None
    table = ""
    if found := _INDEX.search(statement):
        table, keeps = found[3], Keeps.NOBODY if found[2] else Keeps.WRITERS
    elif _BESIDE.search(statement):
        return Lock("", Keeps.NOBODY)
    elif (found := _ALTERED.search(statement)) or (found := _DROPPED.search(statement)):
        table, keeps = found[1], Keeps.EVERYBODY
    elif found := _UNINDEXED.search(statement):
        return Lock("", Keeps.NOBODY if found[1] else Keeps.EVERYBODY)
    if keeps is None or table.lower() in made:
        return Lock("", Keeps.NOBODY)
    return Lock(table, keeps)


def tables_made(statements: Sequence[str]) -> frozenset[str]:
    """Return the tables that `statements` make, in small letters."""
    return frozenset(found[1].lower() for one in statements for found in _MADE.finditer(one))


def troubles(step: str, statements: Sequence[str]) -> list[str]:
    """Return why processes that serve could not go on through `step`; nothing if they can.

    A step whose name holds `_contract_` may take away what the version before reads no more.
    """
    return [
        f"{step} {why}: {' '.join(one.split())[:100]}"
        for place, one in enumerate(statements)
        # A table may take the place of one of its name: before it is made, that is another's.
        for why in _of(one, tables_made(statements[:place]), contracts=CONTRACTS in step)
    ]


def _of(statement: str, made: Collection[str], *, contracts: bool) -> list[str]:
    if found := _ALTERED.search(statement):
        return [] if found[1].lower() in made else _of_altering(statement, contracts=contracts)
    if found := _INDEX.search(statement):
        return [] if found[3].lower() in made else _of_indexing(found, contracts=contracts)
    if _DROPPED.search(statement):
        return [] if contracts else ["drops a table"]
    found = _MOVED.match(statement.strip())
    if found and found[1].lower() not in made:
        return ["writes many rows in one go; leave that to a job"]
    return []


def _of_altering(statement: str, *, contracts: bool) -> list[str]:
    taken = [why for pattern, why in _TAKEN if _holds(pattern, statement)]
    long = [why for pattern, why in _LONG if _holds(pattern, statement)]
    bare = _holds(r"\bADD\s+COLUMN\b.*\bNOT\s+NULL\b", statement) and not _holds(
        r"\bDEFAULT\b", statement
    )
    unfilled = ["adds a column that older processes leave empty; give it a default"]
    return [*([] if contracts else taken), *long, *(unfilled if bare else [])]


def _of_indexing(found: re.Match[str], *, contracts: bool) -> list[str]:
    unique = ["forbids what older processes may write"] if found[1] and not contracts else []
    slow = [] if found[2] else ["keeps writers waiting for an index; build it beside"]
    return [*unique, *slow]


def _holds(pattern: str, statement: str) -> bool:
    return re.search(pattern, statement, re.IGNORECASE | re.DOTALL) is not None
