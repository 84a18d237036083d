"""The rights desk: who is told of ends that come, and what they are told.

It is the team that the tables name `rights`. Its routes say where it hears of which brand and
market; where it has no place, its people are told by mail.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.database import sql
from domain.hub import Hub
from domain.people import records as people
from domain.people.model import Team
from domain.rights import agreement_records, ladder, records, subjects, watching
from domain.rights.agreements import Agreement
from domain.rights.ladder import Notice
from domain.rights.model import Grant, SubjectKind
from domain.routes import service as routes
from domain.routes.model import Place

#: What the team is called by the tables.
TEAM = "rights"


@dataclass(frozen=True, slots=True)
class Ending:
    """What is to be told: the end of a grant, or the last moment to leave an agreement.

    Exactly one of `grant` and `agreement` is there. `step` is how many days before it is told,
    `subject` what the grant is about, `came_out` the day it came out, None if that is not known.
    """

    about_id: str
    notice: Notice
    end: datetime
    step: int
    brand_id: str | None
    territories: frozenset[str]
    grant: Grant | None = None
    agreement: Agreement | None = None
    subject: str = ""
    came_out: date | None = None


async def to_tell(hub: Hub, details: Mapping[str, Any]) -> Ending | None:
    """Return what the job with `details` is to tell; None if it ends otherwise, or was told."""
    about_id, notice, end = watching.named(details)
    step = int(details["step"])
    # What waited for its turn until the next step came is left to that.
    if not await watching.stands(about_id, notice, end) or step != ladder.reached(
        end, hub.clock.now()
    ):
        return None
    if notice is Notice.LEAVE:
        agreement = await agreement_records.get(about_id)
        brand_id = agreement.brand_id if agreement else None
        return Ending(about_id, notice, end, step, brand_id, frozenset(), agreement=agreement)
    grant = await records.grant_by_id(about_id)
    if grant is None or not await watching.matters(grant):
        return None
    placed = await subjects.placed(grant.subject)
    return Ending(
        about_id,
        notice,
        end,
        step,
        placed.brand_id,
        grant.scope.area.touched,
        grant=grant,
        subject=placed.name,
        came_out=await _came_out(hub, grant),
    )


async def team() -> Team | None:
    """Return the team, if there is one."""
    return (await people.teams_by_key([TEAM])).get(TEAM)


async def place(team: Team, ending: Ending) -> Place | None:
    """Return where the team is told of something; None if it has no place for it."""
    return await routes.where(
        team, kind=None, brand_id=ending.brand_id, markets=tuple(sorted(ending.territories))
    )


async def _came_out(hub: Hub, grant: Grant) -> date | None:
    """Return when an episode came out, or the first episode of a show; None if not known."""
    columns = {SubjectKind.EPISODE: "id", SubjectKind.SHOW: "show_id"}
    column = columns.get(grant.subject.kind)
    if column is None:
        return None
    rows = await sql.fetch(
        f"SELECT release_on FROM episodes WHERE {column} = $1 AND release_on IS NOT NULL",
        grant.subject.ref,
    )
    days = [date.fromisoformat(str(row["release_on"])[:10]) for row in rows]
    return min((day for day in days if day <= hub.clock.now().date()), default=None)
