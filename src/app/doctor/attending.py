"""What the command line asks about the hub's health, and what it does where that is bad."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from typing import Any

from app.commands import executing, orchestrating
from app.console.progressing import passing
from app.doctor import checking, hooking, installed, reaching
from app.doctor.health import for_programs, look, told
from app.doctor.replicas import standing as replica_standing
from app.findings import PERSON, Finding, Weight, of_lines
from app.importing import consonance
from app.jobs.stuck import DOING
from app.keeping import rotating
from app.opening import connecting
from app.settings import Settings
from domain.ad_reports import records as reports
from domain.audit import service as audit
from domain.database import transaction
from domain.decisions import in_force, versions
from domain.errors import Conflict
from domain.hub import Hub
from domain.identities import Standing
from domain.jobs import service as job_service
from domain.requests import outcomes


async def retry(hub: Hub, key: str) -> str:
    """Open a job that was given up again, and return what to say."""
    async with transaction():
        job = await job_service.retry(hub.wake, hub.clock.now(), key)
        if job.kind in DOING:
            await outcomes.tell(hub, job.details["request_id"], "request.tried_again", None, key)
    return f"{key} is tried again as soon as the hub runs."


async def health(hub: Hub, settings: Settings, *, connect: bool, as_json: bool) -> tuple[str, bool]:
    """Return how the hub is set up, what waits and what needs a person, and whether nothing does.

    `connect` has Slack asked whether it would open a socket, where the bot connects by one.
    """
    standing = await look(hub)
    issuer = await hub.identities.standing() if hub.identities else None
    slack = await reaching.reach(settings, connect=connect)
    elsewhere = await executing.health(hub)
    led = await orchestrating.health(hub)
    titles = await consonance.health(settings)
    said = await _lines(hub, elsewhere, led, titles)
    besides = await checking.look(hub, settings, connect=connect)
    findings = [
        *standing.findings,
        *(Finding("slack", problem) for problem in [slack.problem] if problem),
        *(Finding("issuer", problem) for problem in [issuer and issuer.problem] if problem),
        *(finding for code, lines in said.items() for finding in of_lines(code, lines)),
        *besides,
    ]
    well = not any(finding.weight is Weight.NOW for finding in findings)
    tables = await _tables(hub.clock.now())
    if not as_json:
        lines = [*told(standing), reaching.told(slack), *([_told_of(issuer)] if issuer else [])]
        lines += [*chain.from_iterable(said.values()), *(finding.told() for finding in besides)]
        return "\n".join([*lines, f"decision tables: {tables}"]), well
    found: dict[str, Any] = {
        **for_programs(standing),
        "issuer": asdict(issuer) if issuer else None,
        "slack": asdict(slack),
        "workspaces": said["workspace"],
        "tables": tables,
        "executors": elsewhere,
        "orchestration": led,
        "consonance": titles,
        "spend": said["spend"],
        "connections": said["connection"],
        "webhooks": said["webhook"],
        "findings": [finding.for_programs() for finding in findings],
        "replica": said["replica"],
        "secrets": said["old_secret"],
    }
    return json.dumps(found, indent=2), well


async def _lines(
    hub: Hub,
    elsewhere: Mapping[str, Any] | None,
    led: Mapping[str, Any] | None,
    titles: Mapping[str, Any] | None,
) -> dict[str, list[str]]:
    """Return what is told of everything beside the jobs, by the code of its findings."""
    return {
        "workspace": await installed.standing(),
        "executor": _said(elsewhere),
        "orchestration": _said(led),
        "title_house": _said(titles),
        "spend": [f"{PERSON}spend of {one}" for one in await reports.odd_ones()],
        "connection": await connecting.standing(),
        "webhook": await hooking.standing(),
        "replica": await replica_standing(),
        "old_secret": await rotating.standing(hub),
    }


def _said(found: Mapping[str, Any] | None) -> list[str]:
    return list(found["said"]) if found else []


async def _tables(now: datetime) -> dict[str, str]:
    """Return which version of each table counts, or why it cannot be read."""
    found = {}
    counting = await versions.that_count(await versions.keys(), now, now)
    for key, version in sorted(counting.items()):
        try:
            in_force.compiled(version)
        except Conflict as problem:
            found[key] = problem.message
        else:
            found[key] = f"version {version.number}"
    return found


def _told_of(issuer: Standing) -> str:
    if issuer.problem is not None:
        return f"{PERSON}issuer {issuer.issuer}: {issuer.problem}"
    return f"issuer: {issuer.issuer}, {issuer.keys} keys can be read"


async def verify(hub: Hub, *, as_json: bool) -> tuple[str, bool]:
    """Verify the record; return what to say, and whether it holds."""
    with passing("Verifying", quiet=as_json) as passed:
        findings = await audit.verify(hub.secrets, passed, hub.files)
    if as_json:
        return json.dumps([asdict(finding) for finding in findings], indent=2), not findings
    if not findings:
        return "The record holds.", True
    lines = [f"{f.subject} at {f.position}: {f.problem}" for f in findings]
    return "\n".join([f"{len(findings)} things are wrong with the record:", *lines]), False
