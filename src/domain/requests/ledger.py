"""A request with its stages and votes, and writing what changed of it.

Every use case reads a `Ledger`, asks the rules for what it should become, and hands the changed
parts to `write`, in one transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain import ids
from domain.actor import CONNECTOR, Actor
from domain.approvals import records as approvals
from domain.approvals.model import Stage, StageState, Vote
from domain.audit import service as audit
from domain.conditions import records as conditions
from domain.conditions import rules as condition_rules
from domain.conditions.model import Condition
from domain.database import sql
from domain.database.authors import AUTHORS_OF
from domain.errors import Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.orchestration import records as orchestration
from domain.orchestration import service as mirrors
from domain.people.rules import sight_of
from domain.requests import records, rules
from domain.requests.kinds import kind_named
from domain.requests.model import Move, Request, RequestState

#: Asked for when a stage opens that people decide.
WATCH = "stage.watch"


@dataclass(frozen=True, slots=True)
class Ledger:
    """A request, its stages in order of step, its votes oldest first.

    `authors` asked for it or revised it, or wrote what is asked for. `conditions` are those of the
    votes that count. `mirrored` if a workflow service leads it with us.
    """

    request: Request
    stages: tuple[Stage, ...]
    votes: tuple[Vote, ...]
    authors: frozenset[str]
    conditions: tuple[Condition, ...] = ()
    mirrored: bool = False

    def stage(self, stage_id: str) -> Stage:
        """Return the stage `stage_id`, which must be one of these."""
        return next(stage for stage in self.stages if stage.id == stage_id)

    def stage_keyed(self, key: str) -> Stage | None:
        """Return the stage called `key` that still counts, if there is one."""
        return next(
            (s for s in self.stages if s.key == key and s.state is not StageState.DROPPED), None
        )


async def load(request_id: str, actor: Actor | None = None) -> Ledger:
    """Return the ledger of a request, locked until the commit.

    Raises `Missing` if there is none, or none that `actor` may see: whoever may not see a
    request does not learn that it exists. Without an actor it is the hub itself that asks.
    """
    return await _load("$1", request_id, actor)


async def look(request_id: str, actor: Actor | None = None) -> Ledger:
    """Return the ledger of a request as `load` does, but not locked: it may change any moment.

    It waits for nobody, and nobody waits for it: what is only drawn is read so.
    """
    return await _load("$1", request_id, actor, locked=False)


async def load_of_stage(stage_id: str, actor: Actor, *, locked: bool = True) -> Ledger:
    """Return the ledger of the request a stage belongs to, as `load` does, or `look` does."""
    request = "(SELECT request_id FROM stages WHERE id = $1)"
    try:
        return await _load(request, stage_id, actor, locked=locked)
    except Missing as none:
        raise Missing(
            "no_such_stage",
            f"There is no stage `{stage_id[:40]}` that you may vote on; its team's members may.",
        ) from none


async def write(  # noqa: PLR0913  One change is what, by whom, why.
    hub: Hub,
    actor: Actor,
    before: Ledger,
    stages: Sequence[Stage],
    *,
    move: Move | None,
    act: str,
    note: str | None = None,
    details: Mapping[str, Any] | None = None,
    fresh: Sequence[Stage] = (),
) -> Ledger:
    """Write the changed stages, move the request, record it, and ask for what follows.

    `stages` are those of `before` as they are now, `fresh` are new ones. `note` is the last word on
    the request from now on. Trouble is over once the request moves, or the hub has done its part.

    Raises `Conflict` if the lifecycle has no such move, `Busy` if somebody else was quicker.
    """
    now = hub.clock.now()
    changed = [(old, new) for old, new in zip(before.stages, stages, strict=True) if old != new]
    for old, new in changed:
        await approvals.change_stage(old, new)
    for stage in fresh:
        await approvals.add_stage(stage)
    request = before.request
    after = replace(
        request,
        state=request.state if move is None else rules.moved(request.state, move),
        version=request.version + 1,
        note=note,
        trouble=None if move is not None or actor is CONNECTOR else request.trouble,
        updated_at=now,
    )
    await records.change(request, after)
    moved = {
        "before": {"state": request.state, **{o.key: _standing(o) for o, _ in changed}},
        "after": {"state": after.state, **{n.key: _standing(n) for _, n in changed}},
    }
    await audit.record(now, actor, act, request.id, {**(details or {}), **moved})
    opened = [new for old, new in changed if _opens(old, new)]
    await ask_watch(hub, after, [*opened, *fresh], now)
    await follow(hub, after, now)
    if move is not None:
        await _ask_moved(hub, after, now)
    if before.mirrored:
        await mirrors.follow(hub, after.id, str(after.version), now)
    return replace(before, request=after, stages=(*stages, *fresh))


def _opens(before: Stage, after: Stage) -> bool:
    stood = before.state is StageState.OPEN and before.round == after.round
    return after.state is StageState.OPEN and not stood


async def ask_watch(hub: Hub, request: Request, stages: Sequence[Stage], now: datetime) -> None:
    """Ask that those of `stages` that just opened are watched: reminded of, and carried up.

    The hub's own stages wait for nobody.
    """
    for stage in stages:
        if stage.state is StageState.OPEN and not stage.automatic:
            await jobs.ask(
                hub.wake,
                now,
                key=f"watch:{stage.id}:{stage.round}:{request.version}",
                kind=WATCH,
                lane=f"watch:{stage.id}",
                details={"request_id": request.id, "stage_id": stage.id, "round": stage.round},
            )


async def follow(hub: Hub, request: Request, now: datetime, *, unchanged: bool = False) -> None:
    """Ask for the jobs that every change of a request brings: cards show where it stands.

    `unchanged` is for news that give the request no new version; each is asked for by itself,
    since two may come in one instant.
    """
    news = f":{ids.new(ids.Prefix.JOB)}" if unchanged else ""
    await jobs.ask(
        hub.wake,
        now,
        key=f"cards:{request.id}:{request.version}{news}",
        kind="cards.show",
        lane=f"cards:{request.id}",
        details={"request_id": request.id},
    )
    hub.announce(request.id)


async def _ask_moved(hub: Hub, request: Request, now: datetime) -> None:
    """Have those for whom a request was asked for look at it, once its move can be relied upon."""
    kind = kind_named(request.kind)
    if kind.moved is None or not kind.concerns(request.payload):
        return
    rejected = request.state is RequestState.REJECTED  # It can be taken back for a while.
    await jobs.ask(
        hub.wake,
        now,
        key=f"moved:{request.id}:{request.version}",
        kind=kind.moved,
        lane=f"moved:{request.id}",
        details={"request_id": request.id},
        after=hub.undo_window if rejected else timedelta(0),
    )


def effect_key(request: Request) -> str:
    """Return the key of the job that makes an approved request real; one per approval."""
    return f"effect:{request.id}:{request.version}"


def retire_key(request: Request) -> str:
    """Return the key of the job that takes away what was made of a request that is over."""
    return f"retire:{request.id}:{request.version}"


async def ask_effect(hub: Hub, request: Request, now: datetime) -> None:
    """Ask for the effect of a request that was just approved, due after the undo window."""
    await jobs.ask(
        hub.wake,
        now,
        key=effect_key(request),
        kind=kind_named(request.kind).effect,
        lane=f"effect:{request.id}",
        details={"request_id": request.id, "version": request.version},
        after=hub.undo_window,
    )


async def ask_prepare(hub: Hub, request: Request, now: datetime) -> None:
    """Ask for a revision to be made ready: checked, and drafted at the publisher."""
    await jobs.ask(
        hub.wake,
        now,
        key=f"prepare:{request.id}:{request.revision}:{request.version}",
        kind=kind_named(request.kind).prepare,
        lane=f"effect:{request.id}",
        details={"request_id": request.id, "revision": request.revision},
    )


async def ask_retire(hub: Hub, request: Request, now: datetime) -> None:
    """Ask that nothing of a request which is over stays at the publisher.

    A rejection can be taken back for a while, so what was prepared stays that long. Kinds that
    prepare nothing elsewhere have nothing to take away.
    """
    retire = kind_named(request.kind).retire
    if retire is None:
        return
    rejected = request.state is RequestState.REJECTED
    await jobs.ask(
        hub.wake,
        now,
        key=retire_key(request),
        kind=retire,
        lane=f"effect:{request.id}",
        details={"request_id": request.id, "version": request.version},
        after=hub.undo_window if rejected else timedelta(0),
    )


async def _load(request: str, wanted: str, actor: Actor | None, *, locked: bool = True) -> Ledger:
    mirrored = orchestration.MIRRORED.format(subject="requests.id")
    question = records.REQUEST_AND.format(request=request, more=mirrored)
    found, stages, votes, authors, held = await sql.fetch_all(
        (sql.locking(question) if locked else question, (wanted,)),
        (approvals.STAGES_OF.format(request=request), (wanted,)),
        (approvals.VOTES_OF.format(request=request), (wanted,)),
        (AUTHORS_OF.format(request=request), (wanted,)),
        (conditions.CONDITIONS_OF.format(request=request), (wanted,)),
    )
    if found:
        request_found = records.from_row(found[0])
        kind = kind_named(request_found.kind)
        writers = await kind.writers(request_found.payload, request_found.id)
        steps, cast = tuple(map(approvals.stage, stages)), tuple(map(approvals.vote, votes))
        ledger = Ledger(
            request_found,
            steps,
            cast,
            frozenset(row["author_id"] for row in authors) | writers,
            tuple(condition_rules.counting(map(conditions.condition, held), steps, cast)),
            bool(found[0]["more"]),
        )
        if actor is None or _seen(ledger, actor):
            return ledger
    raise Missing("no_such_request", f"There is no request `{wanted[:40]}` that you may see.")


def _seen(ledger: Ledger, actor: Actor) -> bool:
    teams = frozenset(stage.team_id for stage in ledger.stages if stage.team_id)
    return rules.visible(sight_of(actor), ledger.request, teams)


def _standing(stage: Stage) -> str:
    return f"{stage.state} (round {stage.round})"
