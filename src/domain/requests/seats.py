"""Who may speak in a stage now: its reviewers, and whoever stands in for those who are away."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.absences import records as absences
from domain.absences import rules as absence_rules
from domain.absences.model import About
from domain.actor import Actor, Role, RoleGrant
from domain.approvals.model import Stage, Vote
from domain.approvals.rules import counting
from domain.people import records as people
from domain.people.model import Act
from domain.people.rules import ACCESS, covers
from domain.requests import rules
from domain.requests.kinds.kind import Headline
from domain.requests.model import Request


@dataclass(frozen=True, slots=True)
class Seat:
    """A reviewer's place in a stage, and who fills it: they themselves, a stand-in, or nobody."""

    member_id: str
    holder_id: str | None

    @property
    def instead_of(self) -> str | None:
        """For whom the holder stands in; None if it is the holder's own seat."""
        return None if self.holder_id == self.member_id else self.member_id


async def reviewers_of(team_id: str, of: Request | Headline) -> frozenset[str]:
    """Return who of a team may vote on something of this brand and these markets."""
    members = await people.members(team_id)
    return _able(await people.grants_of_all(members), of)


async def managers_of(request: Request) -> list[str]:
    """Return the managers whose role covers a request, in a steady order."""
    grants = await people.grants_of_active(await people.holders_of(Role.MANAGER))
    return sorted(
        user_id
        for user_id, held in grants.items()
        if covers([g for g in held if g.role is Role.MANAGER], **rules.reach(request))
    )


async def seats_of(
    team_id: str, kind: str, of: Request | Headline, authors: Collection[str | None], now: datetime
) -> list[Seat]:
    """Return the seats of a team for something that `authors` wrote, in a steady order.

    Those who wrote it have none, and stand in for nobody.
    """
    members = sorted((await reviewers_of(team_id, of)).difference(authors))
    away = await absences.in_force(now)
    if not away:
        return [Seat(member, member) for member in members]
    named = sorted({one.delegate_id for one in away if one.delegate_id})
    able = _able(await people.grants_of_active(named), of).difference(authors)
    found, about = absence_rules.by_person(away), About(kind, of.brand_id)
    return [
        Seat(
            member,
            absence_rules.stand_in(found, member, about, now, lambda holder: holder in able),
        )
        for member in members
    ]


async def seat_for(
    actor: Actor,
    stage: Stage,
    request: Request,
    authors: Collection[str],
    votes: Sequence[Vote],
    now: datetime,
) -> Seat | None:
    """Return the seat of a stage that `actor` fills: their own if they have one.

    Where they stand in for several, it is the first that nobody filled yet. None if they fill none.
    """
    user_id, team_id = actor.user_id, stage.team_id
    if user_id is None or team_id is None:
        return None
    if team_id in actor.team_ids:
        return Seat(user_id, user_id)
    if not actor.stands_in:
        return None
    filled = {vote.seat_id for vote in counting(stage, votes)}
    seats = await seats_of(team_id, request.kind, request, authors, now)
    theirs = [seat for seat in seats if seat.holder_id == user_id]
    return min(theirs, key=lambda seat: seat.member_id in filled, default=None)


def missing(seats: Sequence[Seat], stage: Stage, votes: Sequence[Vote]) -> list[Seat]:
    """Return the seats that somebody may still fill: one for every person who has not voted."""
    cast = counting(stage, votes)
    filled, spoken = {vote.seat_id for vote in cast}, {vote.voter_id for vote in cast}
    found: dict[str, Seat] = {}
    for seat in sorted(seats, key=lambda one: one.instead_of is not None):
        holder = seat.holder_id
        if holder is None or holder in spoken or seat.member_id in filled:
            continue
        found.setdefault(holder, seat)
    return [*found.values()]


def within_reach(seats: Sequence[Seat], stage: Stage, votes: Sequence[Vote]) -> bool:
    """Whether the quorum of `stage` can be reached by those who are there now."""
    return len(counting(stage, votes)) + len(missing(seats, stage, votes)) >= stage.quorum


def _able(grants: dict[str, list[RoleGrant]], of: Request | Headline) -> frozenset[str]:
    voting, _ = ACCESS[Act.VOTE]
    return frozenset(
        user_id
        for user_id, held in grants.items()
        if covers([g for g in held if g.role in voting], **rules.reach(of))
    )
