"""Bringing a file of figures in, as a job: gone on with where it stood, each point counted once."""

from collections.abc import Mapping

from domain.actor import CONNECTOR, Actor, Door
from domain.audit import service as audit
from domain.database import transaction
from domain.errors import Forbidden, HubError, Invalid, Missing
from domain.hub import Hub
from domain.jobs.model import Job
from domain.metric_files import records
from domain.metric_files.model import FileState, MetricFile, Trouble
from domain.metric_files.reading import Reading
from domain.metrics import breaking_off, bringing, profiles
from domain.metrics.bringing import PROBLEMS_KEPT
from domain.metrics.course import Course
from domain.metrics.model import Brought
from domain.people import entering

REFUSED = "metrics.file_refused"

#: The longest reason that is kept, in characters.
SAID_MAX = 2_000


class _Carried(Course):
    """The course of a file, written down with each step."""

    def __init__(self, hub: Hub, found: MetricFile) -> None:
        counts = found.counts
        written = {"added": counts.added, "changed": counts.changed, "same": counts.same}
        super().__init__(
            number=found.number,
            begun_at=found.begun_at,
            written=written if found.upto else {},
            upto=found.upto,
        )
        self._hub, self._id, self._stopped = hub, found.id, False

    async def begins(self, number: int) -> None:
        """Write which import it is."""
        await records.number(self._id, number)

    async def goes_on(self) -> bool:
        """Look whether somebody cancelled it."""
        found = await records.get(self._id)
        self._stopped = found is None or found.state is FileState.CANCELLED
        return not self._stopped

    async def steps(
        self, done: int, points: int, counts: Mapping[str, int], upto: tuple[int, int]
    ) -> None:
        """Write how far it is."""
        await records.step(self._id, done, points, counts, upto)
        self._hub.announce(self._id)

    async def ends(self, done: Brought) -> None:
        """Write what came of it; whoever cancelled it too late hears that it is done."""
        await _end(self._hub, self._id, done, stopped=self._stopped)


async def carry_out(hub: Hub, reading: Reading, job: Job) -> None:
    """Bring a file in, or try it out, with the rights whoever asked has by now. For the job."""
    async with transaction():
        await records.begin(job.details["file_id"], hub.clock.now())
    found = await records.get(job.details["file_id"])
    if found is None or found.ended_at is not None:
        return
    try:
        await _carry(hub, reading, found)
    except (Invalid, Forbidden, Missing) as error:
        await _refuse(hub, found.id, error)


async def died(hub: Hub, file_id: str, why: str) -> None:
    """Write that the job of a file was given up."""
    said = f"It could not be carried out ({why.rstrip('.')}); ask for the file again."
    await _refuse(hub, file_id, Invalid("given_up", said))


async def _carry(hub: Hub, reading: Reading, found: MetricFile) -> None:
    actor = await entering.person(hub, found.user_id, Door.API)
    if actor is None:
        said = "Whoever asked for it may not enter any more; have somebody who may ask anew."
        raise Forbidden("not_allowed", said)
    content = await hub.files.load(found.asset_id)
    # Gone on with, it is read as it was: what a profile says may be otherwise by now.
    columns = found.columns
    if not columns:
        kept = await profiles.columns_of(actor, found.wanted.profile)
        columns = await reading.columns(content, found.wanted, kept)
    async with transaction():
        await records.read(found.id, columns)
        hub.announce(found.id)
    given = await reading.given(content, found.name, found.wanted, columns)
    if not found.dry_run:
        await bringing.bring(hub, actor, given, course=_Carried(hub, found))
        return
    await _try_out(hub, actor, given, found)


async def _try_out(hub: Hub, actor: Actor, given: bringing.Given, found: MetricFile) -> None:
    done = await bringing.try_out(hub, actor, given)
    async with transaction():
        present = await records.get(found.id)
        stopped = present is None or present.state is FileState.CANCELLED
        await _end(hub, found.id, done, stopped=stopped)


async def _end(hub: Hub, file_id: str, done: Brought, *, stopped: bool) -> None:
    held = FileState.HELD if done.held else FileState.DONE
    state = FileState.CANCELLED if stopped else held
    await records.end(file_id, state, done, done.problems[:PROBLEMS_KEPT], hub.clock.now())
    hub.announce(file_id)


async def _refuse(hub: Hub, file_id: str, error: HubError) -> None:
    """Write why no more comes of a file; an import that was begun ends with what went in."""
    now, said = hub.clock.now(), Trouble(error.code, error.message[:SAID_MAX])
    async with transaction():
        if not await records.refuse(file_id, said, now):
            return
        found = await records.get(file_id)
        if found is not None and found.number is not None:
            await breaking_off.break_off(hub, found.number)
        await audit.record(now, CONNECTOR, REFUSED, file_id, {"code": said.code})
        hub.announce(file_id)
