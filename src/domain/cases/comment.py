"""Saying something in a case, and asking its reporter something."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain import ids
from domain.actor import SCHEDULE, Actor
from domain.cases import comment_records, docket, rules
from domain.cases.handle import reported, step
from domain.cases.model import Case, CaseMove, CaseState, Comment, CommentKind
from domain.database import transaction
from domain.errors import Conflict, Forbidden
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require


async def comment(
    hub: Hub, actor: Actor, case_id: str, text: str, kind: CommentKind = CommentKind.INTERNAL
) -> Case:
    """Say something in a case.

    Those who answer for it say something among themselves, tell the reporter, or ask them
    something: then the case waits for the customer, and its clocks stand still. Telling or asking
    is a response. The reporter answers: then a case that waits goes on.
    """
    said = rules.clean(text, rules.COMMENT_MAX, "text")
    now = hub.clock.now()
    async with transaction():
        found = await docket.load(case_id, actor)
        before = found.case
        if before.state is CaseState.MERGED:
            raise Conflict("merged", "This case was merged; comment on its main case instead.")
        inside = rules.handles(actor, before, found.team_ids)
        if not inside:
            kind = _answer_of(actor, before, kind)
        written = Comment(ids.new(ids.Prefix.COMMENT), before.id, kind, actor.user_id, said, at=now)
        await comment_records.add(written)
        after = await _after(hub, before, kind, inside=inside)
        details = {"comment": written.id, "kind": kind.value}
        return await docket.write(hub, actor, before, after, "case.commented", details)


async def by_hub(hub: Hub, case: Case, text: str, act: str, details: Mapping[str, Any]) -> None:
    """Say something inside the house in the hub's own name, in the running transaction.

    `act` is what it is recorded as, with `details`. Of a case that was merged it is said where all
    else of it is said; no clock is answered by it.
    """
    main_id = case.merged_into_id if case.state is CaseState.MERGED else None
    where = (await docket.load(main_id)).case if main_id else case
    kind, said = CommentKind.INTERNAL, text[: rules.COMMENT_MAX]
    written = Comment(
        ids.new(ids.Prefix.COMMENT), where.id, kind, None, said, at=hub.clock.now(), by_hub=True
    )
    await comment_records.add(written)
    await docket.announce(hub, SCHEDULE, act, where, {**details, "comment": written.id})


def _answer_of(actor: Actor, case: Case, kind: CommentKind) -> CommentKind:
    """Return as what somebody speaks who does not answer for the case: its reporter."""
    require(actor, Act.OPEN_CASE)
    if not reported(actor, case) or kind is CommentKind.INQUIRY:
        raise Forbidden(
            "not_your_case",
            f"Case #{case.number} is commented on by who reported it, and by who answers for it.",
        )
    return CommentKind.REPLY


async def _after(hub: Hub, before: Case, kind: CommentKind, *, inside: bool) -> Case:
    if not inside:
        waits = before.state is CaseState.WAITING
        return await step(hub, before, CaseMove.START) if waits else before
    if kind is CommentKind.INQUIRY and before.state is not CaseState.WAITING:
        return await step(hub, before, CaseMove.WAIT)
    if kind is not CommentKind.INTERNAL and before.clocks.responded_at is None:
        return replace(before, clocks=replace(before.clocks, responded_at=hub.clock.now()))
    return before
