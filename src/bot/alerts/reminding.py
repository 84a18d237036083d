"""Reminding below the message of an alert that nobody looks after it, and listing such by week."""

from dataclasses import replace
from functools import partial

from bot.alerts import portfolios
from bot.alerts import telling as alert_telling
from bot.alerts.pictures import CHANNEL
from bot.cards.alert import readable, reads
from bot.gathered import alert as alert_file
from bot.gathered.alert import Board
from bot.installing.workspaces import Clients
from bot.language import speaking
from bot.messages.alert_list import waiting_list
from bot.messages.alert_thread import reminder
from bot.sending import saying
from domain.hub import Hub
from domain.jobs.model import Job
from domain.notices import records as notices
from domain.notices.model import Copy
from domain.people import languages
from domain.tellings.model import What
from domain.thresholds import reminding


async def remind(hub: Hub, clients: Clients, job: Job) -> None:
    """Remind of an alert, or of those it opened with, if they wait still; handles `REMIND`."""
    now = hub.clock.now()
    board = await alert_file.load(job.details["subject_id"], now)
    waiting = tuple(one for one in board.files if reminding.waits(one.alert, now)) if board else ()
    if board is None or not waiting:
        return
    left = replace(board, files=waiting)
    for copy in await notices.of_subject(board.subject_id):
        mine = await readable(hub, left, copy) if copy.handle else None
        if mine is not None:
            await _remind(hub, clients, mine, copy, job.details["when"])


async def _remind(hub: Hub, clients: Clients, board: Board, copy: Copy, day: str) -> None:
    key = f"remind:{copy.id}:{day}"
    with await reads(copy):
        message = reminder(board)
    account = (copy.workspace_id, copy.place)
    reason = await saying.say(hub, clients, account, key, message, under=copy.handle)
    for file in board.files:
        told, about = f"{key}:{file.alert.id}", {"day": day, "copy": copy.id}
        await alert_telling.log(hub, file, copy, What.REMINDER, told, reason, about)


async def list_week(hub: Hub, clients: Clients, job: Job) -> None:
    """Say in a place what nobody looks after there for long; the handler of `WEEKLY`."""
    account = (job.details["workspace_id"], job.details["place"])
    found = await reminding.in_place(hub, *account)
    if not found:
        return
    files = await alert_file.files(found)
    reader = await languages.of_workspace(account[0])
    # Of brands alone that are told of here already.
    brands = list(dict.fromkeys(one.brand_id for one in found if one.brand_id))
    picture = await portfolios.worst(hub, clients, CHANNEL, brands, account[0], reader.locale)
    with speaking(reader.locale, reader.time_zone):
        draw = partial(waiting_list, files)
        await portfolios.say(hub, clients, account, job, job.key, draw, picture)
