"""The lifecycle of a request. Everything that decides how a request may move stands here.

A request is in review until every stage is approved, then its effect is due once the undo window
has passed: it is published, and live as soon as the publisher says so. A no ends it; a wish for
changes hands it back to the requester, whose revision brings it into review again. What the
publisher refuses, or finds changed behind our back, comes back too. A move that is not in the
table raises and changes nothing.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypedDict

from domain.actor import Actor, StandsIn
from domain.approvals import rules as approval_rules
from domain.approvals.model import Stage, StageState, Vote
from domain.errors import Conflict, Forbidden
from domain.people.model import Act, Sight
from domain.people.rules import may, sight_of
from domain.requests.kinds.kind import Headline, Kind
from domain.requests.model import Move, Request, RequestState
from domain.territories import TERRITORIES

S, M = RequestState, Move

_WORLD = tuple(sorted(TERRITORIES))

MOVES: Mapping[tuple[RequestState, Move], RequestState] = MappingProxyType(
    {
        (S.IN_REVIEW, M.APPROVE): S.APPROVED,
        (S.IN_REVIEW, M.REJECT): S.REJECTED,
        (S.IN_REVIEW, M.REQUEST_CHANGES): S.CHANGES_REQUESTED,
        (S.IN_REVIEW, M.REVISE): S.IN_REVIEW,
        (S.IN_REVIEW, M.UNDO): S.IN_REVIEW,
        (S.IN_REVIEW, M.REOPEN): S.IN_REVIEW,
        (S.IN_REVIEW, M.SEND_BACK): S.CHANGES_REQUESTED,
        (S.IN_REVIEW, M.WITHDRAW): S.WITHDRAWN,
        (S.CHANGES_REQUESTED, M.REVISE): S.IN_REVIEW,
        (S.CHANGES_REQUESTED, M.UNDO): S.IN_REVIEW,
        (S.CHANGES_REQUESTED, M.REOPEN): S.IN_REVIEW,
        (S.CHANGES_REQUESTED, M.WITHDRAW): S.WITHDRAWN,
        (S.REJECTED, M.UNDO): S.IN_REVIEW,
        (S.APPROVED, M.UNDO): S.IN_REVIEW,
        (S.APPROVED, M.WITHDRAW): S.WITHDRAWN,
        (S.APPROVED, M.REOPEN): S.IN_REVIEW,
        (S.APPROVED, M.SEND_BACK): S.CHANGES_REQUESTED,
        (S.APPROVED, M.PUBLISH): S.PUBLISHED,
        (S.PUBLISHED, M.GO_LIVE): S.LIVE,
        (S.PUBLISHED, M.SEND_BACK): S.CHANGES_REQUESTED,
        (S.PUBLISHED, M.REOPEN): S.IN_REVIEW,
        (S.PUBLISHED, M.WITHDRAW): S.WITHDRAWN,
        (S.LIVE, M.WITHDRAW): S.WITHDRAWN,
        (S.LIVE, M.SEND_BACK): S.CHANGES_REQUESTED,
    }
)

#: Where a request is over, and nothing of it may stay at the publisher.
OVER = frozenset({S.REJECTED, S.WITHDRAWN})

#: What reviewers say among themselves, in a workflow service.
AMONG_REVIEWERS = frozenset({"stage.commented_elsewhere"})

#: What is said for the house alone: that, and figures, which agencies do not see.
HOUSE_ONLY = AMONG_REVIEWERS | {
    *("campaign.reviewed", "campaign.suggestion_followed", "rights.judged"),
}

#: What a decided stage does to its request.
MOVE_OF_STAGE: Mapping[StageState, Move] = MappingProxyType(
    {
        StageState.REJECTED: Move.REJECT,
        StageState.CHANGES_REQUESTED: Move.REQUEST_CHANGES,
    }
)


#: What the stage of the last vote must be for a request to stand where it does because of it.
_DECIDED_BY: Mapping[RequestState, frozenset[StageState]] = MappingProxyType(
    {
        S.IN_REVIEW: frozenset(StageState),
        S.APPROVED: frozenset({StageState.APPROVED}),
        S.REJECTED: frozenset({StageState.REJECTED}),
        S.CHANGES_REQUESTED: frozenset({StageState.CHANGES_REQUESTED}),
    }
)


def vote_to_undo(request: Request, stages: Sequence[Stage], votes: Sequence[Vote]) -> Vote | None:
    """Return the vote that can be taken back: the last that counts, if `request` follows it.

    A request that was sent back by another stage, or by the publisher, does not come back into
    review because of it; nor is a stage opened again that was not closed by votes.
    """
    standing = approval_rules.standing(stages, votes)
    if not standing:
        return None
    last = standing[-1]
    stage = next(stage for stage in stages if stage.id == last.stage_id)
    if approval_rules.decided_elsewhere(stage, votes):
        return None
    return last if stage.state in _DECIDED_BY.get(request.state, ()) else None


def moved(state: RequestState, move: Move) -> RequestState:
    """Return the state after `move`; `Conflict` if the lifecycle has no such move."""
    after = MOVES.get((state, move))
    if after is None:
        raise Conflict(
            "illegal_move",
            f"A request that is {state.replace('_', ' ')} cannot be moved by"
            f" `{move.replace('_', ' ')}`; look at where it stands now.",
        )
    return after


class Reach(TypedDict):
    """What a role has to cover for something to be done, as `people.rules.may` takes it."""

    brand_id: str | None
    markets: tuple[str, ...]
    everywhere: bool


def reach(of: Request | Headline) -> Reach:
    """Return what a role has to cover to act on `of`; everything where it is for no brand.

    What names no country is for every one, so a role for some markets is too little.
    """
    markets = of.places or _WORLD
    return Reach(brand_id=of.brand_id, markets=markets, everywhere=of.brand_id is None)


def visible(sight: Sight, request: Request, team_ids: frozenset[str]) -> bool:
    """Whether `request`, with stages of the teams `team_ids`, is within `sight`."""
    if sight.agency_id is not None:
        return request.agency_id == sight.agency_id
    if sight.everything:
        return True
    if sight.user_id is not None and request.requester_id == sight.user_id:
        return True
    if team_ids & set(sight.team_ids):
        return True
    if request.id in sight.called or any(
        _seat_is_in(seat, request, team_ids) for seat in sight.seats
    ):
        return True
    return any(
        (brand is None or brand == request.brand_id)
        and (market is None or market in request.places)
        for brand, market in sight.grants
    )


def teams_spoken_for(actor: Actor, request: Request) -> frozenset[str]:
    """Return in stages of which teams `actor` may have a seat, their own or somebody's who is away.

    Whether they fill one is looked at when they vote.
    """
    seats = (seat for seat in sight_of(actor).seats if _is_for(seat, request))
    return actor.team_ids.union(*(seat.team_ids for seat in seats))


def _seat_is_in(seat: StandsIn, request: Request, team_ids: frozenset[str]) -> bool:
    return bool(seat.team_ids & team_ids) and _is_for(seat, request)


def _is_for(seat: StandsIn, request: Request) -> bool:
    return seat.kind in {None, request.kind} and seat.brand_id in {None, request.brand_id}


def require_owner(actor: Actor, act: Act, request: Request) -> None:
    """Raise `Forbidden` unless `actor` may do `act` to `request` as its owner.

    Owners are the requester, colleagues of the same agency, and those whose role spans all
    requests of the brand.
    """
    if request.requester_id == actor.user_id:
        return
    if actor.agency_id is not None and actor.agency_id == request.agency_id:
        return
    if may(actor, Act.SEE_AUDIT, **reach(request)) and may(actor, act, **reach(request)):
        return
    raise Forbidden(
        "not_yours",
        "Only the requester, or a manager of the brand, may do this.",
    )


def require_trail(actor: Actor, request: Request) -> None:
    """Raise `Forbidden` unless `actor` may see the record of `request`."""
    owner = request.requester_id == actor.user_id
    if not owner and not may(actor, Act.SEE_AUDIT, **reach(request)):
        raise Forbidden("not_allowed", "Only the requester, managers and auditors see the record.")


def told_to(actor: Actor, act: str) -> bool:
    """Whether who may see a record sees events of `act` in it: agencies do not see all."""
    return actor.agency_id is None or act not in HOUSE_ONLY


def touched(kind: Kind, stages: Sequence[Stage], changed: frozenset[str]) -> frozenset[str]:
    """Return the keys of the stages that a change of the fields `changed` opens anew.

    A field that no people watch of those who are asked goes to the first of them: nothing goes
    live that nobody looked at. Where nothing changed, the hub itself looks again; where it looks at
    nothing and nobody is asked anything, the first of the people do: only their yes moves it on.
    """
    asked = [stage for stage in stages if stage.state is not StageState.DROPPED]
    found = {stage.key for stage in asked if kind.touched(stage.key, changed)}
    people = sorted((s.step, s.key) for s in asked if not s.automatic)
    unseen = any(
        not any(kind.touched(key, frozenset({field})) for _, key in people) for field in changed
    )
    if unseen and people:
        found.add(people[0][1])
    if not changed:
        found |= {stage.key for stage in asked if stage.automatic}
    if not found and people and approval_rules.all_approved(asked):
        found.add(people[0][1])
    return frozenset(found)


def asked_more(before: Sequence[Stage], after: Sequence[Stage]) -> frozenset[str]:
    """Return the keys of the stages whose yes is not enough any more.

    The rules ask for more people by now, or for others.
    """
    were = {stage.key: stage for stage in before}
    return frozenset(
        stage.key
        for stage in after
        if stage.state is StageState.APPROVED
        and (was := were.get(stage.key)) is not None
        and (stage.quorum > was.quorum or stage.team_id != was.team_id)
    )


def sent_back_by_the_hub(request: Request, stages: Sequence[Stage]) -> bool:
    """Whether `request` came back without anybody asking for changes.

    The publisher refused it, or it could not be made ready; what was wrong may be mended
    elsewhere, so that it can be asked for again as it is.
    """
    return request.state is RequestState.CHANGES_REQUESTED and all(
        stage.automatic for stage in stages if stage.state is StageState.CHANGES_REQUESTED
    )


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    """Return the top-level fields in which two payloads differ."""
    return frozenset(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )
