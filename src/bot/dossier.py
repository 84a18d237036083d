"""Everything a card about one request shows, gathered at once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.approvals.model import Stage, Vote
from domain.campaigns import records as campaigns
from domain.campaigns.model import Check
from domain.catalog import records as catalog
from domain.decisions import records as decisions
from domain.decisions.model import Judgement
from domain.errors import Missing
from domain.people import records as people
from domain.requests import ledger
from domain.requests.model import Request
from domain.requests.rules import vote_to_undo


@dataclass(frozen=True, slots=True)
class Dossier:
    """A request with its stages, votes, checks and decisions, and the names in them.

    `judgements` are those of the present revision. `undo_until` is until when the last vote can
    be taken back, None if there is none.
    """

    request: Request
    stages: tuple[Stage, ...]
    votes: tuple[Vote, ...]
    checks: tuple[Check, ...]
    judgements: tuple[Judgement, ...]
    names: dict[str, str]
    brand: str
    undo_until: datetime | None = None

    def stage(self, stage_id: str) -> Stage | None:
        """Return a stage by id."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def name(self, user_id: str) -> str:
        """Return somebody's name."""
        return self.names.get(user_id, "somebody")


async def load(request_id: str) -> Dossier | None:
    """Gather the dossier of a request; None if there is no such request."""
    try:
        found = await ledger.load(request_id)
    except Missing:
        return None
    request, votes = found.request, found.votes
    draft = await campaigns.get(request_id)
    judged = (await decisions.of_requests([request_id]))[request_id]
    people_ids = sorted({request.requester_id, *(vote.voter_id for vote in votes)})
    brands = await catalog.brand_names([request.brand_id])
    return Dossier(
        request=request,
        stages=found.stages,
        votes=votes,
        checks=draft.checks if draft and draft.revision == request.revision else (),
        judgements=tuple(j for revision, j in judged if revision == request.revision),
        names=await people.names(people_ids),
        brand=brands.get(request.brand_id, ""),
    )


def with_undo(dossier: Dossier, window: timedelta, now: datetime) -> Dossier:
    """Return the dossier with until when its last vote can be taken back, if it still can."""
    last = vote_to_undo(dossier.request, dossier.stages, dossier.votes)
    until = last.at + window if last else None
    return replace(dossier, undo_until=until if until is not None and now <= until else None)
