"""Who judges by a table, and where two who judged by it differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Executor(StrEnum):
    """Who judges by a table.

    `SHADOW`: the engine in here decides, and the service is asked the same afterwards, to compare.
    """

    EMBEDDED = "embedded"
    OPENTEXT = "opentext"
    SHADOW = "shadow"


@dataclass(frozen=True, slots=True)
class Assignment:
    """That somebody gave a table to an executor, and how that went since.

    `decision_key` is what the service calls the table; `by_id` is None for the command line.
    `asked`, `failed` and `differed` count since `at`. `up` says whether the last question was
    answered, `since` from when on that is so, `problem` why not; nothing was asked if both are
    None.
    """

    table_key: str
    executor: Executor
    decision_key: str
    by_id: str | None
    at: datetime
    asked: int = 0
    failed: int = 0
    differed: int = 0
    up: bool | None = None
    since: datetime | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What an executor said: the outcome, and rows of plain JSON values by output."""

    outcome: str
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """Facts by which the service said something else than the engine in here, which decided.

    `id` is that of the job that asked the service.
    """

    id: str
    table_key: str
    table_version: str
    decision_key: str
    facts: Mapping[str, Any]
    ours: Said
    theirs: Said
    at: datetime
