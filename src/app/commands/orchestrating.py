"""What the command line asks of orchestration: who leads what, where the two are apart, routes."""

import json
from dataclasses import asdict
from typing import Any

from app.console.given import number_in
from app.console.progressing import passing
from app.findings import PERSON
from app.jobs.subjects import SUBJECTS
from domain.actor import Actor
from domain.campaigns.reviews import processes
from domain.cases import mirrored
from domain.errors import Missing
from domain.hub import Hub
from domain.orchestration import drifting, drifts, records
from domain.orchestration.bpmn import bpmn
from domain.orchestration.model import Assignment, Drift, Orchestrator
from domain.requests import orchestrating
from domain.requests import records as requests
from domain.requests.routing import bpmn_of_kind, bpmn_of_request

#: The ways of what is no kind of request.
OWN_ROUTES = {orchestrating.CASE: mirrored.ROUTE, orchestrating.REVIEW: processes.ROUTE}


async def give(
    hub: Hub, actor: Actor, kind: str, orchestrator: Orchestrator, process_key: str | None
) -> str:
    """Give a kind to an orchestrator, and return what to say."""
    held = await orchestrating.assign(hub, actor, kind, orchestrator, process_key)
    called = f" (process `{held.process_key}`)" if orchestrator is Orchestrator.OPENTEXT else ""
    return f"{kind}: {orchestrator} from now on{called}."


async def standing(kind: str) -> str:
    """Return who leads a kind."""
    for held in await orchestrating.everything():
        if isinstance(held, Assignment) and held.kind == kind:
            since = f"since {held.at:%Y-%m-%d %H:%M}"
            return f"{kind}: {held.orchestrator} {since} (process `{held.process_key}`)"
        if held == kind:
            return f"{kind}: {Orchestrator.EMBEDDED}"
    known = ", ".join(orchestrating.LED)
    raise Missing("unknown_kind", f"There is no kind `{kind}`; known are {known}.")


async def drift(hub: Hub, *, repair: bool, as_json: bool) -> tuple[str, bool]:
    """Compare hub and service; return what to say, and whether nothing needs a person."""
    with passing("Comparing", quiet=as_json) as passed:
        found = await drifting.check(hub, SUBJECTS, passed)
    mended = await drifting.repair(hub, found) if repair else 0
    if as_json:
        plain = [json.loads(json.dumps(asdict(one), default=str)) for one in found]
        return json.dumps({"drift": plain, "repaired": mended}, indent=2), not found
    lines = [f"  {one.gap}: {one.said}" for one in found]
    lines.insert(0, f"{len(found)} things are apart:" if found else "Nothing is apart.")
    if repair and found:
        left = len(found) - mended
        lines.append(f"{mended} are seen to as soon as a worker runs; {left} need a person.")
    return "\n".join(lines), not found


async def health(hub: Hub) -> dict[str, Any] | None:
    """Return how the workflow service and what it mirrors stand; None if there is none."""
    service = hub.workflow_service
    mirrored, troubled = await records.counts()
    led = [one for one in await records.assignments() if one.orchestrator != "embedded"]
    if service is None and not led and not mirrored:
        return None
    reach = await service.reach() if service else None
    found: list[Drift] = await drifts.newest(drifting.SHOWN_MAX)
    said = [f"{one.kind}: led by process `{one.process_key}`" for one in led]
    if reach is None:
        said.append(f"{PERSON}a workflow service is to lead, and none is connected")
    elif reach.problem is not None:
        said.append(f"{PERSON}{reach.problem}")
    else:
        said.append(f"{reach.name}: answers")
    said.append(f"mirrored: {mirrored}, of which {troubled} wait for the service")
    if found:
        said.append(f"{PERSON}{len(found)} things are apart; see `greenlight opentext drift`")
    return {
        "service": asdict(reach) if reach else None,
        "mirrored": mirrored,
        "troubled": troubled,
        "drift": len(found),
        "said": said,
    }


async def route(hub: Hub, what: str) -> str:
    """Return a kind's route, or a request's by number or id, as BPMN."""
    if what in orchestrating.LED:
        held = await records.assignment(what)
        key = held.process_key if held else orchestrating.process_named(what)
        if what in OWN_ROUTES:
            return bpmn(OWN_ROUTES[what], key)
        return await bpmn_of_kind(what, key, hub.clock.now())
    number = number_in(what)
    found = await (requests.get(what) if number is None else requests.get_by_number(number))
    if found is None:
        known = ", ".join(orchestrating.LED)
        said = f"There is neither a kind nor a request `{what[:40]}`; kinds are {known}."
        raise Missing("no_such_route", said)
    return await bpmn_of_request(found)
