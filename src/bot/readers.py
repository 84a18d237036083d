"""Who may still read a copy of a request's card that is for one person alone.

People leave teams, roles end, accounts go to somebody else: what was right when a copy was wanted
is asked again each time something is drawn or told in it.
"""

from datetime import datetime

from bot.dossier import Dossier
from bot.threads import reader_of
from domain.approvals.model import Stage, StageState
from domain.notices.model import Audience, Copy
from domain.people import entering
from domain.requests.model import RequestState
from domain.requests.seats import reviewers_of, seats_of


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


async def is_drawn(dossier: Dossier, copy: Copy, now: datetime) -> bool:
    """Whether a copy is drawn: for those who may read it, and once more for who stood in.

    As long as the stage waits, their card says only that they do not stand in any more.
    """
    if await may_read(dossier, copy, now):
        return True
    stage = dossier.stage(copy.stage_id or "")
    stands = copy.handle or copy.tried_at is not None
    if copy.audience is not Audience.STAND_IN or stage is None or not stands:
        return False
    waits = stage.state is StageState.OPEN and dossier.request.state is RequestState.IN_REVIEW
    return waits and stage.round == copy.round and await _person(dossier, copy) is not None


async def _person(dossier: Dossier, copy: Copy) -> str | None:
    """Return who is behind the account of a copy; None if that is nobody, or somebody else."""
    behind = await entering.behind(copy.workspace_id, copy.place)
    # Copies of earlier versions do not say whose they are.
    return behind if behind == (reader_of(dossier, copy) or behind) else None


async def _seated(dossier: Dossier, stage: Stage, user_id: str, now: datetime) -> bool:
    """Whether somebody has a seat of their own in a stage, or fills that of another."""
    team_id, request = stage.team_id, dossier.request
    if team_id is None:
        return False
    if user_id in await reviewers_of(team_id, request):
        return True
    seats = await seats_of(team_id, request.kind, request, dossier.authors, now)
    return any(seat.holder_id == user_id for seat in seats)
