"""Looking at an episode by the publishing rules of now."""

from dataclasses import replace

from domain.approvals import records as approvals
from domain.catalog import records as catalog
from domain.catalog.model import Asset, AssetState
from domain.conditions import records as conditions
from domain.conditions import rules as condition_rules
from domain.decisions import in_force
from domain.decisions import records as decisions
from domain.errors import Conflict, Missing
from domain.executors import service as executors
from domain.hub import Hub
from domain.language_tags import known
from domain.publishing import records, rules
from domain.publishing.model import TABLE, Look, PublishingVerdict
from domain.requests.kinds import translated
from domain.requests.kinds.episode_release import EpisodeReleaseBrief
from domain.requests.model import Request, RequestState
from domain.rights import evidence, reading, subjects
from domain.rights.model import Subject, SubjectKind, Use
from domain.rights.verdicts import Question

#: Where everybody said yes to what is asked for now.
_SAID_YES = frozenset({RequestState.APPROVED, RequestState.PUBLISHED, RequestState.LIVE})


async def look(hub: Hub, release: Request) -> Look:
    """Return what today's rules say of a request for a release; not in a transaction.

    Where a decision service does not answer, people look.
    """
    brief = EpisodeReleaseBrief.model_validate(release.payload)
    now = hub.clock.now()
    row = await catalog.row_of("shows", brief.show_id)
    language = catalog.show(row).language if row else None
    common = rules.facts(
        brief,
        approvals_open=await _approvals_open(release),
        transcripts=await _transcripts(hub, brief),
        language=language,
    )
    placed = await subjects.placed(Subject(SubjectKind.EPISODE, brief.episode_id))
    book = await reading.book_of(placed)
    zones = {one.code: one.time_zone for one in await catalog.markets()}
    table = (await in_force.tables([TABLE], now))[TABLE]
    asked, seen = [], []
    for market in sorted(brief.markets):
        at = rules.comes_out(brief, zones.get(market, "UTC"), now)
        question = Question(Use.STREAM, at, known(language))
        verdicts = reading.verdicts(book, question, [market])
        seen.append(evidence.at_once(book, question, verdicts))
        asked.append({"market": market, **common, **rules.rights_facts(verdicts)})
    said = await executors.judge_all(hub, [(table, one) for one in asked])
    judged = {one["market"]: judgement for one, judgement in zip(asked, said, strict=True)}
    return replace(rules.look(judged), evidence=tuple(seen))


async def may_go(release: Request, found: Look) -> bool:
    """Whether an episode may be handed over: by the rules, or as people looked where they cannot.

    What was for people to look at was asked of them when it was kept; a yes since then counts for
    just that.
    """
    if found.verdict is not PublishingVerdict.REVIEW:
        return found.verdict is PublishingVerdict.PUBLISH
    kept = await records.said_last(release)
    return release.state in _SAID_YES and rules.same(kept, found.judgements)


async def handed(release: Request) -> tuple[str, ...]:
    """Return the markets that a release that is out was handed over for, as the rules said then."""
    kept = await records.said_last(release)
    return rules.look(kept).markets if kept else release.markets


async def keep(hub: Hub, request: Request, found: Look) -> None:
    """Keep what the rules said of a request, and what of rights, where it is not what was last."""
    if not rules.same(await records.said_last(request), found.judgements):
        now = hub.clock.now()
        await decisions.add(request.id, request.revision, [*found.judgements.values()], now)
    await evidence.keep(hub, request.id, request.revision, found.evidence)


async def _approvals_open(release: Request) -> int:
    stages = (await approvals.stages_of([release.id]))[release.id]
    votes = (await approvals.votes_of([release.id]))[release.id]
    held = (await conditions.of_requests([release.id]))[release.id]
    counting = condition_rules.counting(held, stages, votes)
    return rules.approvals_open(stages, len(condition_rules.unconfirmed(counting)))


async def _transcripts(hub: Hub, brief: EpisodeReleaseBrief) -> dict[str, str]:
    """Return how every transcript is, by the field that names it."""
    wanted = {"transcript_asset_id": brief.transcript_asset_id or ""}
    wanted |= translated.files_of(brief.translations)
    found = await catalog.assets([one for one in wanted.values() if one])
    return {field: await _transcript(hub, found.get(one)) for field, one in wanted.items()}


async def _transcript(hub: Hub, asset: Asset | None) -> str:
    """Return how a transcript is: the file that was approved, gone, or another."""
    if asset is None or asset.state is not AssetState.READY:
        return "missing"
    try:
        await hub.files.find(asset.id, asset.sha256 or "")
    except Missing:
        return "missing"
    except Conflict:
        return "replaced"
    return "approved"
