"""What is known of a version of a table when its release is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.approvals.rules import plans_from
from domain.decisions import cases, in_force, versions
from domain.decisions.checked import check_of
from domain.decisions.model import Check, RuleVersion, Table
from domain.decisions.rules import judge, outputs_of
from domain.errors import Invalid
from domain.people import records as people


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
    version was released since it was drafted; `unusable` says which stages it asks for that
    nobody could vote on.
    """

    check: Check
    base_counts: bool
    unusable: tuple[str, ...]


async def look(proposed: Proposed) -> Proposal:
    """Return what is known of the version proposed; `Invalid` if it is not there."""
    version = await _version(proposed)
    released = await versions.releases_of(proposed.table)
    standing = [one.version_id for one in released if one.withdrawn_at is None]
    return Proposal(
        await check_of(version),
        base_counts=standing[:1] in ([version.base_id], [version.id]),
        unusable=await _unusable(in_force.compiled(version), version.cases),
    )


async def _unusable(table: Table, written: str) -> tuple[str, ...]:
    """Return what is wrong with the stages that a table of stages asks for, case by case."""
    if "stage" not in outputs_of(table):
        return ()
    problems: dict[str, None] = {}
    for case in cases.read(table, written):
        rows = [row for row in judge(table, case.facts).rows if row.get("stage")]
        try:
            plans = plans_from(rows)
        except (Invalid, KeyError, ValueError) as error:
            problems[f"Line {case.line}: these are no stages ({error})."] = None
            continue
        named = sorted({plan.team for plan in plans if plan.team})
        for team in sorted(set(named) - set(await people.teams_by_key(named))):
            problems[f"There is no team `{team}`, which line {case.line} asks."] = None
    return tuple(problems)


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
    problems += [Invalid("bad_stages", one, ("version_id",)) for one in seen.unusable]
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
