"""Who may speak in a stage now: its reviewers, and whoever stands in for those who are away."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.absences import records as absences
from domain.absences import rules as absence_rules
from domain.absences.model import About
from domain.actor import Actor, Role, RoleGrant
from domain.approvals import handed_records
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


async def able_to_review(of: Request | Headline) -> frozenset[str]:
    """Return everybody who may vote on something of this brand and these markets."""
    voting, _ = ACCESS[Act.VOTE]
    held = {one for role in voting for one in await people.holders_of(role)}
    return _able(await people.grants_of_active(sorted(held)), of)


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
    stage: Stage, request: Request, authors: Collection[str | None], now: datetime
) -> list[Seat]:
    """Return the seats of a stage of what `authors` wrote, in a steady order; the hub's has none.

    Those who wrote it have none, and fill none. A seat that was handed to somebody is theirs, as
    long as they may vote, also when whose it was is no reviewer of the stage any more; only stages
    that were carried up have such seats.
    """
    if stage.team_id is None:
        return []
    members = sorted((await reviewers_of(stage.team_id, request)).difference(authors))
    away = await absences.in_force(now)
    handed = await handed_records.of_stage(stage) if stage.escalated else {}
    if not away and not handed:
        return [Seat(member, member) for member in members]
    named = sorted({one.delegate_id for one in away if one.delegate_id} | {*handed.values()})
    able = _able(await people.grants_of_active(named), request).difference(authors)
    found, about = absence_rules.by_person(away), About(request.kind, request.brand_id)

    def holder(member: str) -> str | None:
        if handed.get(member) in able:
            return handed[member]
        return absence_rules.stand_in(found, member, about, now, lambda one: one in able)

    gone = sorted({member for member, theirs in handed.items() if theirs in able})
    return [
        *(Seat(member, holder(member)) for member in members),
        *(Seat(one, handed[one]) for one in gone if one not in members and one not in authors),
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
    if not actor.stands_in and request.id not in actor.called:
        return None
    filled = {vote.seat_id for vote in counting(stage, votes)}
    seats = await seats_of(stage, request, authors, now)
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


def to_hand(
    seats: Sequence[Seat], stage: Stage, votes: Sequence[Vote], wanted: str | None = None
) -> Seat | None:
    """Return the seat of `stage` that is handed on: that of `wanted`, else one that nobody fills.

    Nobody fills one whose holder has voted in another seat. Where somebody fills each, it is the
    first that waits. None if that seat is filled by a vote, or is not there.
    """
    cast = counting(stage, votes)
    filled, spoken = {vote.seat_id for vote in cast}, {vote.voter_id for vote in cast}
    left = [
        seat for seat in seats if seat.member_id not in filled and wanted in {None, seat.member_id}
    ]
    return min(left, key=lambda seat: seat.holder_id not in {None, *spoken}, default=None)


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
