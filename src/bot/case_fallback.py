"""Telling people of a case otherwise where its card cannot be shown in its place.

From a queue's channel to each of its people, alone; from there, and for the reporter, by mail.
Nobody is told the same thing twice by one way: copies and mails have keys.
"""

from bot.case_showing import Shown
from bot.failing import Failure
from bot.fallback import SILENT, account_of
from bot.reviewers import ASKED_MAX
from domain.actor import Door
from domain.cases.rules import OPEN, handles
from domain.chat import mailing
from domain.database import transaction
from domain.hub import Hub
from domain.notices import records as notices
from domain.notices.model import Audience, Copy
from domain.people import entering
from domain.people import records as people
from domain.people.model import Team


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
    return team is not None and await _ask_members(hub, shown, copy, team, failure)


async def _ask_members(hub: Hub, shown: Shown, copy: Copy, team: Team, failure: Failure) -> bool:
    """Ask a team's people one by one, in chat where they can be reached, else by mail."""
    asked = False
    silent = copy.workspace_id if failure in SILENT else ""
    for user_id in (await _able(hub, shown, team))[:ASKED_MAX]:
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
    """Write to the reporter how their case stands: once for each state, and each question."""
    case = shown.file.case
    if case.reporter_id is None:
        return
    asked = case.clocks.waiting_since
    since = f":{asked.timestamp():.0f}" if asked else ""
    key = f"mail:{case.id}:{case.round}:{case.state}{since}:{case.reporter_id}"
    async with transaction():
        await mailing.ask(hub, key, case.reporter_id, case.id, mailing.Letter.CASE_STANDS)
