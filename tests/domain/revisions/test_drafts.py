"""When the draft of a revision opens."""

from domain.database import sql
from domain.jobs.model import Job, JobState
from domain.requests.kinds.revision import MOVED
from domain.requests.model import RequestState
from domain.requests.submit import submit
from domain.revisions import records, service
from tests.conftest import START
from tests.world import World


async def test_a_draft_opens_though_the_revision_was_acknowledged_before_it_did(
    world: World,
) -> None:
    requester = await world.actor("requester")
    asked = [await submit(world.hub, requester, "campaign", world.brief()) for _ in range(2)]
    subject, revision = asked
    brief = {
        "name": "Change it",
        "brand_id": world.brand_id,
        "markets": ["DE"],
        "subject_id": subject.id,
        "evidence": "Few heard it.",
        "change": "Its tagline.",
        "changes_claims": False,
        "changes_audio": False,
    }
    await sql.execute(
        "UPDATE requests SET kind = $1, state = $2, payload = $3 WHERE id = $4",
        *("revision", RequestState.LIVE, brief, revision.id),
    )
    about = {"request_id": revision.id}
    job = Job("job_1", "k", MOVED, "l", about, START, JobState.OPEN, 1, 1, None)
    await service.follow(world.hub, job)
    draft = await records.get(revision.id)

    assert draft is not None
    assert (draft.subject_id, draft.open) == (subject.id, True)
