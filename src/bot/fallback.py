"""Telling people otherwise where a card cannot be shown in its place.

From a channel to each reviewer, alone; from there, and for everybody else, by mail. Nobody is told
the same thing twice by one way: copies and mails have keys.
"""

from bot import reviewers
from bot.dossier import Dossier
from bot.failing import Failure
from domain.approvals.model import Stage, StageState
from domain.chat import mailing
from domain.database import transaction
from domain.hub import Hub
from domain.notices import records as notices
from domain.notices.model import Audience, Copy
from domain.people import entering, workspaces
from domain.people import records as people
from domain.people.model import ChatIdentity

#: Where nobody can be told anything, whatever the place.
SILENT = frozenset({Failure.TOKEN_REVOKED, Failure.NOT_INSTALLED, Failure.NO_SCOPE})


async def tell_otherwise(hub: Hub, dossier: Dossier, copy: Copy, failure: Failure) -> bool:
    """Have those a copy was for told otherwise; whether there are further copies to draw."""
    if copy.audience is Audience.REQUESTER:
        request = dossier.request
        key = f"mail:{request.id}:{request.state}:{request.requester_id}"
        await _mail(hub, dossier, request.requester_id, key, mailing.Letter.STANDS)
        return False
    if copy.audience in {Audience.SHOW, Audience.SHOW_NEWS}:
        await _mail_show(hub, dossier, copy)
        return False
    stage = dossier.stage(copy.stage_id or "")
    if stage is None or stage.state is not StageState.OPEN or stage.round != copy.round:
        return False
    if copy.audience is Audience.STAND_IN:
        if copy.reader_id is not None:  # The reviewers have their own card already.
            await _mail_reviewer(hub, dossier, stage, copy.reader_id)
        return False
    if copy.audience is Audience.REVIEWER:
        return await _after_reviewer(hub, dossier, stage, copy)
    return await _ask_reviewers(hub, dossier, stage, copy, failure)


async def _ask_reviewers(
    hub: Hub, dossier: Dossier, stage: Stage, copy: Copy, failure: Failure
) -> bool:
    """Ask those who may vote one by one, in chat where they can be reached, else by mail."""
    asked = False
    for user_id in (await _without_card(hub, dossier, stage))[: reviewers.ASKED_MAX]:
        silent = copy.workspace_id if failure in SILENT else ""
        account = await account_of(hub, user_id, silent)
        if account is None:
            await _mail_reviewer(hub, dossier, stage, user_id)
            continue
        asked = True
        await notices.intend(
            subject_id=dossier.request.id,
            stage_id=stage.id,
            round_=stage.round,
            audience=Audience.REVIEWER,
            workspace_id=account.workspace_id,
            place=account.chat_user_id,
            at=hub.clock.now(),
            reader_id=user_id,
        )
    return asked


async def _without_card(hub: Hub, dossier: Dossier, stage: Stage) -> list[str]:
    """Return who may vote and sees no card but the channel's; a stand-in in chat has their own."""
    seats = await reviewers.able(dossier, stage, hub.clock.now())
    return [
        user_id
        for user_id, seat in seats.items()
        if seat.instead_of is None or not await people.identities_of(user_id)
    ]


async def _after_reviewer(hub: Hub, dossier: Dossier, stage: Stage, copy: Copy) -> bool:
    # Copies of earlier versions do not say whose they are.
    found = copy.reader_id or await entering.behind(copy.workspace_id, copy.place)
    if found is not None:
        await _mail_reviewer(hub, dossier, stage, found)
    return False


async def account_of(hub: Hub, user_id: str, silent: str) -> ChatIdentity | None:
    """Return where somebody can be told something, but for the workspace `silent`."""
    for identity in await people.identities_of(user_id):
        if identity.workspace_id != silent and await workspaces.find(hub, identity.workspace_id):
            return identity
    return None


async def _mail_reviewer(hub: Hub, dossier: Dossier, stage: Stage, user_id: str) -> None:
    key = f"mail:{stage.id}:{stage.round}:{user_id}"
    await _mail(hub, dossier, user_id, key, mailing.Letter.DECIDE, stage.title)


async def _mail_show(hub: Hub, dossier: Dossier, copy: Copy) -> None:
    if dossier.sheet is None:
        return
    for user_id in (await people.members(dossier.sheet.team_id))[: reviewers.ASKED_MAX]:
        key = f"mail:{dossier.request.id}:{copy.audience}:{copy.round}:{user_id}"
        await _mail(hub, dossier, user_id, key, mailing.Letter.PLACE)


async def _mail(
    hub: Hub,
    dossier: Dossier,
    user_id: str,
    key: str,
    letter: mailing.Letter,
    stage: str = "",
) -> None:
    async with transaction():
        await mailing.ask(hub, key, user_id, dossier.request.id, letter, stage)
