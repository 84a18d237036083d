"""Telling owners what changed in their launches: directly, else by mail; once each."""

import structlog

from bot.cards.standing import accounts_of
from bot.installing.workspaces import Clients
from bot.language import speaking
from bot.messages import launches
from bot.sending import saying
from domain.chat import mailing
from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import Job
from domain.launches import telling
from domain.people import languages

log = structlog.get_logger()


async def tell(hub: Hub, clients: Clients, job: Job) -> None:
    """Tell one owner; the handler of `launches.tell`. In the first account that takes it."""
    news = await telling.to_tell(hub, job.details)
    if not news:
        return
    owner_id = job.details["owner_id"]
    reader = await languages.of_person(owner_id)
    with speaking(reader.locale, reader.time_zone):
        message = launches.card(news)
    for place in await accounts_of(owner_id):
        failure = await saying.say(hub, clients, place, job.key, message)
        if failure is None:
            return
        log.warning("launch_not_told", place=place[1], reason=failure)
    async with transaction():
        await mailing.ask_of_launches(hub, f"mail:{job.key}", job.details)
