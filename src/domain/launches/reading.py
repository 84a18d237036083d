"""Reading launches: for everybody in the house, for titles stand here before they are announced."""

from domain.actor import Actor
from domain.launches import cancelling, records
from domain.launches.model import Note, Plan
from domain.people.model import Act
from domain.people.rules import require

#: The most launches that are listed at once, and how many if nobody says.
LISTED_MAX, LISTED = 100, 20


async def listed(
    actor: Actor, brand_id: str | None = None, after: str | None = None, count: int = LISTED
) -> list[Plan]:
    """Return launches, newest first: of one brand or of any, older than the id `after`."""
    require(actor, Act.SEE_WORKS, brand_id=brand_id)
    return await records.plans(brand_id, after, max(0, min(count, LISTED_MAX)))


async def live(actor: Actor, plan: Plan) -> list[Note]:
    """Return what is live of a work now: places, and requests of its launch."""
    require(actor, Act.SEE_WORKS)
    return await cancelling.live(plan)
