"""Judging by tables, whoever it is that judges by them.

A decision service may take seconds, so nothing here may run in a transaction. What it does not
answer is left to people: never an error to whoever asks, and never a yes.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from domain import ids
from domain.database import must_not_be_in_transaction, transaction
from domain.decision_service import DecisionService, Fact
from domain.decisions.model import Judgement, Table
from domain.decisions.rules import judge, outputs_of
from domain.errors import Upstream
from domain.executors import records, rules
from domain.executors.model import Assignment, Difference, Executor, Said
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job

#: The job that asks the service what was decided in here already.
SHADOW = "rules.shadow"

#: What is said where a table was given to a service that is not connected any more.
NOT_CONNECTED = (
    "The decision service is not connected here; set GREENLIGHT_OPENTEXT_..., or give the table"
    " back with `greenlight executor {table} embedded`. People look."
)

Case = tuple[Table, Mapping[str, object]]
Rows = Sequence[Mapping[str, Any]]

log = structlog.get_logger()


async def judge_all(hub: Hub, cases: Sequence[Case], *, patient: bool = False) -> list[Judgement]:
    """Return what each table says of its facts, in order, by whoever judges by it.

    Where the service does not answer, people must look; `patient` is for jobs, which are tried
    again: then it raises `Upstream`. Facts that a table requires and nobody gives are not worth a
    question. Raises `RuntimeError` in a transaction.
    """
    must_not_be_in_transaction()
    ours = [judge(table, facts) for table, facts in cases]
    assigned = await records.of_tables(table.key for table, _ in cases)
    asked = [
        (at, assigned[table.key])
        for at, (table, _) in enumerate(cases)
        if table.key in assigned and not ours[at].missing
    ]
    outside = [(at, held) for at, held in asked if held.executor is Executor.OPENTEXT]
    answers = await asyncio.gather(
        *(_asked(hub, held, rules.given(*cases[at])) for at, held in outside)
    )
    for (at, held), answer in zip(outside, answers, strict=True):
        await _count(hub, held, answer)
        if patient and isinstance(answer, Upstream):
            raise answer
        ours[at] = _heard(hub, cases[at][0], ours[at], held, answer)
    for at, held in asked:
        if held.executor is Executor.SHADOW:
            await _ask_later(hub, held, cases[at], ours[at])
    return ours


async def compare(hub: Hub, job: Job) -> None:
    """Ask the service what was decided in here, and keep where it says something else.

    Nothing hangs on it: a question that is not answered is counted, and not asked again.
    """
    said: Mapping[str, Any] = job.details
    held = (await records.of_tables([said["table"]])).get(said["table"])
    if held is None or held.executor is not Executor.SHADOW:
        return  # Somebody decided otherwise meanwhile.
    answer = await _asked(hub, held, rules.given_again(said["kinds"], said["facts"]))
    found = None if isinstance(answer, Upstream) else _difference(hub, held, job, answer)
    async with transaction():
        await _count(hub, held, answer)
        if found is not None:
            await records.differ(held, found)
    if found is not None:
        log.warning("executors_differ", table=held.table_key, decision=held.decision_key, id=job.id)


def _difference(hub: Hub, held: Assignment, job: Job, answer: Rows) -> Difference | None:
    """Return how the answer differs from what was decided in here; None if it does not."""
    said = job.details
    ours = Said(said["outcome"], said["rows"])
    theirs = rules.understood(answer, said["outputs"])
    if rules.same(ours, theirs):
        return None
    return Difference(
        id=job.id,
        table_key=held.table_key,
        table_version=said["version"],
        decision_key=held.decision_key,
        facts=said["facts"],
        ours=ours,
        theirs=theirs,
        at=hub.clock.now(),
    )


async def _asked(hub: Hub, held: Assignment, facts: Mapping[str, Fact]) -> Rows | Upstream:
    service = hub.decision_service
    if service is None:
        return Upstream("not_connected", NOT_CONNECTED.format(table=held.table_key))
    try:
        return await service.decide(held.decision_key, facts)
    except Upstream as problem:
        return problem


async def _count(hub: Hub, held: Assignment, answer: Rows | Upstream) -> None:
    now = hub.clock.now()
    if isinstance(answer, Upstream):
        await records.failed(held, now, answer.message)
        log.warning("decision_service_silent", table=held.table_key, reason=answer.message)
    else:
        await records.answered(held, now)


def _heard(
    hub: Hub, table: Table, ours: Judgement, held: Assignment, answer: Rows | Upstream
) -> Judgement:
    by = f"{_name(hub.decision_service)}, decision `{held.decision_key}`"
    if isinstance(answer, Upstream):
        return rules.review(ours, answer.message, by)
    return rules.heard(table, ours, answer, by)


def _name(service: DecisionService | None) -> str:
    return service.name if service else "the decision service"


async def _ask_later(hub: Hub, held: Assignment, case: Case, ours: Judgement) -> None:
    """Have the service asked by a worker: whoever waits for the decision does not wait for it."""
    table, facts = case
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{SHADOW}:{ids.new(ids.Prefix.DECISION)}",
        kind=SHADOW,
        lane=SHADOW,
        details={
            "table": held.table_key,
            "version": ours.version,
            "outputs": list(outputs_of(table)),
            "kinds": rules.kinds_of(table, facts),
            "facts": dict(ours.facts),
            "outcome": ours.outcome.value,
            "rows": [dict(row) for row in ours.rows],
        },
    )
