"""Threads under cards: what happens to a request, told once for each step, never to the channel.

Which steps there were is read from the record, and each copy knows up to which it told them, so
that nothing is told twice; only a reply posted in the very instant of a crash may stand twice.
"""

from collections.abc import Mapping, Sequence

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import posting
from bot.dossier import Dossier
from bot.language import speaking
from bot.messages.replies import people_in, reply
from bot.trouble import code_of
from domain.approvals.model import Stage
from domain.audit import service as audit
from domain.audit.model import Event
from domain.hub import Hub
from domain.jobs.model import RetryLater
from domain.notices import records as notices
from domain.notices.model import Audience, Copy, Urgency
from domain.people import languages
from domain.people import records as people
from domain.tellings import service as tellings
from domain.tellings.model import Way, What

#: Whose threads tell of one stage.
_OF_STAGES = frozenset({Audience.STAGE, Audience.STAND_IN, Audience.REVIEWER})

#: What concerns everybody who was asked, and is no act on a stage.
_FOR_ALL = frozenset({"request.withdrawn"})

#: What the requester is not told: how others are reminded, and that they asked.
_NOT_FOR_REQUESTER = frozenset({"stage.reminded", "request.submitted"})

#: Slack's words for a thread that takes no reply, however often it is tried.
NO_THREAD = frozenset(
    {
        "thread_not_found",
        "message_not_found",
        "cannot_reply_to_message",
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "is_inactive",
        "restricted_action",
        "user_not_found",
        "user_disabled",
    }
)


async def tell(hub: Hub, client: AsyncWebClient, dossier: Dossier, copies: Sequence[Copy]) -> None:
    """Reply under `copies`, which stand in one workspace, with what they did not tell yet.

    Raises `RetryLater` where Slack asks for patience.
    """
    waiting = [copy for copy in copies if copy.handle]
    if not waiting:
        return
    trail = await audit.trail(dossier.request.id)
    told = min(copy.replied for copy in waiting)
    fresh = [event for event in trail if event.position > told]
    if not fresh:
        return
    names = await people.names(sorted({one for event in fresh for one in people_in(event)}))
    for copy in waiting:
        for event in fresh:
            if event.position > copy.replied:
                if _concerns(dossier, copy, event):
                    await _say(hub, client, dossier, copy, event, names)
                await notices.replied(copy.id, event.position)


def _concerns(dossier: Dossier, copy: Copy, event: Event) -> bool:
    if copy.audience in _OF_STAGES:
        stage = dossier.stage(copy.stage_id or "")
        if stage is None:
            return False
        if event.act in _FOR_ALL:
            return stage.round == copy.round
        return event.details.get("stage") == stage.key and event.details.get("round") == copy.round
    if copy.audience is Audience.REQUESTER:
        by_themselves = event.actor_id == dossier.request.requester_id
        return event.act not in _NOT_FOR_REQUESTER and not by_themselves
    return False


async def _say(
    hub: Hub,
    client: AsyncWebClient,
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
    channel, _, ts = (copy.handle or "").partition(":")
    reason = None
    try:
        who = f"reply:{copy.id}:{event.position}"
        await posting.pace(hub, copy.workspace_id, copy.place, who, Urgency.DIGEST)
        await client.chat_postMessage(
            channel=channel, thread_ts=ts, reply_broadcast=False, **message
        )
    except SlackApiError as error:
        reason = code_of(error)
        if reason == "ratelimited":
            seconds = float(error.response.headers.get("Retry-After", "1"))
            raise RetryLater(seconds, "Slack asks for patience") from error
        if reason not in NO_THREAD:
            raise
    await tellings.log(
        hub,
        key=f"reply:{copy.id}:{event.position}",
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


def reader_of(dossier: Dossier, copy: Copy) -> str | None:
    """Return the person a copy is for; None for a channel."""
    if copy.audience is Audience.REQUESTER:
        return dossier.request.requester_id
    return copy.reader_id


def _stage(dossier: Dossier, event: Event) -> Stage | None:
    key = event.details.get("stage")
    return next((stage for stage in dossier.stages if stage.key == key), None)
