"""What columns of tables hold, kept under a name for the next table of their kind."""

from collections.abc import Mapping

from domain.actor import Actor
from domain.audit import service as audit
from domain.database import transaction
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.metrics import catalogue, records
from domain.metrics import columns as roles
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


async def columns_of(actor: Actor, name: str | None) -> dict[str, str]:
    """Return what columns hold, kept under a name, of no name nothing; `Missing` if none was."""
    require(actor, Act.CHANGE_METRICS)
    if not name:
        return {}
    found = await records.profile(name)
    if found is None:
        raise Missing("no_such_profile", f"No profile `{name[:40]}` was kept; keep one first.")
    return found


async def keep(hub: Hub, actor: Actor, name: str, source: str, columns: Mapping[str, str]) -> None:
    """Keep what the columns of a table hold under a name, in place of what was.

    `Invalid` for a bad name, a source nobody knows, or what no column can hold.
    """
    require(actor, Act.CHANGE_METRICS)
    held = roles.checked(columns)
    if not 0 < len(name) <= PROFILE_MAX:
        said = f"Give the profile a name of up to {PROFILE_MAX} letters."
        raise Invalid("bad_name", said, ("name",))
    now, key = hub.clock.now(), catalogue.source(source).key
    async with transaction():
        await records.keep_profile(name, key, held, now)
        details = {"name": name, "columns": held}
        await audit.record(now, actor, PROFILE_KEPT, f"metrics-{key}", details)
