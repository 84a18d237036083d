"""A table in force, and what it said."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.decisions.dmn import Model


class Outcome(StrEnum):
    """Whether the rules decided, or people must look."""

    DECIDED = "decided"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Table:
    """A table in force. `version` is the SHA-256 of its file; `key` is also its decision."""

    key: str
    version: str
    model: Model


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a table said of some facts, with everything needed to explain it later.

    `rows` are the results that count, plain JSON values by output name; `matched` the ids of the
    rules behind them; `reasons` sentences; `missing` the required facts that were absent or of
    the wrong kind.
    """

    table: str
    version: str
    outcome: Outcome
    rows: tuple[Mapping[str, Any], ...]
    matched: tuple[str, ...]
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    facts: Mapping[str, Any]
