"""What is said where a job was given up: to those who wait for what it was to do."""

from domain.activation.journeys import going
from domain.campaigns import pausing, targeting
from domain.campaigns import removing as campaign_removing
from domain.campaigns.edits import noticing
from domain.campaigns.lists import asking as customer_lists
from domain.catalog import uploads
from domain.followups import retiring
from domain.hub import Hub
from domain.jobs.model import Job
from domain.metric_files import asking as metric_files
from domain.metric_files import carrying
from domain.removals import seeing
from domain.requests import ledger, outcomes
from domain.requests.kinds import revision
from domain.targets import handing, removing

#: What a job does for a request, as one says it.
DOING = {
    "campaign.prepare": "Making this ready",
    "campaign.publish": "Publishing this",
    "campaign.watch": "Watching what Spotify says of this",
    "campaign.retire": "Taking this away from Spotify",
    noticing.LOOK: "Looking what others edited of this at Spotify",
    targeting.KIND: "Setting these targets at Spotify, or those before,",
    customer_lists.KIND: "Uploading the list of this to Spotify, or taking accounts off it,",
    pausing.KIND: "Pausing this at Spotify, or having it run again,",
    ledger.WATCH: "Reminding reviewers of this",
    "sponsorship.collect": "Looking whether every file is in",
    uploads.DELIVERED: "Looking whether every file is in",
    "sponsorship.hand_over": "Handing this over",
    "rules.replay": "Judging the past by this version",
    "rules.release": "Releasing this version",
    "rules.take_effect": "Having this version take effect",
    "sponsorship.take_back": "Taking back what was made of this",
    "playlist.comply": "Judging the tracks of this",
    "audio.comply": "Judging the rights of this",
    "targeting.comply": "Judging consents, ages and countries of this",
    "files.collect": "Looking whether every file is in",
    "handover.make": "Handing this over",
    going.SEND: "Sending the journey of this",
    "handover.take_back": "Taking this back from those it was handed to",
    handing.PUBLISH: "Publishing this",
    handing.LOOK: "Looking how this stands where it was published",
    handing.NARROW: "Taking part of this down where it was published",
    campaign_removing.KIND: "Switching this off at Spotify in some places",
    removing.REMOVE: "Taking this down where it was published",
    seeing.SETTLE: "Looking whether all of this is gone",
    retiring.END: "Ending what this retires",
    revision.MOVED: "Opening the draft of this",
}


async def tell(hub: Hub, job: Job) -> None:
    """Tell those who wait for a request that what it needs was given up, and what to do."""
    if job.details["kind"] == removing.REMOVE:
        await removing.hangs(hub, job.details["publication_id"])
    if job.details["kind"] == metric_files.KIND:
        await carrying.died(hub, job.details["file_id"], job.details["reason"])
    doing = DOING.get(job.details["kind"])
    if doing is None:
        return
    request_id, key = job.details["request_id"], job.details["key"]
    why = job.details["reason"].rstrip(".")
    trouble = (
        f"{doing} stopped: {why}. An administrator mends the cause and runs `greenlight retry"
        f" {key}`."
    )
    await outcomes.tell(hub, request_id, "request.stuck", trouble, key)
