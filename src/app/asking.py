"""What the command line asks of the hub."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from rich.progress import Progress

from app.handlers import DOING
from domain.actor import Actor, Door, Role, RoleGrant, Scope
from domain.audit import service as audit
from domain.database import transaction
from domain.decisions.rules import explain as explain_misses
from domain.decisions.rules import judge, load_shipped, to_json
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.identities import Standing
from domain.jobs import records as jobs
from domain.jobs import service as job_service
from domain.jobs.model import JobState
from domain.people import records, service, tokens
from domain.people.rules import TOKEN_DAYS_MAX
from domain.requests import outcomes

CONSOLE = Actor(None, "Command line", Door.CONSOLE, (RoleGrant(Role.ADMIN),))


def ask(key: str, facts: Mapping[str, Any], *, explain: bool, as_json: bool) -> str:
    """Return what a decision table says of `facts`."""
    tables = load_shipped()
    if key not in tables:
        raise Missing("no_such_table", f"There is no table `{key}`; known: {', '.join(tables)}.")
    table = tables[key]
    judgement = judge(table, facts)
    misses = explain_misses(table, facts) if explain else ()
    if as_json:
        return json.dumps(
            {**to_json(judgement), "misses": [asdict(m) for m in misses]}, indent=2, default=str
        )
    lines = [f"{key}: {judgement.outcome}"]
    lines += [f"  {json.dumps(dict(row))}" for row in judgement.rows]
    lines += [f"  because: {reason}" for reason in judgement.reasons]
    lines += [f"  not {m.rule}: {m.column} is {m.value}, not {m.cell}" for m in misses]
    return "\n".join(lines)


def read_facts(path: Path) -> Mapping[str, Any]:
    """Return the facts of a JSON file; `Invalid` if it holds no object."""
    try:
        facts = json.loads(path.read_text())
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Invalid("bad_facts", f"{path} is not JSON: {error}.", ("facts",)) from error
    if not isinstance(facts, dict):
        raise Invalid("bad_facts", f"{path} must hold one JSON object.", ("facts",))
    return facts


async def add_person(hub: Hub, email: str, name: str, roles: Sequence[Role]) -> str:
    """Add a person with roles, and return what to say."""
    async with transaction():
        user = await service.add_user(hub, CONSOLE, name=name, email=email)
        for role in roles:
            await service.grant_role(hub, CONSOLE, user.id, role)
    return f"{user.id}: {user.name} <{user.email}>, {', '.join(roles)}."


async def issue_token(hub: Hub, email: str, name: str, days: int) -> str:
    """Make a token for the person with an address, and return its secret."""
    user = await records.user_by_email(email)
    if user is None:
        raise Missing("no_such_user", f"There is nobody with the address `{email}`.")
    try:
        expires = hub.clock.now() + timedelta(days=days)
    except OverflowError:
        said = f"A token must expire within {TOKEN_DAYS_MAX} days from now."
        raise Invalid("expiry_out_of_range", said, ("days",)) from None
    _, secret = await tokens.issue_token(
        hub, CONSOLE, name, frozenset(Scope), expires, for_user_id=user.id
    )
    return secret


async def retry(hub: Hub, key: str) -> str:
    """Open a job that was given up again, and return what to say."""
    async with transaction():
        job = await job_service.retry(hub.wake, hub.clock.now(), key)
        if job.kind in DOING:
            await outcomes.tell(hub, job.details["request_id"], "request.tried_again", None, key)
    return f"{key} is tried again as soon as the hub runs."


async def health(hub: Hub, *, as_json: bool) -> str:
    """Return what waits and what needs a person."""
    now = hub.clock.now()
    dead = await jobs.with_state(JobState.DEAD, 20)
    due = await jobs.next_due(now)
    lag = max((now - due).total_seconds(), 0.0) if due else 0.0
    issuer = await hub.identities.standing() if hub.identities else None
    held, left = await jobs.leases(now)
    found = {
        "issuer": asdict(issuer) if issuer else None,
        "jobs": await jobs.counts(),
        "leases": {"held": held, "left_by_the_dead": left},
        "lag_seconds": round(lag, 1),
        "dead": [{"key": job.key, "reason": job.last_error} for job in dead],
        "tables": {key: table.version[:12] for key, table in hub.tables.items()},
    }
    if as_json:
        return json.dumps(found, indent=2)
    lines = [f"jobs: {found['jobs']}", f"lag: {found['lag_seconds']} s"]
    lines.append(f"leases: {held} held, {left} left by workers that died")
    lines += [f"needs a person: {job.key}: {job.last_error}" for job in dead]
    if dead:
        lines.append("mend the cause, then: greenlight retry KEY")
    if issuer is not None:
        lines.append(_told_of(issuer))
    return "\n".join([*lines, f"decision tables: {found['tables']}"])


def _told_of(issuer: Standing) -> str:
    if issuer.problem is not None:
        return f"needs a person: issuer {issuer.issuer}: {issuer.problem}"
    return f"issuer: {issuer.issuer}, {issuer.keys} keys can be read"


async def verify(hub: Hub, *, as_json: bool) -> tuple[str, bool]:
    """Verify the record; return what to say, and whether it holds."""
    with Progress(transient=True, disable=as_json) as progress:
        task = progress.add_task("Verifying", total=None)
        findings = await audit.verify(
            hub.secrets, lambda done: progress.update(task, completed=done)
        )
    if as_json:
        return json.dumps([asdict(finding) for finding in findings], indent=2), not findings
    if not findings:
        return "The record holds.", True
    lines = [f"{f.subject} at {f.position}: {f.problem}" for f in findings]
    return "\n".join([f"{len(findings)} things are wrong with the record:", *lines]), False
