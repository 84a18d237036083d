"""Asking for a version of a table to be released."""

from datetime import datetime
from typing import TypeAlias

from domain.actor import Actor
from domain.decisions import versions
from domain.errors import Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.requests.kinds.rule_version import NAME
from domain.requests.model import Request
from domain.requests.revise import Reconsidered, reconsider
from domain.requests.revise import keep as keep_revision
from domain.requests.submit import Considered, consider
from domain.requests.submit import keep as keep_request

#: What was considered: a request, or a revision of one.
Proposing: TypeAlias = Considered | Reconsidered


async def propose(
    hub: Hub,
    actor: Actor,
    version_id: str,
    *,
    effective_at: datetime | None = None,
    under_way: bool = False,
    note: str = "",
    instead_of: str | None = None,
) -> Request:
    """Ask for a version to be released, as `considered` and `keep` do."""
    found = await considered(
        hub,
        actor,
        version_id,
        effective_at=effective_at,
        under_way=under_way,
        note=note,
        instead_of=instead_of,
    )
    return await keep(hub, actor, found)


async def considered(
    hub: Hub,
    actor: Actor,
    version_id: str,
    *,
    effective_at: datetime | None = None,
    under_way: bool = False,
    note: str = "",
    instead_of: str | None = None,
) -> Proposing:
    """Ask the rules whether a version may be released; not in a transaction.

    It would count from `effective_at` on, or as soon as everybody said yes. What is kept of it is
    a request like any other: reviewed, approved, released, and rolled back by being withdrawn.
    `instead_of` is a request of before that is revised so, when reviewers asked for changes or
    another version was released first. Raises `Invalid` with every reason why it may not be
    released, failing test cases and clashing rules among them.
    """
    require(actor, Act.CHANGE_RULES, everywhere=True)
    version = await versions.get(version_id)
    if version is None:
        raise Missing("no_such_version", f"There is no version `{version_id[:40]}` of a table.")
    brief = {
        "table": version.table_key,
        "number": version.number,
        "version_id": version.id,
        "change": version.change,
        "effective_at": effective_at.isoformat() if effective_at else None,
        "under_way": under_way,
        "note": note,
    }
    if instead_of is not None:
        return await reconsider(hub, actor, instead_of, brief, kind_name=NAME)
    return await consider(hub, actor, NAME, brief)


async def keep(hub: Hub, actor: Actor, found: Proposing) -> Request:
    """Keep what was considered, in one transaction."""
    if isinstance(found, Reconsidered):
        return await keep_revision(hub, actor, found)
    return await keep_request(hub, actor, found)
