"""Who stands in for whom in the open stages of a request, and where they can be told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.gathered.dossier import Dossier
from bot.language import say
from domain.approvals.model import Stage, StageState
from domain.people import entering
from domain.people import records as people
from domain.requests.model import RequestState
from domain.requests.seats import Seat, seats_of

#: An account in chat: its workspace, and what it is called there.
Account = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sitting:
    """The seats of open stages that somebody else fills now, by stage id.

    `accounts` are those of who stands in, `names` are those of who is away, by id.
    """

    seats: Mapping[str, Sequence[Seat]]
    accounts: Mapping[str, Sequence[Account]]
    names: Mapping[str, str]

    def stand_ins(self, stage: Stage) -> list[str]:
        """Return who stands in for somebody in `stage`, each once."""
        return sorted({seat.holder_id for seat in self.seats.get(stage.id, ()) if seat.holder_id})

    def absent_names(self, stage: Stage, holder_id: str) -> list[str]:
        """Return the names of those for whom somebody stands in."""
        return [
            self.names.get(seat.member_id) or say("somebody")
            for seat in self.seats.get(stage.id, ())
            if seat.holder_id == holder_id
        ]


async def sitting(dossier: Dossier, now: datetime) -> Sitting:
    """Return who stands in now in the stages of a request that wait for votes.

    Who has a seat of their own there is shown the card of their team, and no second one.
    """
    found: dict[str, list[Seat]] = {}
    request = dossier.request
    for stage in dossier.stages:
        waits = stage.state is StageState.OPEN and request.state is RequestState.IN_REVIEW
        if not waits or stage.team_id is None:
            continue
        seats = await seats_of(stage, request, dossier.authors, now)
        own = {seat.member_id for seat in seats}
        found[stage.id] = [
            seat
            for seat in seats
            if seat.instead_of and seat.holder_id and seat.holder_id not in own
        ]
    held = [seat for seats in found.values() for seat in seats]
    holders = {seat.holder_id for seat in held if seat.holder_id}
    accounts = {one: await accounts_of(one) for one in sorted(holders)}
    names = await people.names(sorted({seat.member_id for seat in held}))
    return Sitting(found, accounts, names)


async def accounts_of(user_id: str) -> list[Account]:
    """Return where somebody can be told something; nowhere if they may not enter."""
    if not await entering.may_enter(user_id):
        return []
    identities = await people.identities_of(user_id)
    return [(identity.workspace_id, identity.chat_user_id) for identity in identities]
