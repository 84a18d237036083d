"""Telling people of a case otherwise where its card cannot be shown in its place.

From a queue's channel to each of its people, alone; from there, and for the reporter, by mail. So
it is from the start where a queue has no channel, or the reporter no account in chat. Nobody is
told the same thing twice by one way: copies and mails have keys.
"""

from collections.abc import Collection, Sequence

from bot.cards.case import Shown
from bot.failing import NO_ACCOUNT, NO_PLACE, Failure
from bot.requests.fallback import SILENT, account_of, moved
from bot.requests.reviewers import ASKED_MAX
from domain.absences import records as absences
from domain.absences.model import About
from domain.absences.rules import by_person, covering
from domain.actor import Door
from domain.cases.rules import OPEN, handles
from domain.chat import mailing
from domain.compensations.model import CompensationState
from domain.database import transaction
from domain.hub import Hub
from domain.notices import records as notices
from domain.notices.model import Audience, Copy
from domain.people import entering
from domain.people import records as people
from domain.people.leading import leads
from domain.people.model import Team
from domain.tellings import service as tellings
from domain.tellings.model import Way, What


async def tell_otherwise(hub: Hub, shown: Shown, copy: Copy, failure: Failure) -> bool:
    """Have those a copy was for told otherwise; whether there are further copies to draw.

    A copy that asks nobody any more, or of a case that is over, is not made up for.
    """
    if copy.audience is Audience.REQUESTER:
        await _mail_reporter(hub, shown)
        return False
    if not shown.counts(copy) or shown.file.case.state not in OPEN:
        return False
    if copy.audience is Audience.MEMBER:
        await _mail_member(hub, shown, copy.reader_id or "", await _names(hub, shown, copy))
        return False
    team = shown.team(copy)
    silent = copy.workspace_id if failure in SILENT else ""
    return team is not None and await _ask_members(hub, shown, team, silent)


async def without_place(hub: Hub, shown: Shown, team: Team) -> None:
    """Have the people of a team asked that has no channel, while the case is open."""
    case = shown.file.case
    if case.state in OPEN:
        await _log_none(hub, shown, NO_PLACE, f"{case.id}:{case.round}:{team.id}")
        await _ask_members(hub, shown, team, "")


async def reporter_without_account(hub: Hub, shown: Shown) -> None:
    """Have a reporter told who has no account in chat, if they may enter still."""
    reporter = shown.file.case.reporter_id
    if reporter is not None and await entering.may_enter(reporter):
        await _log_none(hub, shown, NO_ACCOUNT, _standing(shown), reporter)
        await _mail_reporter(hub, shown)


async def _log_none(
    hub: Hub, shown: Shown, reason: str, about: str, user_id: str | None = None
) -> None:
    """Write down that there is no card, and why: once for what it would be about."""
    await tellings.log(
        hub,
        key=f"card:{about}:{reason}",
        what=What.CARD,
        way=Way.DIRECT if user_id else Way.CHANNEL,
        subject_id=shown.file.case.id,
        stage_id=None,
        round_=shown.file.case.round,
        user_id=user_id,
        workspace_id="",
        place="",
        reason=reason,
    )


async def _ask_members(hub: Hub, shown: Shown, team: Team, silent: str) -> bool:
    """Ask a team's people one by one, in chat where they can be reached, else by mail.

    Nobody is reached in the workspace `silent`. Returns whether anybody is asked in chat. Who is
    asked, where they are many, is said at `chosen`.
    """
    asked = False
    for user_id in await _chosen(hub, shown, team):
        account = await account_of(hub, user_id, silent)
        if account is None:
            await _mail_member(hub, shown, user_id, team.name)
            continue
        asked = True
        await notices.intend(
            subject_id=shown.file.case.id,
            stage_id=None,
            round_=0,
            audience=Audience.MEMBER,
            workspace_id=account.workspace_id,
            place=account.chat_user_id,
            at=hub.clock.now(),
            reader_id=user_id,
        )
    return asked


def chosen(
    able: Sequence[str],
    away: Collection[str],
    *,
    own: str | None,
    leading: Collection[str],
    proposers: Collection[str],
) -> list[str]:
    """Return who of `able`, those of a team who may handle a case, is asked alone: at most five.

    A case needs one person, so five are enough, if they are the right ones. Who is away is left
    out, unless all are: somebody has to be asked. Whoever has the case, `own`, comes first, for it
    is theirs; then those `leading` the team, who know whose it could be. A compensation waits for
    a second pair of eyes, which is neither the case's owner nor who proposed it: while one waits,
    which is where there are `proposers`, they come last.
    """
    spoken = {own, *proposers} if proposers else set()

    def place(user_id: str) -> tuple[bool, bool, bool]:
        return user_id in spoken, user_id != own, user_id not in leading

    there = [one for one in able if one not in away]
    return sorted(there or able, key=place)[:ASKED_MAX]


async def _chosen(hub: Hub, shown: Shown, team: Team) -> list[str]:
    case, now = shown.file.case, shown.now
    about, held = About("case", case.brand_id), by_person(await absences.in_force(now))
    return chosen(
        await _able(hub, shown, team),
        {user_id for user_id, theirs in held.items() if covering(theirs, about, now)},
        own=case.assignee_id,
        leading=await leads(team.id),
        proposers={
            one.proposer_id
            for one in shown.file.compensations
            if one.state is CompensationState.WAITING
        },
    )


async def _able(hub: Hub, shown: Shown, team: Team) -> list[str]:
    """Return the ids of a team's people who may handle the case."""
    found = []
    for user_id in await people.members(team.id):
        actor = await entering.person(hub, user_id, Door.CHAT)
        if actor is not None and handles(actor, shown.file.case, shown.file.team_ids):
            found.append(user_id)
    return found


async def _names(hub: Hub, shown: Shown, copy: Copy) -> str:
    """Return what the teams are called for which somebody was asked alone."""
    actor = await entering.by_chat(hub, copy.workspace_id, copy.place)
    theirs = actor.team_ids if actor else frozenset[str]()
    named = [team.name for team, _ in shown.asked() if team.id in theirs]
    return ", ".join(named)


async def _mail_member(hub: Hub, shown: Shown, user_id: str, team: str) -> None:
    """Write to somebody that a case waits for their team: once in each round and queue."""
    case = shown.file.case
    key = f"mail:{case.id}:{case.round}:{case.queue}:{user_id}"
    async with transaction():
        await mailing.ask(hub, key, user_id, case.id, mailing.Letter.CASE_ASKED, team)


async def _mail_reporter(hub: Hub, shown: Shown) -> None:
    """Write to the reporter how their case stands: once for each time it came to a state."""
    case = shown.file.case
    if case.reporter_id is None:
        return
    key = f"mail:{_standing(shown)}:{case.reporter_id}"
    async with transaction():
        await mailing.ask(hub, key, case.reporter_id, case.id, mailing.Letter.CASE_STANDS)


def _standing(shown: Shown) -> str:
    """Return what tells how a case stands for its reporter from how it stood, for keys."""
    case, events = shown.file.case, shown.file.events
    since = max((event.position for event in events if moved(event.details)), default=0)
    return f"{case.id}:{case.round}:{case.state}:{since}"
