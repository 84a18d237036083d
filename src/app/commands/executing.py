"""What the command line asks of executors: who judges by a table, and how that goes."""

import json
from dataclasses import asdict
from typing import Any

from app.findings import PERSON
from domain.actor import Actor
from domain.decisions import versions
from domain.errors import Missing
from domain.executors import records
from domain.executors.model import Assignment, Executor, Said
from domain.hub import Hub
from domain.rulebook.assigning import assign

#: How many differences are shown.
SHOWN = 20


async def give(
    hub: Hub, actor: Actor, table: str, executor: Executor, decision_key: str | None
) -> str:
    """Give a table to an executor, and return what to say."""
    held = await assign(hub, actor, table, executor, decision_key)
    called = "" if executor is Executor.EMBEDDED else f" (decision `{held.decision_key}`)"
    return f"{table}: {executor} from now on{called}."


async def standing(table: str) -> str:
    """Return who judges by a table, how that went, and where two differed last."""
    if table not in (known := await versions.keys()):
        raise Missing("no_such_table", f"There is no table `{table}`; known: {', '.join(known)}.")
    held = (await records.of_tables([table])).get(table)
    if held is None:
        return f"{table}: embedded"
    lines = [told(held)]
    for one in await records.differences(table, SHOWN):
        lines += [f"  {one.at:%Y-%m-%d %H:%M} {json.dumps(dict(one.facts), default=str)}"]
        lines += [f"    ours   {_said(one.ours)}", f"    theirs {_said(one.theirs)}"]
    return "\n".join(lines)


async def health(hub: Hub) -> dict[str, Any] | None:
    """Return how the decision service and the tables given to it stand; None if it has none."""
    held = [one for one in await records.assigned() if one.executor is not Executor.EMBEDDED]
    service = hub.decision_service
    if service is None and not held:
        return None
    reach = await service.reach() if service else None
    return {
        "service": asdict(reach) if reach else None,
        "tables": [json.loads(json.dumps(asdict(one), default=str)) for one in held],
        "said": [
            _reached(reach.name, reach.problem) if reach else _unconnected(held),
            *map(told, held),
        ],
    }


def told(held: Assignment) -> str:
    """Return one line on who judges by a table and how that went."""
    if held.executor is Executor.EMBEDDED:
        return f"{held.table_key}: embedded since {held.at:%Y-%m-%d %H:%M}"
    went = "not asked yet"
    if held.up is not None and held.since is not None:
        word = "answers" if held.up else "does not answer"
        went = f"{word} since {held.since:%Y-%m-%d %H:%M}"
    counts = f"asked {held.asked}, failed {held.failed}"
    if held.executor is Executor.SHADOW:
        counts += f", differed {held.differed}"
    why = f": {held.problem}" if held.problem else ""
    person = held.up is False or (held.executor is Executor.SHADOW and held.differed > 0)
    return (
        f"{PERSON if person else ''}{held.table_key}: {held.executor}, `{held.decision_key}`"
        f" {went} ({counts}){why}"
    )


def _reached(name: str, problem: str | None) -> str:
    return f"{PERSON}{name} {problem}" if problem else f"{name}: answers"


def _unconnected(held: list[Assignment]) -> str:
    names = ", ".join(f"`{one.table_key}`" for one in held)
    return f"{PERSON}{names} judged by a service that is not connected: set it up again"


def _said(found: Said) -> str:
    return f"{found.outcome} {json.dumps([dict(row) for row in found.rows], default=str)}"
