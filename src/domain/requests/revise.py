"""Revising a request, and withdrawing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain import text as texts
from domain.actor import Actor
from domain.approvals import rules as approval_rules
from domain.approvals.model import Stage, StagePlan, StageState
from domain.calendars import records as calendars
from domain.database import transaction
from domain.decisions import records as decisions
from domain.errors import Busy, Conflict, Invalid
from domain.hub import Hub
from domain.jobs import records as jobs
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import ledger, records, rules
from domain.requests.kinds import Kind, kind_named
from domain.requests.kinds.kind import Payload, joined
from domain.requests.ledger import Ledger
from domain.requests.model import Move, Request
from domain.requests.rulings import Ruling, rule
from domain.requests.submit import (
    as_planned,
    check_references,
    check_reviewers,
    require_account,
    stages_from,
    summary,
)

#: The longest reason for a withdrawal, in characters.
REASON_LENGTH_MAX = approval_rules.REASON_LENGTH_MAX


@dataclass(frozen=True, slots=True)
class How:
    """How a revision comes about: by which move, recorded as what, and what is said of it."""

    move: Move = Move.REVISE
    act: str = "request.revised"
    note: str | None = None


#: How people revise.
REVISED = How()


@dataclass(frozen=True, slots=True)
class Reconsidered:
    """What is asked for in place of revision `revision` of a request, and what the rules say."""

    request_id: str
    revision: int
    kind: Kind
    payload: Payload
    ruling: Ruling
    at: datetime
    how: How


async def revise(
    hub: Hub,
    actor: Actor,
    request_id: str,
    given: Mapping[str, Any],
    *,
    seen_revision: int | None = None,
    kind_name: str | None = None,
) -> Request:
    """Ask for something else in place of what was asked for, as `reconsider` and `keep` do."""
    found = await reconsider(
        hub, actor, request_id, given, seen_revision=seen_revision, kind_name=kind_name
    )
    return await keep(hub, actor, found)


async def reconsider(
    hub: Hub,
    actor: Actor,
    request_id: str,
    given: Mapping[str, Any],
    *,
    seen_revision: int | None = None,
    kind_name: str | None = None,
    how: How = REVISED,
) -> Reconsidered:
    """Ask the rules anew about something else of the same kind; not in a transaction.

    Raises `Conflict` if somebody revised the request since `seen_revision`, `Invalid` if nothing
    changed, if the rules refuse it, or if its kind is another than the one it is taken for.
    `how` is another way than that of people, who revise what is theirs.
    """
    require(actor, Act.REVISE_REQUEST)
    now = hub.clock.now()
    before = await ledger.look(request_id, actor)
    request = before.request
    rules.require_owner(actor, Act.REVISE_REQUEST, request)
    rules.moved(request.state, how.move)
    if seen_revision is not None and seen_revision != request.revision:
        raise Conflict("out_of_date", "Somebody revised this meanwhile; begin from theirs.")
    kind = _kind(request, kind_name)
    payload = kind.parse(await kind.fill(_with_agency(kind, given, request)), now)
    await check_references(actor, kind, payload, now, fresh=False)
    require_account(hub, kind, payload)
    changed = _changed(before, _revised(request, payload))
    if problems := await kind.fixed(request.id, changed):
        raise joined(problems)
    ruling = await rule(hub, kind, payload, now, request.id)
    return Reconsidered(request.id, request.revision, kind, payload, ruling, now, how)


async def keep(hub: Hub, actor: Actor, found: Reconsidered) -> Request:
    """Write a revision that was considered, in one transaction.

    Stages that watch a changed field, or asked for changes, or in which the actor voted, begin a
    new round; the others keep their yes. What was sent back by the hub or the publisher may be
    asked for again as it is. Whatever happened to the request since it was considered counts; only
    another revision voids what the rules said: `Busy`.
    """
    kind, now, ruling = found.kind, found.at, found.ruling
    async with transaction():
        before = await ledger.load(found.request_id, actor)
        request = before.request
        rules.require_owner(actor, Act.REVISE_REQUEST, request)
        rules.moved(request.state, found.how.move)
        if request.revision != found.revision:
            raise Busy(
                "changed_meanwhile", f"`{request.title}` was revised this moment; look again."
            )
        revised = _revised(request, found.payload)
        changed = _changed(before, revised)
        authors = before.authors | {actor.user_id}
        teams = await check_reviewers(ruling.plans, found.payload.headline, authors)
        await records.change_content(revised)
        await records.add_revision(revised, actor.user_id or request.requester_id, now)
        await decisions.add(request.id, revised.revision, ruling.judgements, now)
        matched, fresh = _matched(before.stages, ruling.plans, teams)
        anew = rules.touched(kind, [*matched, *fresh], changed) | _voted(before, actor)
        anew |= rules.asked_more(before.stages, matched)
        calendar = await calendars.for_markets(revised.markets)
        stages = approval_rules.renew([*matched, *fresh], anew, now, calendar)
        details = {**summary(revised, ruling), "changed": sorted(changed)}
        return await _written(
            hub, actor, replace(before, request=revised), stages, details, found.how
        )


def _changed(before: Ledger, revised: Request) -> frozenset[str]:
    """Return the fields that are not as they were; `Invalid` if there is nothing to do."""
    changed = rules.changed_fields(before.request.payload, revised.payload)
    if not changed and not rules.sent_back_by_the_hub(before.request, before.stages):
        raise Invalid("nothing_changed", "This is what was asked for already.")
    return changed


async def _written(
    hub: Hub,
    actor: Actor,
    revised: Ledger,
    stages: Sequence[Stage],
    details: Mapping[str, Any],
    how: How,
) -> Request:
    """Write a revision with its stages, old ones first, and have it made ready."""
    known = len(revised.stages)
    after = await ledger.write(
        hub,
        actor,
        revised,
        stages[:known],
        move=how.move,
        act=how.act,
        note=how.note,
        details=details,
        fresh=stages[known:],
    )
    await ledger.ask_prepare(hub, after.request, hub.clock.now())
    return after.request


def _voted(before: Ledger, actor: Actor) -> frozenset[str]:
    """Return the keys of the stages `actor` voted in: nobody's yes covers what they write next."""
    voted = {vote.stage_id for vote in before.votes if vote.voter_id == actor.user_id}
    return frozenset(stage.key for stage in before.stages if stage.id in voted)


