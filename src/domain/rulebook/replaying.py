"""Judging every recorded decision by a proposed version, as the hub's own stage of its review."""

from collections.abc import Callable

from domain.decisions import in_force, versions
from domain.decisions import records as decisions
from domain.decisions.model import Replay, Table
from domain.decisions.replay import Tally
from domain.hub import Hub
from domain.jobs.model import Job
from domain.requests import outcomes
from domain.requests.kinds.rule_version import REPLAY, RuleVersionBrief
from domain.rulebook import records

#: Told how many decisions were judged, of how many.
Progress = Callable[[int, int], None]

#: How many decisions are judged between two looks at the database.
PAGE = 1_000


async def replay(hub: Hub, job: Job) -> None:
    """Replay what a request proposes, keep what it comes to, and close the stage."""
    request_id, revision = job.details["request_id"], job.details["revision"]
    request = await outcomes.awaited(request_id, revision, REPLAY)
    if request is None:
        return
    brief = RuleVersionBrief.model_validate(request.payload)
    version = await versions.get(brief.version_id)
    if version is None:
        problems = ["The version is not there any more."]
        await outcomes.close_stage(hub, request_id, revision, REPLAY, problems)
        return
    found = await over_the_past(in_force.compiled(version))
    await records.keep(version.id, found, hub.clock.now())
    details = {"replay": {"total": found.total, "changed": found.changed}}
    await outcomes.close_stage(hub, request_id, revision, REPLAY, [], details=details)


def _nobody(_done: int, _total: int) -> None:
    """For replays that nobody waits for."""


async def over_the_past(table: Table, progress: Progress = _nobody) -> Replay:
    """Return what `table` would have said of every decision made by versions of it."""
    tally = Tally(table)
    total = await decisions.count(table.key)
    before: str | None = None
    while page := await decisions.page(table.key, before, PAGE):
        tally.judge(past for _, past in page)
        before = page[-1][0]
        progress(tally.total, total)
    return tally.replay()
