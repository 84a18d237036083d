"""Beginning to mirror what is asked for, and having the mirror follow every change of it."""

from datetime import datetime

from domain import ids
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.orchestration import records
from domain.orchestration.model import Mirror, Orchestrator
from domain.workflow_service import Away, WorkflowService

#: The jobs: bring an instance to where its subject stands, hear what was decided there, compare.
MIRROR, POLL, CHECK = "workflow.mirror", "workflow.poll", "workflow.check"

#: What is said where something is mirrored by a service that is not connected any more.
NOT_CONNECTED = (
    "The workflow service is not connected here; set GREENLIGHT_OPENTEXT_... again. What was asked"
    " for goes on in Greenlight meanwhile."
)


async def begin(hub: Hub, *, subject_id: str, subject_kind: str, kind: str, now: datetime) -> bool:
    """Begin to mirror a subject whose kind is led by the service, in the running transaction.

    Who leads it is settled here for good; a change of that concerns what is asked for later. Says
    whether it is mirrored.
    """
    led = await records.assignment(kind)
    if led is None or led.orchestrator is not Orchestrator.OPENTEXT:
        return False
    await records.add_mirror(
        Mirror(
            subject_id=subject_id,
            subject_kind=subject_kind,
            kind=kind,
            process_key=led.process_key,
            generation=1,
            instance_id=None,
            intended_at=None,
            revision=0,
            revised_at=None,
            pushed="",
            restarted_for="",
            ended_at=None,
            failures=0,
            trouble=None,
            since=None,
        )
    )
    await follow(hub, subject_id, "begun", now)
    return True


async def follow(hub: Hub, subject_id: str, news: str, now: datetime) -> None:
    """Ask for the mirror of a subject to follow; `news` tells one change from another."""
    await jobs.ask(
        hub.wake,
        now,
        key=f"{MIRROR}:{subject_id}:{news}",
        kind=MIRROR,
        lane=f"workflow:{subject_id}",
        details={"subject_id": subject_id},
    )


async def mend(hub: Hub, mirror: Mirror, now: datetime, *, anew: bool) -> None:
    """Ask for a subject to be brought to where it stands, and for other instances to be ended.

    `anew` if its own is to be ended as well, if it runs, and another to be started.
    """
    again = {"anew": mirror.generation} if anew else {}
    await jobs.ask(
        hub.wake,
        now,
        key=f"{MIRROR}:{mirror.subject_id}:mend:{ids.new(ids.Prefix.JOB)}",
        kind=MIRROR,
        lane=f"workflow:{mirror.subject_id}",
        details={"subject_id": mirror.subject_id, "alone": True, **again},
    )


def connected(hub: Hub) -> WorkflowService:
    """Return the service; `Away` if none is connected."""
    if hub.workflow_service is None:
        raise Away("not_connected", NOT_CONNECTED)
    return hub.workflow_service
