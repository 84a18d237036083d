"""Submitting a request: parsed, decided by rules, recorded with its stages, announced."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain import ids
from domain.actor import Actor
from domain.approvals import records as approvals
from domain.approvals import rules as approval_rules
from domain.approvals.model import Stage, StagePlan, StageState
from domain.audit import service as audit
from domain.calendars import records as calendars
from domain.catalog import service as catalog
from domain.catalog import uploads
from domain.database import transaction
from domain.decisions import records as decisions
from domain.errors import Conflict, Forbidden
from domain.hub import Hub
from domain.orchestration import service as mirrors
from domain.people import records as people
from domain.people.rules import require, sight_of
from domain.requests import ledger, records
from domain.requests.kinds import Kind, kind_named
from domain.requests.kinds.kind import Headline, Payload, joined
from domain.requests.model import Request, RequestState
from domain.requests.rules import reach
from domain.requests.rulings import Ruling, rule
from domain.requests.seats import reviewers_of


@dataclass(frozen=True, slots=True)
class Considered:
    """Something asked for that may be asked for: by which rules, and who has to look.

    `teams` are those of its stages, by stage key.
    """

    kind: Kind
    payload: Payload
    ruling: Ruling
    teams: Mapping[str, str | None]
    at: datetime


async def submit(hub: Hub, actor: Actor, kind_name: str, given: Mapping[str, Any]) -> Request:
    """Submit a request of the kind `kind_name`, as `consider` and `keep` do."""
    return await keep(hub, actor, await consider(hub, actor, kind_name, given))


async def consider(
    hub: Hub,
    actor: Actor,
    kind_name: str,
    given: Mapping[str, Any],
    *,
    wrote: Collection[str] = (),
) -> Considered:
    """Ask the rules about a request before it is submitted; not in a transaction.

    Where the hub itself asks, `wrote` are the people whose words these are: they do not count
    among its reviewers, as who asks does not. Raises `Forbidden`, or `Invalid` with everything
    wrong with `given`, or what the rules refuse; nothing is kept then.
    """
    kind = kind_named(kind_name)
    require(actor, kind.asked_by)
    require_connected(hub, kind)
    now = hub.clock.now()
    payload = kind.parse(await kind.fill(_with_own_agency(kind, actor, given)), now)
    await check_references(actor, kind, payload, now, fresh=True)
    require_account(hub, kind, payload)
    ruling = await rule(hub, kind, payload, now)
    authors = await kind.writers(payload.model_dump(mode="json"), None) | {actor.user_id, *wrote}
    teams = await check_reviewers(ruling.plans, payload.headline, authors)
    return Considered(kind, payload, ruling, teams, now)


async def keep(
    hub: Hub, actor: Actor, considered: Considered, *, requester_id: str | None = None
) -> Request:
    """Keep a request that was considered, with its stages, in one transaction.

    `requester_id` is for whom the hub itself asks; a person asks for themselves.
    """
    now, ruling = considered.at, considered.ruling
    async with transaction():
        number = await records.next_number()
        asker = actor.user_id or requester_id
        request = _request(asker, considered.kind, considered.payload, now, number)
        await records.add(request)
        await records.add_revision(request, request.requester_id, now)
        await decisions.add(request.id, request.revision, ruling.judgements, now)
        stages = stages_from(request.id, ruling.plans, considered.teams)
        calendar = await calendars.for_markets(request.markets)
        opened = approval_rules.advance(stages, now, calendar)
        for stage in opened:
            await approvals.add_stage(stage)
        await audit.record(now, actor, "request.submitted", request.id, summary(request, ruling))
        await ledger.ask_prepare(hub, request, now)
        await ledger.ask_watch(hub, request, opened, now)
        await ledger.follow(hub, request, now)
        await mirrors.begin(
            hub, subject_id=request.id, subject_kind="request", kind=request.kind, now=now
        )
    return request


def require_connected(hub: Hub, kind: Kind) -> None:
    """Raise `Conflict` where requests of `kind` could never go live."""
    if kind.name in hub.unconnected:
        raise Conflict(
            "not_connected",
            f"A {kind.name} cannot go live from here: no account of its publisher is connected."
            " Ask an administrator to connect one, then try again.",
        )


def require_account(hub: Hub, kind: Kind, payload: Payload) -> None:
    """Raise `Invalid` where what a payload asks for could not go live, for want of an account."""
    if problems := kind.lacks(payload, hub.unconnected):
        raise joined(problems)


async def check_references(
    actor: Actor, kind: Kind, payload: Payload, now: datetime, *, fresh: bool
) -> None:
    """Raise `Invalid` unless what a payload refers to is there, `Forbidden` if not for `actor`.

    `fresh` if it is asked for the first time.
    """
    headline = payload.headline
    if actor.agency_id is not None and headline.agency_id != actor.agency_id:
        raise Forbidden("other_agency", "An agency submits for itself only.", ("agency_id",))
    if headline.brand_id is not None:
        await catalog.require_known(headline.brand_id, headline.agency_id, headline.markets)
        await uploads.require_assets(actor, payload.asset_ids, headline.brand_id, payload.path_of)
    require(actor, kind.asked_by, **reach(headline))
    if problems := await kind.references(payload, now, fresh=fresh, sight=sight_of(actor)):
        raise joined(problems)


async def check_reviewers(
    plans: Sequence[StagePlan], headline: Headline, authors: Collection[str | None]
) -> dict[str, str | None]:
    """Return the team of each stage by stage key; `Invalid` where a quorum is out of reach.

    `authors` wrote what is to be reviewed, so they do not count. Who is away counts: they come
    back, and until then the stage is carried up (`domain.reminding`).
    """
    teams = await people.teams_by_key([plan.team for plan in plans if plan.team])
    found: dict[str, str | None] = {}
    for plan in plans:
        team = teams.get(plan.team)
        able = await reviewers_of(team.id, headline) if team else frozenset()
        approval_rules.check_reachable(plan, len(able.difference(authors)))
        found[plan.key] = team.id if team else None
    return found


def stages_from(
    request_id: str, plans: Sequence[StagePlan], teams: Mapping[str, str | None]
) -> list[Stage]:
    """Return waiting stages as `plans` ask for them."""
    return [
        Stage(
            id=ids.new(ids.Prefix.STAGE),
            request_id=request_id,
            key=plan.key,
            title=plan.title,
            step=plan.step,
            team_id=teams[plan.key],
            quorum=plan.quorum,
            due_hours=plan.due_hours,
            state=StageState.WAITING,
            round=1,
            opened_at=None,
            closed_at=None,
        )
        for plan in plans
    ]


def as_planned(stage: Stage, plan: StagePlan, team_id: str | None) -> Stage:
    """Return a stage as `plan` asks for it by now; one that was dropped waits again."""
    return replace(
        stage,
        title=plan.title,
        step=plan.step,
        team_id=team_id,
        quorum=plan.quorum,
        due_hours=plan.due_hours,
        state=StageState.WAITING if stage.state is StageState.DROPPED else stage.state,
    )


def summary(request: Request, ruling: Ruling) -> dict[str, Any]:
    """Return what the record keeps of a submission or revision."""
    return {
        "revision": request.revision,
        "payload": dict(request.payload),
        "stages": [plan.key for plan in ruling.plans],
        "decisions": [
            {"table": judgement.table, "version": judgement.version, "outcome": judgement.outcome}
            for judgement in ruling.judgements
        ],
        "after": {"state": request.state},
    }


def _with_own_agency(kind: Kind, actor: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    """Let somebody from an agency leave it out: theirs is the only one they can mean."""
    filled, asks = dict(given), "agency_id" in kind.payload.model_fields
    if asks and actor.agency_id is not None and filled.get("agency_id") is None:
        filled["agency_id"] = actor.agency_id
    return filled


def _request(
    asker: str | None, kind: Kind, payload: Payload, now: datetime, number: int
) -> Request:
    headline = payload.headline
    if asker is None:
        raise Forbidden("nobody_asks", "Only a person can ask for something.")
    return Request(
        id=ids.new(ids.Prefix.REQUEST),
        number=number,
        kind=kind.name,
        title=headline.title,
        requester_id=asker,
        brand_id=headline.brand_id,
        agency_id=headline.agency_id,
        markets=headline.markets,
        state=RequestState.IN_REVIEW,
        revision=1,
        version=1,
        payload=payload.model_dump(mode="json"),
        note=None,
        trouble=None,
        created_at=now,
        updated_at=now,
    )
