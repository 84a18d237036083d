"""Saying once what opened, got worse or ended while nobody was told of alerts."""

from collections.abc import Sequence

from bot.cards.standing import Account
from bot.gathered import alert as alert_file
from bot.installing.workspaces import Clients
from bot.language import speaking
from bot.messages.alert_list import silence_list
from bot.messages.parts import Message
from bot.requests.fallback import account_of
from bot.sending import saying
from domain.actor import Actor
from domain.hub import Hub
from domain.jobs.model import Job
from domain.people import languages
from domain.tellings import service as tellings
from domain.tellings.model import Way, What
from domain.thresholds import digesting
from domain.thresholds.digesting import Told


async def say(hub: Hub, clients: Clients, job: Job) -> None:
    """Say a digest in a place, or to somebody alone; the handler of `digesting.SAY`.

    Who has no account in chat reads it by `/campaign alerts` once they do.
    """
    found = await digesting.to_tell(hub, job)
    user_id: str | None = job.details.get("user_id")
    account = await _account(hub, job, user_id)
    if not found or account is None:
        return
    reader = await languages.reading(user_id, account[0])
    with speaking(reader.locale, reader.time_zone):
        message = await _drawn(found)
    reason = await saying.say(hub, clients, account, job.key, message)
    for alert, _ in found:
        await tellings.log(
            hub,
            key=f"{job.key}:{alert.id}",
            what=What.DIGEST,
            way=Way.DIRECT if user_id else Way.CHANNEL,
            subject_id=alert.id,
            stage_id=None,
            round_=0,
            user_id=user_id,
            workspace_id=account[0],
            place=account[1],
            reason=reason,
        )


async def lately(hub: Hub, actor: Actor) -> Message:
    """Return what silences kept of late of alerts the actor may see."""
    return await _drawn(await digesting.lately(hub, actor))


async def _account(hub: Hub, job: Job, user_id: str | None) -> Account | None:
    if user_id is None:
        return job.details["workspace_id"], job.details["place"]
    found = await account_of(hub, user_id, "")
    return (found.workspace_id, found.chat_user_id) if found else None


async def _drawn(found: Sequence[Told]) -> Message:
    files = await alert_file.files([one for one, _ in found])
    return silence_list([(file, moves) for file, (_, moves) in zip(files, found, strict=True)])
