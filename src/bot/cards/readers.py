"""Who may still read a copy of a request's card that is for one person alone.

People leave teams, roles end, accounts go to somebody else: what was right when a copy was wanted
is asked again each time something is drawn or told in it.
"""

from datetime import datetime

from bot.gathered.dossier import Dossier
from domain.approvals.model import Stage
from domain.notices.model import Audience, Copy
from domain.people import entering
from domain.requests.seats import reviewers_of, seats_of


def reader_of(dossier: Dossier, copy: Copy) -> str | None:
    """Return the person a copy is for; None for a channel."""
    if copy.audience is Audience.REQUESTER:
        return dossier.request.requester_id
    return copy.reader_id


async def may_read(dossier: Dossier, copy: Copy, now: datetime) -> bool:
    """Whether who a copy is for may be told of the request still; a channel always may.

    The requester may as long as they may enter; who reviews, or stands in, while they fill a seat.
    """
    if not copy.direct:
        return True
    user_id = await _person(dossier, copy)
    if user_id is None or copy.audience is Audience.REQUESTER:
        return user_id is not None
    stage = dossier.stage(copy.stage_id or "")
    return stage is not None and await _seated(dossier, stage, user_id, now)


async def stood_in(dossier: Dossier, copy: Copy) -> bool:
    """Whether a copy was shown to somebody because they stood in, who still may enter.

    If they may read it no more, it says only that: it offers nothing that they could not do.
    """
    stands = copy.handle or copy.tried_at is not None
    if copy.audience is not Audience.STAND_IN or not stands:
        return False
    return await _person(dossier, copy) is not None


async def _person(dossier: Dossier, copy: Copy) -> str | None:
    """Return who is behind the account of a copy; None if that is nobody, or somebody else."""
    behind = await entering.behind(copy.workspace_id, copy.place)
    # Copies of earlier versions do not say whose they are.
    return behind if behind == (reader_of(dossier, copy) or behind) else None


async def _seated(dossier: Dossier, stage: Stage, user_id: str, now: datetime) -> bool:
    """Whether somebody has a seat of their own in a stage, or fills that of another.

    A stage that is decided stays for those to read who stood in when it was.
    """
    team_id, request = stage.team_id, dossier.request
    if team_id is None:
        return False
    if user_id in await reviewers_of(team_id, request):
        return True
    at = stage.closed_at or now
    seats = await seats_of(stage, request, dossier.authors, at)
    return any(seat.holder_id == user_id for seat in seats)
