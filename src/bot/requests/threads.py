"""Threads under cards: what happens to a request, told once for each step, never to the channel.

Which steps there were is read from the record, and each copy knows up to which it told them, so
that nothing is told twice; only a reply posted in the very instant of a crash may stand twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.cards.readers import reader_of
from bot.gathered.dossier import Dossier
from bot.installing.workspaces import Clients
from bot.language import speaking
from bot.messages.replies import people_in, reply
from bot.sending import saying
from domain.approvals.model import Stage
from domain.audit import service as audit
from domain.audit.model import Event
from domain.campaigns.reviews.reviewing import REVIEWED
from domain.hub import Hub
from domain.jobs.model import RetryLater
from domain.notices import records as notices
from domain.notices.model import Audience, Copy
from domain.people import languages
from domain.people import records as people
from domain.requests.rules import AMONG_REVIEWERS, HOUSE_ONLY
from domain.tellings import service as tellings
from domain.tellings.model import Way, What

#: Whose threads tell of one stage.
_OF_STAGES = frozenset({Audience.STAGE, Audience.STAND_IN, Audience.REVIEWER})

#: What concerns everybody who was asked, and is no act on a stage.
_FOR_ALL = frozenset({"request.withdrawn"})

#: What the requester is not told: how others are reminded, that they asked, and what reviewers say
#: among themselves in a workflow service.
_NOT_FOR_REQUESTER = AMONG_REVIEWERS | {"stage.reminded", "request.submitted"}

#: What they are told though it was they who did it: its answer is no echo.
_ANSWERS = frozenset({REVIEWED})


@dataclass(frozen=True, slots=True)
class Left:
    """What could not be told yet: what Slack did not take, and what waits how many seconds."""

    failed: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)


async def tell(hub: Hub, clients: Clients, dossier: Dossier, copies: Sequence[Copy]) -> Left:
    """Reply under `copies` with what they did not tell yet; return what is left for later.

    A copy that takes nothing now keeps none of the others waiting.
    """
    left = Left()
    waiting = [copy for copy in copies if copy.handle]
    if not waiting:
        return left
    trail = await audit.trail(dossier.request.id)
    told = min(copy.replied for copy in waiting)
    fresh = [event for event in trail if event.position > told]
    if not fresh:
        return left
    names = await people.names(sorted({one for event in fresh for one in people_in(event)}))
    for copy in waiting:
        if await clients.of(copy.workspace_id) is None:
            continue  # It is told if the hub is installed there again.
        try:
            for event in fresh:
                await _say(hub, clients, dossier, copy, event, names)
        except RetryLater as wish:
            left.waits.append(wish.seconds)
        except saying.NotSaidError as error:
            left.failed.append(error.why)
    return left


def _concerns(dossier: Dossier, copy: Copy, event: Event) -> bool:
    if copy.audience in _OF_STAGES:
        stage = dossier.stage(copy.stage_id or "")
        if stage is None:
            return False
        if event.act in _FOR_ALL:
            return stage.round == copy.round
        return event.details.get("stage") == stage.key and event.details.get("round") == copy.round
    return copy.audience is Audience.REQUESTER and _for_requester(dossier, event)


def _for_requester(dossier: Dossier, event: Event) -> bool:
    by_agency = dossier.request.agency_id is not None
    if event.act in _NOT_FOR_REQUESTER or (by_agency and event.act in HOUSE_ONLY):
        return False
    return event.act in _ANSWERS or event.actor_id != dossier.request.requester_id


async def _say(
    hub: Hub,
    clients: Clients,
    dossier: Dossier,
    copy: Copy,
    event: Event,
    names: Mapping[str, str],
) -> None:
    """Have a copy tell of an event, once, if it is one for those who read it."""
    if event.position <= copy.replied:
        return
    if _concerns(dossier, copy, event):
        await _post(hub, clients, dossier, copy, event, names)
    await notices.replied(copy.id, event.position)


async def _post(
    hub: Hub,
    clients: Clients,
    dossier: Dossier,
    copy: Copy,
    event: Event,
    names: Mapping[str, str],
) -> None:
    stage = _stage(dossier, event)
    reader = await languages.reading(reader_of(dossier, copy), copy.workspace_id)
    with speaking(reader.locale, reader.time_zone):
        message = reply(event, stage.title if stage else "", names)
    if message is None:
        return
    account, who = (copy.workspace_id, copy.place), f"reply:{copy.id}:{event.position}"
    reason = await saying.say(hub, clients, account, who, message, under=copy.handle)
    await tellings.log(
        hub,
        key=who,
        what=What.REPLY,
        way=Way.DIRECT if copy.direct else Way.CHANNEL,
        subject_id=dossier.request.id,
        stage_id=copy.stage_id,
        round_=copy.round,
        user_id=reader_of(dossier, copy),
        workspace_id=copy.workspace_id,
        place=copy.place,
        reason=reason,
        details={"act": event.act},
    )


def _stage(dossier: Dossier, event: Event) -> Stage | None:
    key = event.details.get("stage")
    return next((stage for stage in dossier.stages if stage.key == key), None)
