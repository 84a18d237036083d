"""Following what is live of playlists, track by track: what is not allowed any more is found.

Tracks are exposures as everything live is (0024), so a right that changes, or an instant that
passes, has them judged by that change. What the brand forbids is looked at here: when it says
something else, and every midnight, which is when a new version of the table reaches them.
"""

from collections.abc import Mapping
from datetime import date, datetime

from domain import ids
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.eligibility import records as uses
from domain.exposures import service as exposures
from domain.exposures import taken
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.placements import records as placements
from domain.playlists import rules, service
from domain.requests import ledger
from domain.requests import records as requests
from domain.requests.kinds.playlist import KIND, WATCH, PlaylistBrief
from domain.requests.model import Request, RequestState
from domain.requests.rules import OVER
from domain.rights.live import records
from domain.site_audio.lifecycle import days, next_midnight

#: Asked for when a brand says something else of music.
AGAIN = "playlists.again"


async def watch(hub: Hub, job: Job) -> None:
    """Write what is live of a playlist, and what of it its brand forbids by now. For the job.

    It asks for the next look as long as the playlist is to be played.
    """
    request = await requests.get(job.details["request_id"])
    if request is None or request.kind != KIND.name:
        return
    brief = PlaylistBrief.model_validate(request.payload)
    live = request.state is RequestState.LIVE
    barred = await service.forbidden(hub, brief) if live else {}
    zones = {*(await uses.zones(await service.sites_of(brief))).values()}
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)  # Before any row, as all do who write what is live.
        held = (await ledger.load(request.id)).request
        if held.version != request.version:
            return  # It moved just now, which asked for a look of its own.
        earliest, latest = days(zones, hub.clock.now())
        if held.state in OVER or (live and _past(brief.live_until, earliest)):
            await exposures.follow(hub, held, [], live=False)
        elif live:
            if latest >= brief.live_from:
                await _follow(hub, held, brief, barred)
            at = next_midnight(zones, hub.clock.now())
            await _ask(hub, held, at.isoformat(), at)


async def standard_changed(hub: Hub, brand_id: str) -> None:
    """Ask that the brand's playlists that are live are looked at again; in its transaction."""
    now = hub.clock.now()
    key = f"{AGAIN}:{ids.new(ids.Prefix.JOB)}"
    await jobs.ask(
        hub.wake, now, key=key, kind=AGAIN, lane=AGAIN, details={"brand_id": brand_id, "turn": key}
    )


async def again(hub: Hub, job: Job) -> None:
    """Have every playlist of a brand that is live looked at. For the job."""
    async with transaction():
        rows = await sql.fetch(
            "SELECT * FROM requests WHERE kind = $1 AND state = $2 AND brand_id = $3 ORDER BY id",
            KIND.name,
            RequestState.LIVE,
            job.details["brand_id"],
        )
        for request in map(requests.from_row, rows):
            await _ask(hub, request, job.details["turn"], hub.clock.now())


async def _follow(
    hub: Hub, request: Request, brief: PlaylistBrief, barred: Mapping[str, str]
) -> None:
    """Write the tracks once, as the playlist begins; then only what is forbidden, or no more.

    What somebody said has ended in between stays ended.
    """
    handed = (await placements.hand_overs_of([request.id]))[request.id]
    downs = await taken.takedowns_of(request, handed.handed_at)
    wanted = rules.shown(request.id, brief, await service.sites_of(brief), barred, downs)
    if await records.ever_of_request(request.id):
        there = {
            (one.shown.subject, one.shown.publisher)
            for one in await records.live_of_request(request.id)
        }
        wanted = [one for one in wanted if (one.subject, one.publisher) in there]
    await exposures.follow(hub, request, wanted, live=True)


def _past(last: date | None, today: date) -> bool:
    return last is not None and today > last


async def _ask(hub: Hub, request: Request, turn: str, at: datetime) -> None:
    now = hub.clock.now()
    await jobs.ask(
        hub.wake,
        now,
        key=f"{WATCH}:{request.id}:{request.version}:{turn}",
        kind=WATCH,
        lane=f"{WATCH}:{request.id}",
        details={"request_id": request.id},
        after=at - now,
    )
