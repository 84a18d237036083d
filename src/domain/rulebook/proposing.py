"""Asking for a version of a table to be released."""

from datetime import datetime

from domain.actor import Actor
from domain.decisions import versions
from domain.errors import Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.requests.kinds.rule_version import NAME
from domain.requests.model import Request
from domain.requests.submit import Considered, consider, keep


async def propose(
    hub: Hub,
    actor: Actor,
    version_id: str,
    *,
    effective_at: datetime | None = None,
    under_way: bool = False,
    note: str = "",
) -> Request:
    """Ask for a version to be released, as `considered` and `submit.keep` do."""
    found = await considered(
        hub, actor, version_id, effective_at=effective_at, under_way=under_way, note=note
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
) -> Considered:
    """Ask the rules whether a version may be released; not in a transaction.

    It would count from `effective_at` on, or as soon as everybody said yes. What is kept of it is
    a request like any other: reviewed, approved, released, and rolled back by being withdrawn.
    Raises `Invalid` with every reason why it may not be released, failing test cases and clashing
    rules among them.
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
    return await consider(hub, actor, NAME, brief)
