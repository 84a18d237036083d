"""How the hub is: what waits, who holds what, who is at work, and what needs a person."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from app.findings import PERSON, Finding
from app.parts import Part
from connectors.jobs.pgqueuer import waiting
from domain.database import sql
from domain.hub import Hub
from domain.jobs import records as jobs
from domain.jobs import restored
from domain.jobs import standing_records as outbox
from domain.jobs.model import Held, Job, JobState
from domain.processes import records as processes
from domain.processes import rules
from domain.processes.model import ALIVE, SKEW_MAX, Process

#: How many leases and how many jobs that were given up are named.
NAMED_MAX = 20

#: How long a job may be due before a person should look why nobody took it.
LAG_MAX = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Health:
    """How things stood `at` an instant.

    `counts` are jobs by state, `held` how many are held now, of which `leases` names some, and
    `left` how many were held by workers that died. `dead` names some of those given up, without the
    `restored`, which wait for another cure than they do. `calls`
    are those that wait for a worker, and those of them that are due; None where none are needed.
    `alive` are the processes heard of lately, `worker_heard_at` when any worker was, ever.
    """

    at: datetime
    counts: Mapping[str, int]
    lag: timedelta
    held: int
    left: int
    leases: Sequence[Held]
    dead: Sequence[Job]
    restored: int
    calls: tuple[int, int] | None
    alive: Sequence[Process]
    worker_heard_at: datetime | None

    @property
    def findings(self) -> list[Finding]:
        """What needs a person; nothing where all is well."""
        given_up = [Finding("job_dead", f"{job.key}: {job.last_error}") for job in self.dead]
        if more := self.counts.get(JobState.DEAD, 0) - self.restored - len(self.dead):
            given_up.append(Finding("job_dead", f"and {more} more jobs that were given up"))
        return [*given_up, *self._unworked(), *self._unlike()]

    @property
    def problems(self) -> list[str]:
        """What needs a person, each as a line."""
        return [finding.said for finding in self.findings]

    def _unworked(self) -> list[Finding]:
        working = any(Part.WORKER in process.parts for process in self.alive)
        if self.lag > ALIVE and not working:
            said = "jobs are due and no worker is alive; start `greenlight worker` or `serve`"
            return [Finding("jobs_late", said)]
        if self.lag > LAG_MAX:
            said = f"a job is due for {_seconds(self.lag)} and nobody took it; look at the logs"
            return [Finding("jobs_late", said)]
        return []

    def _unlike(self) -> list[Finding]:
        names = rules.disagreements(self.alive)
        unlike = [f"processes differ in {n}; set it alike and start them again" for n in names]
        limit = f"{SKEW_MAX.total_seconds():.0f} s"
        clocks = [
            f"the clock of {process.name} is {_seconds(abs(process.ahead))} off the database's,"
            f" more than {limit}; set it (NTP)"
            for process in rules.off(self.alive)
        ]
        return [
            *(Finding("processes_differ", said) for said in unlike),
            *(Finding("clock_skew", said) for said in clocks),
        ]


async def look(hub: Hub) -> Health:
    """Return how the hub is."""
    now = hub.clock.now()
    due = await jobs.next_due(now)
    held, left = await outbox.leases(now)
    known = await processes.everyone()
    workers = [process.heard_at for process in known if Part.WORKER in process.parts]
    return Health(
        at=now,
        counts=await outbox.counts(),
        lag=max(now - due, timedelta(0)) if due else timedelta(0),
        held=held,
        left=left,
        leases=await outbox.held(now, NAMED_MAX),
        dead=await jobs.with_state(JobState.DEAD, NAMED_MAX, restored.WHY),
        restored=sum((await restored.waiting()).values()),
        calls=None if sql.sole() else await waiting(),
        alive=rules.alive(known, now),
        worker_heard_at=max(workers, default=None),
    )


def told(health: Health) -> list[str]:
    """Return the lines about it, what needs a person last."""
    lines = [
        f"jobs: {dict(health.counts)}",
        f"lag: {_seconds(health.lag)}",
        f"leases: {health.held} held, {health.left} left by workers that died",
    ]
    lines += [
        f"  {lease.key} (lane {lease.lane}) by {lease.by or 'nobody knows whom'},"
        f" {_seconds(lease.until - health.at)} left"
        for lease in health.leases
    ]
    if more := health.held - len(health.leases):
        lines.append(f"  and {more} more")
    if health.calls is not None:
        lines.append(f"calls: {health.calls[0]} wait for a worker, {health.calls[1]} of them due")
    lines += [f"alive: {p.name} ({', '.join(p.parts)})" for p in health.alive]
    lines.append(_of_workers(health))
    lines += [f"{PERSON}{problem}" for problem in health.problems]
    if health.dead:
        lines.append("mend the cause, then: greenlight retry KEY")
    return lines


def for_programs(health: Health) -> dict[str, Any]:
    """Return it as JSON takes it."""
    heard = health.worker_heard_at
    calls = health.calls
    return {
        "jobs": dict(health.counts),
        "lag_seconds": round(health.lag.total_seconds(), 1),
        "leases": {
            "held": health.held,
            "left_by_the_dead": health.left,
            "named": [{**asdict(lease), "until": str(lease.until)} for lease in health.leases],
        },
        "calls": {"waiting": calls[0], "due": calls[1]} if calls else None,
        "dead": [{"key": job.key, "reason": job.last_error} for job in health.dead],
        "alive": [{"name": p.name, "parts": p.parts} for p in health.alive],
        "worker_heard_at": str(heard) if heard else None,
        "problems": health.problems,
    }


def _of_workers(health: Health) -> str:
    if health.worker_heard_at is None:
        return "workers: none was heard of"
    number = sum(Part.WORKER in process.parts for process in health.alive)
    ago = _seconds(max(health.at - health.worker_heard_at, timedelta(0)))
    return f"workers: {number} alive, one was heard of {ago} ago"


def _seconds(length: timedelta) -> str:
    return f"{length.total_seconds():.1f} s"
