"""Giving a case to somebody, and to another queue."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain.actor import Actor, Door
from domain.cases import clocks, docket, records, rules, subjects
from domain.cases.model import Case, CaseKind, CaseState, Given, Subject, Triaged
from domain.cases.triage import known, triage
from domain.database import transaction
from domain.decisions import records as decisions
from domain.errors import Conflict, Invalid
from domain.hub import Hub
from domain.people import entering
from domain.people import records as people


async def assign(hub: Hub, actor: Actor, case_id: str, user_id: str | None = None) -> Case:
    """Give a case to somebody who answers for it by team or role; to the actor if nobody is named.

    `Invalid` for somebody who would not be let at it. What was not looked at yet is acknowledged.
    """
    owner_id = user_id or actor.user_id or ""
    async with transaction():
        found = await docket.load_to_handle(case_id, actor)
        before = found.case
        _require_open(before)
        own = owner_id == actor.user_id
        owner = actor if own else await entering.person(hub, owner_id, Door.API)
        if owner is None or not rules.handles(owner, before, found.team_ids):
            raise Invalid(
                "cannot_own",
                f"Only people of the queue `{before.queue}` and managers can be given this case.",
                ("user_id",),
            )
        after = replace(before, assignee_id=owner.user_id)
        if before.clocks.responded_at is None:
            seen = replace(before.clocks, responded_at=hub.clock.now())
            after = replace(after, clocks=seen)
        if before.state is CaseState.NEW:
            after = replace(after, state=CaseState.ACKNOWLEDGED)
        details = {"assignee": owner.user_id, "was": before.assignee_id}
        return await docket.write(hub, actor, before, after, "case.assigned", details)


async def consider_triage(
    hub: Hub, actor: Actor, case_id: str, more: Given
) -> tuple[Case, Given, Triaged]:
    """Ask the rules again, with what somebody found out about a case; not in a transaction."""
    async with transaction():
        case = (await docket.load_to_handle(case_id, actor)).case
    _require_open(case)
    given = known(case.given, more)
    about = (await records.subjects_of([case.id]))[case.id]
    return case, given, await triage(hub, case.kind, given, case.market, about)


async def keep_triage(
    hub: Hub,
    actor: Actor,
    considered: tuple[Case, Given, Triaged],
    queue: str | None = None,
    reason: str | None = None,
) -> Case:
    """Keep what the rules said of a case now; its clocks keep what has passed.

    `queue` is where somebody sends it whatever the rules say: for what the law watches the legal
    queue only. That the law watches it no more is for people of the legal team to say, with a
    `reason`, which the record keeps. `Conflict` if the case was changed since it was considered.
    """
    seen, given, found = considered
    why = rules.clean(reason, rules.REASON_MAX, "reason") if reason else None
    now = hub.clock.now()
    async with transaction():
        before = (await docket.load_to_handle(seen.id, actor)).case
        if before.version != seen.version:
            raise Conflict(
                "changed_meanwhile", f"Case #{seen.number} was changed this moment; look again."
            )
        wanted = _queue(found, before.kind, given, queue)
        teams = await people.teams_by_key([wanted, rules.LEGAL_QUEUE])
        legal = teams.get(rules.LEGAL_QUEUE)
        rules.check_released(
            before, given, of_legal=legal is not None and legal.id in actor.team_ids, reason=why
        )
        if queue is not None and queue not in teams:
            raise Invalid("no_such_queue", f"There is no team `{queue[:40]}`.", ("queue",))
        team = teams.get(wanted)
        after = await _retriaged(before, given, found, wanted, team.id if team else None)
        await decisions.add_of_case(before.id, before.round, found.judgement, now)
        details = _triaged(before, after) | ({"reason": why} if why else {})
        return await docket.write(hub, actor, before, after, "case.triaged", details)


def _triaged(before: Case, after: Case) -> dict[str, Any]:
    """Return what the record says of a case that was triaged again."""
    return {
        "priority": after.priority.value,
        "queue": after.queue,
        "was": {"priority": before.priority.value, "queue": before.queue},
        "reasons": list(after.reasons),
    }


async def _retriaged(
    before: Case, given: Given, found: Triaged, queue: str, team_id: str | None
) -> Case:
    """Return a case as the rules have it now, in a queue; its clocks keep what has passed."""
    after = replace(
        before,
        given=given,
        priority=found.priority,
        queue=queue,
        team_id=team_id,
        reasons=found.reasons,
    )
    calendar = await docket.calendar_of(after)
    held = clocks.retargeted(
        before.clocks, calendar, found.response_minutes, found.resolution_minutes
    )
    return replace(after, clocks=held)


async def link(hub: Hub, actor: Actor, case_id: str, given: Sequence[Subject]) -> Case:
    """Say what a case is about beside what it says already; priority and queue stay."""
    async with transaction():
        before = (await docket.load_to_handle(case_id, actor)).case
        if before.state is CaseState.MERGED:
            raise Conflict("merged", "This case was merged; link its main case instead.")
        fresh = await subjects.checked(actor, given)
        held = (await records.subjects_of([before.id]))[before.id]
        rules.clean_subjects([*held, *fresh])
        for one in fresh:
            await records.add_subject(before.id, one)
        details = {"subjects": [f"{one.kind}:{one.ref}" for one in fresh]}
        return await docket.write(hub, actor, before, before, "case.linked", details)


def _queue(found: Triaged, kind: CaseKind, given: Given, wanted: str | None) -> str:
    """Return where a case goes: where somebody sends it, unless the law watches it."""
    if wanted is None or found.queue == wanted:
        return found.queue
    if rules.law_watches(kind, given.topic):
        topic = given.topic if given.topic in rules.LEGAL_TOPICS else kind.replace("_", " ")
        raise Invalid("legal_only", f"What is about {topic} stays in the legal queue.", ("queue",))
    return wanted


def _require_open(case: Case) -> None:
    if case.state not in rules.OPEN:
        raise Conflict(
            "not_open", f"Case #{case.number} is {rules.said(case.state)}; reopen it first."
        )
