"""Judging whether a request may reach people: as it is submitted, and in the job that makes it so.

Campaigns are judged while they are made ready, targeting in its stage of compliance. Both are
judged again right before anything goes out, by what the ledger, the rights and the rules say then.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.activation import looking, rules
from domain.activation.model import Activation, Word
from domain.approvals import records as approvals
from domain.approvals.model import Stage
from domain.catalog import site_records
from domain.consents import records as consents
from domain.database import transaction
from domain.decisions import in_force
from domain.decisions import records as decisions
from domain.decisions.model import Judgement
from domain.executors import service as executors
from domain.hub import Hub
from domain.jobs.model import Job
from domain.requests import ledger, outcomes
from domain.requests import records as requests
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.kinds.targeting import COMPLIANCE, TargetingBrief
from domain.requests.model import Request
from domain.rights import availability, evidence, reach, reading, subjects
from domain.rights.evidence import Judged
from domain.rights.model import Subject, SubjectKind, Use
from domain.rights.verdicts import Question, Standing
from domain.territories import TERRITORIES, area


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found: what it means, and the judgements, to be kept with the revision.

    `evidence` is what rights were judged by.
    """

    activation: Activation
    judgements: tuple[Judgement, ...]
    evidence: tuple[Judged, ...] = ()


async def comply(hub: Hub, job: Job) -> None:
    """Judge a targeting and close its stage of compliance; what stands against it sends it back."""
    details = job.details
    request = await outcomes.awaited(details["request_id"], details["revision"], COMPLIANCE)
    if request is None:
        return  # Nobody waits for it now; whatever brings the request back asks for it anew.
    found = await look(hub, request)
    problems = await problems_of(request, found.activation)
    async with transaction():
        await close(hub, request, COMPLIANCE, problems, found)


async def close(
    hub: Hub, request: Request, key: str, problems: Sequence[str], found: Looked
) -> None:
    """Close the hub's own stage `key` with what was found, which is kept; in a transaction.

    Whoever looks at what the rules leave to people, and said yes before this was there to look at,
    is asked again: their yes is none to it.
    """
    held = await ledger.load(request.id)
    again = await _unseen(request, found.activation, held.stages)
    note = found.activation.note or None
    closed = await outcomes.close_stage(
        hub, request.id, request.revision, key, problems, note=note, again=tuple(again)
    )
    if closed:
        await decisions.add(request.id, request.revision, found.judgements, hub.clock.now())
        await evidence.keep(hub, request.id, request.revision, found.evidence)


async def look(hub: Hub, request: Request, *, patient: bool = False) -> Looked:
    """Return what today's rules say of a request of a kind that is judged; not in a transaction.

    Where a decision service does not answer, people look; `patient` as `executors.judge_all` is.
    """
    brief, seen = rules.brief_of(request), list[Judged]()
    if brief is None:
        raise ValueError(f"a {request.kind} activates nothing")
    if isinstance(brief, CampaignBrief):
        rights, seen = await _rights(brief)
        asked = rules.of_campaign(brief, rights)
    else:
        asked = await _targeting(brief)
    table = (await in_force.tables([rules.TABLE], hub.clock.now()))[rules.TABLE]
    said = await executors.judge_all(hub, [(table, facts) for facts in asked], patient=patient)
    found = rules.activation(brief, said)
    if found is None:
        found = Activation(Word.REVIEW, ("Nothing was judged.",))
    return Looked(found, tuple(said), tuple(seen))


async def problems_of(request: Request, found: Activation) -> list[str]:
    """Return what keeps a request back: the rules, or that nobody looks where somebody has to."""
    problems = list(found.problems)
    if found.note and not await _somebody_looks(request):
        problems.append(f"{found.note} Nobody is asked to: submit it again.")
    return problems


async def objections(hub: Hub, request: Request) -> list[str]:
    """Return why a request must not be activated any more; of other kinds nothing.

    For the job that activates it, outside of a transaction. What was found is kept where it keeps
    the request back, so that it says what may be asked for instead; what its rights rest on,
    either way. What people have to look at by now, and did not see when they said yes, is no yes.
    """
    if rules.brief_of(request) is None:
        return []
    found = await look(hub, request, patient=True)
    problems = [one.rstrip(".") for one in found.activation.problems]
    fresh = await _nobody_saw(request, found.activation)
    problems += [f"nobody has looked at this yet: {one.rstrip('.')}" for one in fresh]
    async with transaction():
        if problems:
            now = hub.clock.now()
            await decisions.add(request.id, request.revision, found.judgements, now)
        await evidence.keep(hub, request.id, request.revision, found.evidence)
    return problems


async def standing(request: Request) -> Activation | None:
    """Return what was found of the present revision of a request last; None if nothing was."""
    kept = (await decisions.of_requests([request.id]))[request.id]
    return rules.stood(rules.brief_of(request), request.revision, kept)


async def _targeting(brief: TargetingBrief) -> list[rules.Facts]:
    found = await requests.get(brief.subject_id) if brief.subject_id else None
    advertised = CampaignBrief.model_validate(found.payload) if found else None
    accounts = await site_records.accounts_by_id(brief.account_ids)
    ledgers = await consents.of_subjects(brief.account_ids)
    return rules.of_targeting(brief, advertised, accounts, ledgers)


async def _rights(brief: CampaignBrief) -> tuple[Mapping[str, str], list[Judged]]:
    """Return how the files of a campaign stand for advertising, by market; the worst counts.

    And what each was judged by.
    """
    standings: dict[str, list[Standing]] = {market: [] for market in brief.markets}
    seen: list[Judged] = []
    question = Question(Use.ADVERTISING, brief.starts_at)
    for asset_id in sorted(set(brief.asset_ids.values())):
        placed = await subjects.placed(Subject(SubjectKind.ASSET, asset_id))
        book = await reading.book_of(placed)
        for market in brief.markets if book.needs or book.grants else ():
            if market not in TERRITORIES:
                standings[market].append(Standing.UNKNOWN)
                continue
            found = _stands(book, question, market, brief.ends_at)
            standings[market] += [span.standing for one in found for span in one.spans]
            seen.append(evidence.through(book, question, brief.ends_at, found))
    return {one: rules.rights_word(found) for one, found in standings.items()}, seen


def _stands(
    book: reading.Book, question: Question, market: str, end: datetime
) -> list[availability.Availability]:
    """Return how a file stands in a market, through the whole flight."""
    where = reach.bits(area([market]).touched)
    return availability.search(book.needs, book.grants, question, end, where, book.fences)


async def _somebody_looks(request: Request) -> bool:
    return bool(looking.lookers((await approvals.stages_of([request.id]))[request.id]))


async def _nobody_saw(request: Request, found: Activation) -> list[str]:
    """Return what people have to look at and did not, who said yes; all where none are asked."""
    if found.word is not Word.REVIEW:
        return []
    stages = (await approvals.stages_of([request.id]))[request.id]
    if not looking.lookers(stages):
        return [*found.reasons]
    fresh = {why for some in (await _unseen(request, found, stages)).values() for why in some}
    return [why for why in found.reasons if why in fresh]


async def _unseen(
    request: Request, found: Activation, stages: Sequence[Stage]
) -> Mapping[str, Collection[str]]:
    """Return what those who look have not seen of what was found, by key of their stage."""
    if found.word is not Word.REVIEW:
        return {}
    kept = await decisions.kept_of(request.id)
    return looking.unseen(rules.brief_of(request), found.reasons, stages, kept)