async def withdraw(hub: Hub, actor: Actor, request_id: str, reason: str) -> Request:
    """Withdraw a request; `reason` is shown to everybody concerned.

    What stands at the publisher is taken away: drafts are deleted, what is live is paused.
    """
    require(actor, Act.WITHDRAW_REQUEST)
    text = reason.strip()
    if not 0 < len(text) <= REASON_LENGTH_MAX:
        raise Invalid(
            "reason_missing", f"Say why, in 1 to {REASON_LENGTH_MAX} characters.", ("reason",)
        )
    texts.require_honest(text, ("reason",))
    now = hub.clock.now()
    async with transaction():
        before = await ledger.load(request_id, actor)
        request = before.request
        kind = kind_named(request.kind)
        rules.require_owner(actor, Act.WITHDRAW_REQUEST, request)
        if kind.let_go is not None:
            require(actor, kind.asked_by, **rules.reach(request))
        rules.moved(request.state, Move.WITHDRAW)
        await jobs.cancel(ledger.effect_key(request), now)
        after = await ledger.write(
            hub,
            actor,
            before,
            approval_rules.hold(before.stages),
            move=Move.WITHDRAW,
            act="request.withdrawn",
            note=text,
            details={"reason": text},
        )
        if kind.let_go is not None:
            await kind.let_go(actor, after.request, now)
        await ledger.ask_retire(hub, after.request, now)
    return after.request


def _kind(request: Request, wanted: str | None) -> Kind:
    if wanted not in {None, request.kind}:
        raise Invalid(
            "other_kind", f"This request is a {request.kind}, not a {wanted}.", ("request_id",)
        )
    return kind_named(request.kind)


def _with_agency(kind: Kind, given: Mapping[str, Any], request: Request) -> dict[str, Any]:
    """Return what was given for the agency that asked: a revision does not change hands."""
    asks = "agency_id" in kind.payload.model_fields
    return {**given, **({"agency_id": request.agency_id} if asks else {})}


def _revised(request: Request, payload: Payload) -> Request:
    headline = payload.headline
    if headline.brand_id != request.brand_id:
        raise Invalid(
            "brand_fixed",
            "A request stays with its brand; withdraw it and submit anew.",
            ("brand_id",),
        )
    return replace(
        request,
        title=headline.title,
        markets=headline.markets,
        revision=request.revision + 1,
        payload=payload.model_dump(mode="json"),
    )


def _matched(
    stages: Sequence[Stage], plans: Sequence[StagePlan], teams: Mapping[str, str | None]
) -> tuple[list[Stage], list[Stage]]:
    """Return the old stages as the new plans want them, and the stages that are new."""
    wanted = {plan.key: plan for plan in plans}
    matched = []
    for stage in stages:
        plan = wanted.pop(stage.key, None)
        if plan is None:
            matched.append(replace(stage, state=StageState.DROPPED))
            continue
        matched.append(as_planned(stage, plan, teams[plan.key]))
    request_id = stages[0].request_id if stages else ""
    return matched, stages_from(request_id, list(wanted.values()), teams)
