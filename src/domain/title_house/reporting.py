"""Telling a title house where its works can be heard, through the outbox.

Whoever writes that a work is live, or no longer, calls `tell` in the same transaction; see
`domain.exposures.telling_houses`.
"""

from collections.abc import Mapping
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
    details = {"work_id": work_id, "state": state, "url": url, "reason": reason}
    await _ask(hub, work_id, channel, details)


async def tell_title(hub: Hub, title_id: str, channel: str, *, url: str, said: str) -> None:
    """Ask that the house of one title links our page of it, with a note that says `said`."""
    details = {"title_id": title_id, "state": ChannelState.LIVE, "url": url, "reason": ""}
    await _ask(hub, title_id, channel, details | {"said": said})


async def _ask(hub: Hub, about: str, channel: str, details: Mapping[str, str]) -> None:
    now = hub.clock.now()
    place = f"{TELL}:{about}:{channel}"
    key = f"{place}:{details['state']}:{now.isoformat()}"
    more = {"channel": channel, "at": now.isoformat()}
    await jobs.ask(hub.wake, now, key=key, kind=TELL, lane=place, details={**details, **more})


async def say(hub: Hub, actor: Actor, house: TitleHouse | None, job: Job) -> None:
    """Tell the house, in a dry run only write down what it would be told; nothing where it is off.

    Every title of the work that is from this house is told of, or the one that the job names;
    audio as its full content, unless the link leads to something else.
    """
    if house is None or house.writing is Writing.OFF:
        return
    if await _outdated(job):
        return
    dry = house.writing is Writing.DRY
    said = job.details
    for title_id, reference, form in await _products(said, house):
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
            audiobook=form.startswith(_AUDIO) and "said" not in said,
            said=said.get("said", ""),
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


async def _products(said: Mapping[str, str], house: TitleHouse) -> list[tuple[str, str, str]]:
    if "title_id" in said:
        return await records.product(said["title_id"], house.sender)
    return await records.products_of(said["work_id"], house.sender)


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
