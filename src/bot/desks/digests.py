"""The daily digest: asked for once per person and day, sent where they are, if there is anything.

Everybody has an hour of their own day. Those whose hour it is are asked for by an hourly job, a
little apart from one another, so that a thousand digests are no wave.
"""

import hashlib
from datetime import timedelta
from functools import partial

from bot.alerts import portfolios
from bot.installing.workspaces import Clients
from bot.language import speaking
from bot.messages.digests import digest
from domain.actor import Door
from domain.charted import farthest
from domain.database import transaction
from domain.hub import Hub
from domain.inbox import records, rules, service
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.people import entering, languages
from domain.people import records as people
from domain.requests import reading
from domain.requests.model import RequestState
from domain.requests.reading import Where

#: What looks whose hour it is, every hour, and what sends one digest.
ASK, SEND = "digests.ask", "digest.send"

#: Over how many seconds the digests of one hour are spread. Ours.
SPREAD_SECONDS = 600


async def ask(hub: Hub, job: Job) -> None:
    """Ask for the digests that are due; the handler of `ASK`."""
    del job
    now = hub.clock.now()
    for user_id, zone, wish in await records.readers():
        day = rules.digest_day(wish, now, zone)
        if day is None:
            continue
        async with transaction():
            await jobs.ask(
                hub.wake,
                now,
                key=f"{SEND}:{user_id}:{day}",
                kind=SEND,
                lane=f"{SEND}:{user_id}",
                details={"user_id": user_id, "day": day},
                after=_apart(user_id),
            )


async def send(hub: Hub, clients: Clients, job: Job) -> None:
    """Send one person's digest, unless there is nothing in it; the handler of `SEND`."""
    user_id = job.details["user_id"]
    actor = await entering.person(hub, user_id, Door.CHAT)
    if actor is None or not (await records.wish(user_id)).wanted:
        return
    rows = await service.waiting(hub, actor)
    wanted = Where(mine=True, states=(RequestState.CHANGES_REQUESTED,))
    mine = await reading.count(actor, wanted)
    if not rows and not mine:
        return
    reader = await languages.of_person(user_id)
    brands = await farthest.brands_of(actor) if hub.charts else []
    for identity in await people.identities_of(user_id):
        account = (identity.workspace_id, identity.chat_user_id)
        picture = await portfolios.worst(hub, clients, actor, brands, account[0], reader.locale)
        with speaking(reader.locale, reader.time_zone):
            draw = partial(digest, rows, mine)
            reason = await portfolios.say(hub, clients, account, job, job.id, draw, picture)
        if reason is None:
            return  # Once is enough, wherever they are.


def _apart(user_id: str) -> timedelta:
    number = int.from_bytes(hashlib.sha256(user_id.encode()).digest()[:4])
    return timedelta(seconds=number % SPREAD_SECONDS)
