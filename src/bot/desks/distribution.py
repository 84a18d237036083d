"""Telling the rights desk what publishers require or refuse: one message each, edited once mended.

Where the desk has no place, or none that takes it, its people are told by mail.
"""

import structlog

from bot.installing.workspaces import Clients
from bot.language import speaking
from bot.messages import distribution
from bot.sending import saying
from domain.chat import mailing
from domain.database import transaction
from domain.distribution import desk
from domain.distribution.desk import Told
from domain.hub import Hub
from domain.jobs.model import Job
from domain.people import languages
from domain.people import records as people
from domain.people.model import Team
from domain.rights import desk as rights_desk
from domain.rights import posts

log = structlog.get_logger()


async def tell(hub: Hub, clients: Clients, job: Job) -> None:
    """Tell the desk of a report, or that it is mended; the handler of `distribution.tell`."""
    told = await desk.to_tell(job.details["report_id"])
    team = await rights_desk.team() if told is not None else None
    if told is None:
        return
    if team is None:
        log.warning("no_rights_desk", about=told.report.id)
        return
    if not await _in_chat(hub, clients, team, told):
        async with transaction():
            for user_id in await people.members(team.id):
                await mailing.ask_of_rights(hub, f"mail:{job.key}:{user_id}", user_id, job.details)


async def _in_chat(hub: Hub, clients: Clients, team: Team, told: Told) -> bool:
    """Tell it in the team's place; False if there is none, or none that takes it."""
    place = await desk.place(told, team)
    if place is None:
        return False
    report, account = told.report, (place.workspace_id, place.place)
    reader = await languages.of_workspace(place.workspace_id)
    with speaking(reader.locale, reader.time_zone):
        message = distribution.card(told)
    before = await posts.get(report.id, *account)
    who = f"distribution:{report.id}:{'open' if report.open else 'closed'}"
    failure, handle = await saying.keep(hub, clients, account, who, message, before)
    if failure is not None:
        log.warning("distribution_not_told", about=report.id, reason=failure)
        return False
    if handle != before:
        async with transaction():
            await posts.put(report.id, *account, handle)
    return True
