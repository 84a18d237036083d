"""What is said to people, in chat and by mail, and what is done where nobody can be spoken to."""

from collections.abc import Mapping
from functools import partial

from app.settings import Settings
from bot.alerts import reminding as alert_reminders
from bot.alerts import unheard
from bot.desks import digests as digesting
from bot.desks import distribution as distribution_desk
from bot.desks import figures as figures_desk
from bot.desks import launches as launch_owners
from bot.desks import rights as rights_desk
from bot.installing import rotating
from bot.installing.workspaces import Clients
from bot.letters import Letters
from bot.listeners import homes
from bot.sender import Sender
from bot.sending import editing
from domain.cases import docket
from domain.chat import mailing
from domain.chat.mailing import PostOffice
from domain.distribution import service as distribution
from domain.hub import Hub
from domain.inbox import refreshing
from domain.jobs.model import GiveUp, Handler, Job
from domain.launches import telling as launch_telling
from domain.people import workspaces
from domain.reminding.telling import to_tell
from domain.rights import watching
from domain.tellings import records as telling_records
from domain.tellings import service as tellings
from domain.tellings.model import Outcome
from domain.thresholds import announcing
from domain.thresholds import digesting as silences
from domain.thresholds import reminding as alert_reminding


def chat_handlers(
    hub: Hub, chat: Handler | None, tell: Handler | None, talk: Mapping[str, Handler]
) -> dict[str, Handler]:
    """Return the handlers of what is said; see `app.jobs.handlers.handlers_for`."""
    desks = (watching.TELL, launch_telling.TELL, distribution.TELL)
    lists = (alert_reminding.REMIND, alert_reminding.WEEKLY, silences.SAY)
    return {
        **dict.fromkeys(("cards.show", docket.SHOW, announcing.SHOW), chat or _nowhere),
        tellings.TELL: tell or partial(_tell_nobody, hub),
        **dict.fromkeys((*desks, *lists), _nowhere),
        **talk,
    }


def talking(
    hub: Hub, clients: Clients, sender: Sender, settings: Settings, office: PostOffice | None
) -> dict[str, Handler]:
    """Return the handlers of what is done in chat beside showing cards, and of mail."""
    return {
        editing.KIND: sender.edits.work_off,
        refreshing.KIND: partial(homes.refresh, hub, clients),
        digesting.ASK: partial(digesting.ask, hub),
        digesting.SEND: partial(digesting.send, hub, clients),
        rotating.KIND: partial(rotating.renew, hub, settings.slack_api_url, settings.oauth_app),
        watching.TELL: partial(rights_desk.tell, hub, clients),
        launch_telling.TELL: partial(launch_owners.tell, hub, clients),
        distribution.TELL: partial(distribution_desk.tell, hub, clients),
        alert_reminding.REMIND: partial(alert_reminders.remind, hub, clients),
        alert_reminding.WEEKLY: partial(alert_reminders.list_week, hub, clients),
        silences.SAY: partial(unheard.say, hub, clients),
        figures_desk.KIND: partial(figures_desk.show, hub, clients),
        figures_desk.POST: partial(figures_desk.post, hub, clients),
        mailing.KIND: partial(mailing.send, hub, office, Letters(hub)),
    }


async def _nowhere(_: Job) -> None:
    """Show cards nowhere, which is right only where no workspace was joined."""
    if await workspaces.joined():
        raise GiveUp("a workspace is joined, and this worker cannot speak in it")


async def _tell_nobody(hub: Hub, job: Job) -> None:
    """Tell nothing to people, which is right only where no workspace was joined."""
    await _nowhere(job)
    if (told := await to_tell(hub, job.details["telling_id"])) is not None:
        now = hub.clock.now()
        await telling_records.came_to(told.id, Outcome.FAILED, now, reason="no_chat")
