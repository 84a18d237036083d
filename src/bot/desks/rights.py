"""Telling the rights desk what ends: one message for each grant, drawn anew at every step.

An edit is noticed by nobody, so below it stands a line for each step after the first. Where the
desk has no place, or none that takes it, its people are told by mail.
"""

import structlog

from bot.installing.workspaces import Clients
from bot.language import speaking
from bot.messages import endings
from bot.sending import saying
from domain.chat import mailing
from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import Job
from domain.people import languages
from domain.people import records as people
from domain.people.model import Team
from domain.rights import desk, posts
from domain.rights.desk import Ending

log = structlog.get_logger()


async def tell(hub: Hub, clients: Clients, job: Job) -> None:
    """Tell the desk of one step; the handler of `rights.tell`."""
    ending = await desk.to_tell(hub, job.details)
    team = await desk.team() if ending is not None else None
    if ending is None:
        return
    if team is None:
        log.warning("no_rights_desk", about=ending.about_id, team=desk.TEAM)
        return
    if not await _in_chat(hub, clients, team, ending):
        await _by_mail(hub, team, job)


async def _in_chat(hub: Hub, clients: Clients, team: Team, ending: Ending) -> bool:
    """Tell it in the team's place; False if there is none, or none that takes it."""
    place = await desk.place(team, ending)
    if place is None:
        return False
    about, account = ending.about_id, (place.workspace_id, place.place)
    who = f"rights:{about}:{ending.end.isoformat()}:{ending.step}"
    reader = await languages.of_workspace(place.workspace_id)
    with speaking(reader.locale, reader.time_zone):
        message, line = endings.card(ending), endings.line(ending)
    before = await posts.get(about, *account)
    failure, handle = await saying.keep(hub, clients, account, who, message, before)
    if failure is not None:
        log.warning("rights_not_told", about=about, reason=failure)
        return False
    if handle != before:
        async with transaction():
            await posts.put(about, *account, handle)
    else:
        await saying.say(hub, clients, account, f"{who}:line", line, under=handle)
    return True


async def _by_mail(hub: Hub, team: Team, job: Job) -> None:
    async with transaction():
        for user_id in await people.members(team.id):
            await mailing.ask_of_rights(hub, f"mail:{job.key}:{user_id}", user_id, job.details)
