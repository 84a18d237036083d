"""Asking that what is approved and not out yet is looked at, since what it names changed.

On its day it is looked at anyway; who has to do something about it has until then to do it.
"""

from domain import ids
from domain.database import first_in_transaction, must_be_in_transaction, transaction
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.rights.live import opening_records
from domain.rights.model import Subject, SubjectKind

#: The job that looks at one of them.
AHEAD = "target.ahead"


async def changed(hub: Hub, subject: Subject) -> None:
    """Have what names a subject and is still to open looked at; in the running transaction.

    Once for a transaction, however much of the subject is changed in it.
    """
    must_be_in_transaction()
    if not first_in_transaction(f"{AHEAD}:{subject.kind}:{subject.ref}"):
        return
    now, change = hub.clock.now(), ids.new(ids.Prefix.JOB)
    for row in await opening_records.ahead_of(subject, now):
        await jobs.ask(
            hub.wake,
            now,
            key=f"{AHEAD}:{row['id']}:{change}",
            kind=AHEAD,
            lane=f"{AHEAD}:{row['id']}",
            details={
                "request_id": row["request_id"],
                "publication_id": row["id"],
                "version": row["version"],
            },
        )


async def works_changed(hub: Hub, job: Job) -> None:
    """Have what is made from works looked at, whose titles say something else. For the job."""
    async with transaction():
        for work_id in job.details["works"]:
            await changed(hub, Subject(SubjectKind.WORK, work_id))
