"""Everything a card about one request shows, gathered at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.approvals.model import Stage, Vote
from domain.campaigns import records as campaigns
from domain.campaigns.model import Check, Flight
from domain.campaigns.rules import flights
from domain.catalog import records as catalog
from domain.catalog.model import Asset
from domain.decisions import records as decisions
from domain.decisions.model import Judgement
from domain.errors import Missing
from domain.people import records as people
from domain.requests import ledger, rounds
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.model import Request
from domain.requests.rules import vote_to_undo


@dataclass(frozen=True, slots=True)
class Dossier:
    """A request with its stages, votes, checks and decisions, and the names in them.

    `brief` is what it asks for, `files` are those of the briefs, by id. `judgements` are those of
    the present revision. `earlier` is what was asked for in the round before the present one, by
    stage id; stages in their first round have none. `undo_vote` is the last vote as long as it can
    be taken back, `undo_until` until when; None if there is none.
    """

    request: Request
    brief: CampaignBrief
    stages: tuple[Stage, ...]
    votes: tuple[Vote, ...]
    checks: tuple[Check, ...]
    judgements: tuple[Judgement, ...]
    names: dict[str, str]
    brand: str
    files: Mapping[str, Asset]
    earlier: Mapping[str, CampaignBrief] = field(default_factory=dict)
    undo_vote: Vote | None = None
    undo_until: datetime | None = None

    @property
    def flights(self) -> tuple[Flight, ...]:
        """The parts of the campaign, one per market, each with its share of the budget."""
        return flights(self.brief)

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
    earlier = await _earlier(request, found.stages)
    brief = CampaignBrief.model_validate(request.payload)
    files = {file for one in (brief, *earlier.values()) for file in one.asset_ids.values()}
    return Dossier(
        request=request,
        brief=brief,
        stages=found.stages,
        votes=votes,
        checks=draft.checks if draft and draft.revision == request.revision else (),
        judgements=tuple(j for revision, j in judged if revision == request.revision),
        names=await people.names(people_ids),
        brand=brands.get(request.brand_id, ""),
        files=await catalog.assets(sorted(files)),
        earlier=earlier,
    )


async def _earlier(request: Request, stages: Sequence[Stage]) -> dict[str, CampaignBrief]:
    shown = [stage for stage in stages if not stage.automatic]
    seen = await rounds.seen_before(request.id, shown)
    return {stage: CampaignBrief.model_validate(payload) for stage, payload in seen.items()}


def with_undo(dossier: Dossier, window: timedelta, now: datetime) -> Dossier:
    """Return the dossier with its last vote, and until when, if it can be taken back still."""
    last = vote_to_undo(dossier.request, dossier.stages, dossier.votes)
    if last is None or now > last.at + window:
        return replace(dossier, undo_vote=None, undo_until=None)
    return replace(dossier, undo_vote=last, undo_until=last.at + window)
