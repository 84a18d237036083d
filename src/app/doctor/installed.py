"""Where the app is installed, as `greenlight doctor` tells it."""

from collections.abc import Sequence

from app.findings import PERSON
from domain.people import workspaces
from domain.people.workspaces import Standing


async def standing() -> list[str]:
    """Return a line for every workspace the app is, or was, installed in."""
    return told(await workspaces.standings())


def told(found: Sequence[Standing]) -> list[str]:
    """Return the lines about installations."""
    return [_line(one) for one in found]


def _line(one: Standing) -> str:
    name = f"Slack workspace {one.name} ({one.id})"
    again = "; install it again by the link of `greenlight install-link`"
    if one.removed_at is not None:
        return f"{PERSON}{name}: the app was removed at {one.removed_at:%Y-%m-%d %H:%M} UTC{again}"
    if one.trouble is not None:
        return f"{PERSON}{name}: its token opens nothing ({one.trouble}){again}"
    ends = f", its token ends at {one.ends_at:%Y-%m-%d %H:%M} UTC" if one.ends_at else ""
    return f"{name}: installed{ends}"
