"""What is known of a version of a table when its release is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.decisions import checking, in_force, versions
from domain.decisions.model import Check, RuleVersion
from domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Proposed:
    """What of a brief names a version, and from when it is to count."""

    table: str
    number: int
    version_id: str
    effective_at: datetime | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is known of a version beside what the request says.

    `check` is what was found out about the file itself; `base_counts` is False where another
    version was released since it was drafted.
    """

    check: Check
    base_counts: bool


async def look(proposed: Proposed) -> Proposal:
    """Return what is known of the version proposed; `Invalid` if it is not there."""
    version = await _version(proposed)
    base = await versions.get(version.base_id) if version.base_id else None
    before = in_force.compiled(base) if base else None
    check = checking.check(in_force.compiled(version), version.cases, before)
    released = await versions.releases_of(proposed.table)
    standing = [one.version_id for one in released if one.withdrawn_at is None]
    return Proposal(check, base_counts=standing[:1] in ([version.base_id], [version.id]))


async def references(proposed: Proposed, now: datetime, *, fresh: bool) -> Sequence[Invalid]:
    """Return why a version may not be released, whatever any table says of it."""
    try:
        problems = list(_objections(proposed, await look(proposed)))
    except Invalid as missing:
        return [missing]
    if fresh and proposed.effective_at is not None and proposed.effective_at <= now:
        said = "It cannot take effect in the past; leave the time out for as soon as possible."
        problems.append(Invalid("effective_in_past", said, ("effective_at",)))
    return problems


def _objections(proposed: Proposed, seen: Proposal) -> Sequence[Invalid]:
    found = seen.check
    problems = [Invalid("case_fails", str(one), ("version_id",)) for one in found.failures]
    problems += [Invalid("rules_clash", one, ("version_id",)) for one in found.clashes]
    if not found.cases:
        said = "It has no test cases; draft it again with some."
        problems.append(Invalid("no_cases", said, ("version_id",)))
    if not seen.base_counts:
        said = (
            f"Another version of `{proposed.table}` was released since this one was drafted; draft"
            " yours again from that one, so that its changes are not lost."
        )
        problems.append(Invalid("out_of_date", said, ("version_id",)))
    return problems


async def _version(proposed: Proposed) -> RuleVersion:
    version = await versions.get(proposed.version_id)
    if version is not None:
        named = (version.table_key, version.number) == (proposed.table, proposed.number)
        if named:
            return version
    raise Invalid(
        "no_such_version",
        f"There is no version {proposed.number} of `{proposed.table}` with this id.",
        ("version_id",),
    )
