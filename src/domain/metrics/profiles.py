"""What columns of tables hold, kept under a name for the next table of their kind."""

from collections.abc import Mapping

from domain.actor import Actor
from domain.audit import service as audit
from domain.database import transaction
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.metrics import catalogue, records
from domain.metrics.model import Profile
from domain.people.model import Act
from domain.people.rules import require

PROFILE_KEPT = "metrics.profile_kept"

#: The longest name of a profile.
PROFILE_MAX = 80


async def listed(actor: Actor) -> list[Profile]:
    """Return every profile, by name."""
    require(actor, Act.CHANGE_METRICS)
    return await records.profiles()


async def get(actor: Actor, name: str) -> dict[str, str]:
    """Return what columns hold, kept under a name; `Missing` if there is no such profile."""
    require(actor, Act.CHANGE_METRICS)
    found = await records.profile(name)
    if found is None:
        raise Missing("no_such_profile", f"No profile `{name[:40]}` was kept; keep one first.")
    return found


async def keep(hub: Hub, actor: Actor, name: str, source: str, columns: Mapping[str, str]) -> None:
    """Keep what the columns of a table hold under a name, in place of what was."""
    require(actor, Act.CHANGE_METRICS)
    if not 0 < len(name) <= PROFILE_MAX:
        said = f"Give the profile a name of up to {PROFILE_MAX} letters."
        raise Invalid("bad_name", said, ("name",))
    now, key = hub.clock.now(), catalogue.source(source).key
    async with transaction():
        await records.keep_profile(name, key, columns, now)
        details = {"name": name, "columns": dict(columns)}
        await audit.record(now, actor, PROFILE_KEPT, f"metrics-{key}", details)
