"""How one schema stands to another: what front ends would notice, the worst first."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from graphql import (
    BreakingChangeType,
    DangerousChangeType,
    GraphQLError,
    SchemaChange,
    build_schema,
    find_schema_changes,
)

from domain.errors import Invalid


class Weight(StrEnum):
    """What a change does to documents that are in use."""

    BREAKING = "breaking"
    DANGEROUS = "dangerous"
    SAFE = "safe"


@dataclass(frozen=True, slots=True)
class Change:
    """One change, in words; `code` is graphql-core's, such as `FIELD_REMOVED`."""

    weight: Weight
    code: str
    said: str


@dataclass(frozen=True, slots=True)
class Declared:
    """A breaking change that is meant: as `Change.said` says it, why, and since when."""

    said: str
    reason: str
    date: date


#: Whoever leaves such a value out gets another answer, without a word: that breaks them, too.
_SILENT = frozenset(
    {
        DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE,
        DangerousChangeType.INPUT_FIELD_DEFAULT_VALUE_CHANGE,
    }
)


def compare(old: str, new: str) -> Sequence[Change]:
    """Return what changed from the schema `old` to the schema `new`, the worst first.

    Raises `Invalid` if one of them is no schema.
    """
    try:
        found = find_schema_changes(build_schema(old), build_schema(new))
    except (GraphQLError, TypeError) as error:
        said = str(error).splitlines()[0]
        raise Invalid("not_a_schema", f"This is no GraphQL schema: {said}") from error
    changes = [Change(_weight(one), one.type.name, one.description) for one in found]
    return sorted(changes, key=lambda one: ([*Weight].index(one.weight), one.said))


def read_declared(path: Path) -> Sequence[Declared]:
    """Return the breaking changes that a file declares; `Invalid` if one lacks something."""
    given = tomllib.loads(path.read_text()).get("change", [])
    try:
        return [Declared(**one) for one in given]
    except TypeError as error:
        raise Invalid(
            "bad_declaration", f"In {path.name} each change has `said`, `reason` and `date`."
        ) from error


def _weight(change: SchemaChange) -> Weight:
    if isinstance(change.type, BreakingChangeType) or change.type in _SILENT:
        return Weight.BREAKING
    return Weight.DANGEROUS if isinstance(change.type, DangerousChangeType) else Weight.SAFE
