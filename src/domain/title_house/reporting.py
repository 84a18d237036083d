"""Telling a title house where its works can be heard, through the outbox.

Whoever writes that a work is live, or no longer, calls `tell` in the same transaction; see
`domain.exposures.telling_houses`.
"""

from datetime import date, datetime

from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.errors import Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Job
from domain.title_house import records
from domain.title_house.model import ChannelState, Deed, Showing, TitleHouse, Writing

#: The job that tells a house about one work on one channel.
TELL = "titles.tell"

#: What the record of a title keeps of telling: a link that was written, or would have been.
TOLD, WOULD_TELL = "title.link_told", "title.link_would_be_told"

#: Forms of audio begin so (list 150).
_AUDIO = "A"


async def tell(
    hub: Hub, work_id: str, channel: str, state: ChannelState, *, url: str, reason: str = ""
) -> None:
    """Ask that the house of a work is told how it stands on a channel from now on.

    `reason`, for a takedown, is kept with the record of changes and so names nobody. Raises
    `Missing` if there is no such work.
    """
    if await sql.fetch_one("SELECT id FROM works WHERE id = $1", work_id) is None:
        raise Missing("no_such_work", f"There is no work `{work_id[:40]}`.", ("workId",))
    now = hub.clock.now()
    details = {
        "work_id": work_id,
        "channel": channel,
        "state": state,
        "url": url,
        "reason": reason,
        "at": now.isoformat(),
    }
    place = f"{TELL}:{work_id}:{channel}"
    key = f"{place}:{state}:{now.isoformat()}"
    await jobs.ask(hub.wake, now, key=key, kind=TELL, lane=place, details=details)


async def say(hub: Hub, actor: Actor, house: TitleHouse | None, job: Job) -> None:
    """Tell the house, in a dry run only write down what it would be told; nothing where it is off.

    Every title of the work that is from this house is told of; audio as its full content.
    """
    if house is None or house.writing is Writing.OFF:
        return
    if await _outdated(job):
        return
    dry = house.writing is Writing.DRY
    said = job.details
    for title_id, reference, form in await records.products_of(said["work_id"], house.sender):
        ref = reference.rpartition(".")[2]
        if not ref.isdigit():
            raise GiveUp(f"`{reference}` is no reference of {house.name}")
        showing = Showing(
            product_ref=ref,
            channel=said["channel"],
            url=said["url"],
            state=ChannelState(said["state"]),
            day=_day(said["at"]),
            reason=said["reason"],
            audiobook=form.startswith(_AUDIO),
        )
        done = await house.show(showing, dry=dry)
        if done.deed is Deed.NOTHING:
            continue
        act = WOULD_TELL if dry else TOLD
        details = {
            "deed": done.deed,
            "channel": showing.channel,
            "state": showing.state,
            "url": showing.url,
            "note": done.note,
            "audiobook": showing.audiobook,
        }
        async with transaction():
            await audit.record(hub.clock.now(), actor, act, title_id, details)


async def _outdated(job: Job) -> bool:
    """Whether something newer was asked for: a job that waited must not undo it."""
    row = await sql.fetch_one(
        "SELECT id FROM jobs WHERE lane = $1 AND kind = $2 AND created_at > $3 LIMIT 1",
        job.lane,
        TELL,
        datetime.fromisoformat(job.details["at"]),
    )
    return row is not None


def _day(said: str) -> date:
    return datetime.fromisoformat(said).date()
