"""Telling people otherwise where a card cannot be shown in its place.

From a channel to each reviewer, alone; from there, and for everybody else, by mail. Who has no
account, and which team has no channel, is told by the same ways from the start. Nobody is told the
same thing twice by one way: copies and mails have keys.
"""

from collections.abc import Collection, Mapping
from typing import Any

from bot.failing import NO_ACCOUNT, NO_PLACE, Failure
from bot.gathered.dossier import Dossier
from bot.requests import reviewers
from domain.approvals.model import Stage, StageState
from domain.approvals.rules import counting
from domain.audit import service as audit
from domain.chat import mailing
from domain.database import transaction
from domain.hub import Hub
from domain.notices import records as notices
from domain.notices.model import Audience, Copy
from domain.people import entering, workspaces
from domain.people import records as people
from domain.people.model import ChatIdentity
from domain.tellings import service as tellings
from domain.tellings.model import Way, What

#: Where nobody can be told anything, whatever the place.
SILENT = frozenset({Failure.TOKEN_REVOKED, Failure.NOT_INSTALLED, Failure.NO_SCOPE})


async def tell_otherwise(hub: Hub, dossier: Dossier, copy: Copy, failure: Failure) -> bool:
    """Have those a copy was for told otherwise; whether there are further copies to draw."""
    if copy.audience is Audience.REQUESTER:
        await _mail_requester(hub, dossier)
        return False
    if copy.audience in {Audience.SHOW, Audience.SHOW_NEWS}:
        await _mail_show(hub, dossier, copy.audience, copy.round)
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
    silent = copy.workspace_id if failure in SILENT else ""
    return await _ask_reviewers(hub, dossier, stage, silent)


async def without_place(hub: Hub, dossier: Dossier, stage: Stage) -> None:
    """Have the reviewers of an open stage asked whose team has no channel."""
    await _log_none(hub, dossier, NO_PLACE, f"{stage.id}:{stage.round}", stage=stage)
    await _ask_reviewers(hub, dossier, stage, "")


async def show_without_place(
    hub: Hub, dossier: Dossier, audiences: Collection[Audience], round_: int
) -> None:
    """Have the people of a show's team told of its sheet where the team has no channel."""
    for audience in audiences:
        await _log_none(hub, dossier, NO_PLACE, f"{dossier.request.id}:{audience}:{round_}")
        await _mail_show(hub, dossier, audience, round_)


async def requester_without_account(hub: Hub, dossier: Dossier) -> None:
    """Have a requester told who has no account in chat, if they may enter still."""
    request = dossier.request
    if await entering.may_enter(request.requester_id):
        about = await _standing(dossier)
        await _log_none(hub, dossier, NO_ACCOUNT, about, user_id=request.requester_id)
        await _mail_requester(hub, dossier)


async def stand_in_without_account(
    hub: Hub, dossier: Dossier, stage: Stage, holder_id: str
) -> None:
    """Have somebody told who stands in for a reviewer and has no account in chat."""
    if await entering.may_enter(holder_id):
        about = f"{stage.id}:{stage.round}:{holder_id}"
        await _log_none(hub, dossier, NO_ACCOUNT, about, stage=stage, user_id=holder_id)
        await _mail_reviewer(hub, dossier, stage, holder_id)


async def _log_none(
    hub: Hub,
    dossier: Dossier,
    reason: str,
    about: str,
    *,
    stage: Stage | None = None,
    user_id: str | None = None,
) -> None:
    """Write down that there is no card, and why: once for what it would be about."""
    await tellings.log(
        hub,
        key=f"card:{about}:{reason}",
        what=What.CARD,
        way=Way.DIRECT if user_id else Way.CHANNEL,
        subject_id=dossier.request.id,
        stage_id=stage.id if stage else None,
        round_=stage.round if stage else 0,
        user_id=user_id,
        workspace_id="",
        place="",
        reason=reason,
    )


async def _ask_reviewers(hub: Hub, dossier: Dossier, stage: Stage, silent: str) -> bool:
    """Ask those who may vote one by one, in chat where they can be reached, else by mail.

    Nobody is reached in the workspace `silent`. Returns whether anybody is asked in chat. More are
    asked than usual where fewer could not decide.
    """
    asked, votes = False, counting(stage, dossier.votes)
    most = max(reviewers.ASKED_MAX, stage.quorum - len(votes))
    spoken = {one for vote in votes for one in (vote.voter_id, vote.seat_id)}
    waiting = [one for one in await _without_card(hub, dossier, stage) if one not in spoken]
    for user_id in waiting[:most]:
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


async def _mail_requester(hub: Hub, dossier: Dossier) -> None:
    """Write to the requester how their request stands: once for each time it came to a state."""
    requester = dossier.request.requester_id
    key = f"mail:{await _standing(dossier)}:{requester}"
    await _mail(hub, dossier, requester, key, mailing.Letter.STANDS)


async def _standing(dossier: Dossier) -> str:
    """Return what tells how a request stands from how it ever stood before, for keys."""
    request = dossier.request
    trail = await audit.trail(request.id)
    since = max((event.position for event in trail if moved(event.details)), default=0)
    return f"{request.id}:{request.state}:{request.revision}:{since}"


def moved(details: Mapping[str, Any]) -> bool:
    """Whether an event, by its details, moved a request or case from one state to another."""
    before, after = details.get("before"), details.get("after")
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return False
    return before.get("state") != after.get("state")


async def _mail_show(hub: Hub, dossier: Dossier, audience: Audience, round_: int) -> None:
    if dossier.sheet is None:
        return
    for user_id in (await people.members(dossier.sheet.team_id))[: reviewers.ASKED_MAX]:
        key = f"mail:{dossier.request.id}:{audience}:{round_}:{user_id}"
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
