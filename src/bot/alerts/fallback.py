"""Wanting the message of an alert in its place, and telling its people otherwise where that fails.

From the channel to the people of the team, alone, as far as they may handle the alert; from there
by mail. So it is from the start where the team has no channel. Nobody is told the same twice by
one way: copies and mails have keys.
"""

from bot.cards.alert import Shown, heard
from bot.cases.fallback import chosen
from bot.failing import NO_PLACE, NO_TEAM, Failure
from bot.gathered.alert import Board
from bot.requests.fallback import SILENT, account_of
from domain.absences import records as absences
from domain.absences.model import About
from domain.absences.rules import by_person, covering
from domain.actor import Door
from domain.chat import mailing
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
from domain.thresholds import desk, seeing
from domain.thresholds.model import AlertSeverity

_WORST = (AlertSeverity.CRITICAL, AlertSeverity.WARNING)


async def intend(hub: Hub, shown: Shown) -> None:
    """Want a message where alerts are told now; a group has its place, or none, since it opened."""
    board = shown.board
    if not shown.counts or (board.grouped and await notices.of_subject(board.subject_id)):
        return
    alert = board.files[0].alert
    if board.grouped:
        await _nowhere(hub, shown, board.team)
        return
    team, place = (await desk.told([alert]))[alert.id]
    if place is not None:
        await _want(hub, board, Audience.QUEUE, (place.workspace_id, place.place))
        return
    await _nowhere(hub, shown, team)


async def _nowhere(hub: Hub, shown: Shown, team: Team | None) -> None:
    """Write down that there is no place, and have the people of the team told alone."""
    reason = NO_TEAM if team is None else NO_PLACE
    for file in shown.board.files:
        await tellings.log(
            hub,
            key=f"card:{file.alert.id}:{reason}",
            what=What.CARD,
            way=Way.CHANNEL,
            subject_id=file.alert.id,
            stage_id=None,
            round_=0,
            user_id=None,
            workspace_id="",
            place="",
            reason=reason,
        )
    if team is not None:
        await _ask_members(hub, shown, team, "")


async def tell_otherwise(hub: Hub, shown: Shown, failure: Failure, copy: Copy) -> bool:
    """Have those a copy was for told otherwise; whether there are further copies to draw."""
    if not shown.counts or shown.board.team is None:
        return False
    if copy.audience is Audience.MEMBER:
        await _mail(hub, shown, copy.reader_id or "")
        return False
    silent = copy.workspace_id if failure in SILENT else ""
    return await _ask_members(hub, shown, shown.board.team, silent)


async def _ask_members(hub: Hub, shown: Shown, team: Team, silent: str) -> bool:
    """Ask a team's people one by one, in chat where they can be reached, else by mail.

    Nobody is reached in the workspace `silent`. Returns whether anybody is asked in chat.
    """
    asked = False
    for user_id in await _chosen(hub, shown, team):
        account = await account_of(hub, user_id, silent)
        if account is None:
            await _mail(hub, shown, user_id)
            continue
        asked = True
        place = (account.workspace_id, account.chat_user_id)
        await _want(hub, shown.board, Audience.MEMBER, place, user_id)
    return asked


async def _want(
    hub: Hub,
    board: Board,
    audience: Audience,
    place: tuple[str, str],
    reader_id: str | None = None,
) -> None:
    await notices.intend(
        subject_id=board.subject_id,
        stage_id=None,
        round_=0,
        audience=audience,
        workspace_id=place[0],
        place=place[1],
        at=hub.clock.now(),
        reader_id=reader_id,
    )


async def _chosen(hub: Hub, shown: Shown, team: Team) -> list[str]:
    """Return who of a team is asked alone, of each alert who may handle it.

    Who has it comes first, then leads; at most five for each.
    """
    alerts = [one.alert for one in shown.board.files]
    able: dict[str, list[str]] = {one.id: [] for one in alerts}
    for user_id in await people.members(team.id):
        actor = await entering.person(hub, user_id, Door.CHAT)
        for one in await seeing.handled(actor, alerts) if actor else ():
            able[one.id].append(user_id)
    held = by_person(await absences.in_force(shown.now))
    leading, found = await leads(team.id), list[str]()
    for one in alerts:
        about = About("alert", one.brand_id)
        away = {who for who, theirs in held.items() if covering(theirs, about, shown.now)}
        own = one.assignee_id or one.acked_by
        found += chosen(able[one.id], away, own=own, leading=leading, proposers=())
    return list(dict.fromkeys(found))


async def _mail(hub: Hub, shown: Shown, user_id: str) -> None:
    """Write to somebody of alerts that are open: once each, and again when it is worse.

    Of those that opened together it is one mail.
    """
    open_ones = [one.alert for one in shown.board.files if heard(one, shown.now)]
    group_id = shown.board.subject_id
    async with transaction():
        if shown.board.grouped and open_ones:
            worst = min((one.severity for one in open_ones), key=_WORST.index)
            key = f"mail:{group_id}:{worst}:{user_id}"
            await mailing.ask_of_group(hub, key, user_id, group_id, [one.id for one in open_ones])
            return
        for one in open_ones:
            key = f"mail:{one.id}:{one.severity}:{user_id}"
            await mailing.ask(hub, key, user_id, one.id, mailing.Letter.ALERT)
