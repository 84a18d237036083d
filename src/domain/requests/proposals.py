"""What is known of a version of a table when its release is asked for."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.actor import Actor
from domain.audit import service as audit
from domain.decisions import cases, in_force, versions
from domain.decisions.checked import check_of
from domain.decisions.model import Check, RuleVersion, Table
from domain.decisions.rules import judge, outputs_of
from domain.errors import Conflict, Invalid
from domain.people import records as people
from domain.requests.acceptable import trouble
from domain.requests.model import Request


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
    nobody could vote on; `last_effective_at` is when the last release takes effect, or did.
    """

    check: Check
    base_counts: bool
    unusable: tuple[str, ...]
    last_effective_at: datetime | None


async def look(proposed: Proposed) -> Proposal:
    """Return what is known of the version proposed; `Invalid` if it is not there."""
    version = await _version(proposed)
    released = await versions.releases_of(proposed.table)
    standing = [one for one in released if one.withdrawn_at is None]
    return Proposal(
        await check_of(version),
        base_counts=bool(standing) and standing[0].version_id == version.base_id,
        unusable=await _unusable(in_force.compiled(version), version.cases),
        last_effective_at=standing[0].effective_at if standing else None,
    )


async def _unusable(table: Table, written: str) -> tuple[str, ...]:
    """Return what is wrong with the stages that a table of stages asks for, case by case."""
    if "stage" not in outputs_of(table):
        return ()
    said, named = await asyncio.to_thread(_stages_of, table, written)
    unknown = sorted(set(named) - set(await people.teams_by_key(sorted(named))))
    return (
        *said,
        *(f"There is no team `{team}`, which line {named[team]} asks." for team in unknown),
    )


def _stages_of(table: Table, written: str) -> tuple[list[str], dict[str, int]]:
    """Return what is wrong with the stages asked for, and the line that asks each team first."""
    problems: list[str] = []
    teams: dict[str, int] = {}
    for case in cases.read(table, written):
        judgement = judge(table, case.facts)
        if found := trouble(judgement):
            problems.append(f"Line {case.line}: these are no stages: {found}.")
        for row in judgement.rows:
            if row.get("stage") and isinstance(row.get("team"), str) and row["team"]:
                teams.setdefault(row["team"], case.line)
    return problems, teams


async def writers(payload: Mapping[str, Any], _request_id: str | None = None) -> frozenset[str]:
    """Return who drafted the version that a payload names: they do not approve it."""
    version = await versions.get(str(payload["version_id"]))
    return frozenset({version.author_id} if version and version.author_id else ())


async def let_go(actor: Actor, request: Request, now: datetime) -> None:
    """Take the version of a withdrawn request out of force: the one before counts again."""
    if not await versions.withdraw(request.id, now):
        return  # It was never released.
    payload = request.payload
    details = {"request": request.id, "version": payload["number"], "reason": request.note}
    name = in_force.subject(payload["table"])
    await audit.record(now, actor, "rules.rolled_back", name, details)


async def references(proposed: Proposed, now: datetime, *, fresh: bool) -> Sequence[Invalid]:
    """Return why a version may not be released, whatever any table says of it."""
    try:
        problems = list(_objections(proposed, await look(proposed), now))
    except Invalid as missing:
        return [missing]
    except Conflict as unreadable:
        return [Invalid(unreadable.code, unreadable.message, ("version_id",))]
    if fresh and proposed.effective_at is not None and proposed.effective_at <= now:
        said = "It cannot take effect in the past; leave the time out for as soon as possible."
        problems.append(Invalid("effective_in_past", said, ("effective_at",)))
    return problems


def _objections(proposed: Proposed, seen: Proposal, now: datetime) -> Sequence[Invalid]:
    found = seen.check
    problems = [Invalid("case_fails", str(one), ("version_id",)) for one in found.failures]
    problems += [Invalid("rules_clash", one, ("version_id",)) for one in found.clashes]
    problems += [Invalid("bad_stages", one, ("version_id",)) for one in seen.unusable]
    if not found.cases:
        said = "It has no test cases; draft it again with some."
        problems.append(Invalid("no_cases", said, ("version_id",)))
    last = seen.last_effective_at
    if last is not None and (proposed.effective_at or now) < last:
        said = (
            f"The version released last takes effect on {last:%d %b %Y %H:%M} UTC and would take"
            " over then; choose a later time, or withdraw that one."
        )
        problems.append(Invalid("overtaken", said, ("effective_at",)))
    if not seen.base_counts:
        said = (
            f"Another version of `{proposed.table}` was released since this one was drafted, or"
            " this one itself was; draft it again from that one, so that its changes are not lost."
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
