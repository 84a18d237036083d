"""Showing somebody the charts of a campaign they asked for, after the answer in words.

They take longer than Slack waits for an answer: painted, uploaded, and looked at by Slack.
"""

from dataclasses import dataclass

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.installing.workspaces import Clients
from bot.language import speaking
from bot.messages.figures import Picture, charts_card
from bot.sending import saying
from bot.sending.picturing import NotUploaded, uploaded
from bot.trouble import code_of
from domain.actor import Actor, Door
from domain.charted import asking
from domain.charts.model import Look
from domain.charts.spec import Kind
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Job, RetryLater
from domain.people import entering, languages
from domain.people import records as people
from domain.people.languages import Reader
from domain.pictures import service
from domain.requests import reading
from domain.requests.model import Request

#: What has the charts made and given to Slack, and what posts them.
KIND, POST = "figures.show", "figures.post"

#: The charts of a campaign.
_CHARTS = (Kind.PACING, Kind.FUNNEL)

#: How long Slack is given to look at new files before a message names them again, in seconds, and
#: how often at most: a minute together. Ours.
_LOOKED_AT_SECONDS, LOOKS_MAX = 3.0, 20

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Wish:
    """Who wants to see the charts of which campaign, by whom they are told, and how they read."""

    client: AsyncWebClient
    actor: Actor
    request: Request
    reader: Reader


async def ask(
    hub: Hub, actor: Actor, request: Request, workspace_id: str, place: str, once: str
) -> None:
    """Ask for the charts of a campaign to be shown to `actor` at `place`; `once` names the wish."""
    details = {"request_id": request.id, "user_id": actor.user_id}
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{KIND}:{once}",
        kind=KIND,
        lane=f"{KIND}:{actor.user_id}",
        details={**details, "workspace_id": workspace_id, "place": place},
    )


async def show(hub: Hub, clients: Clients, job: Job) -> None:
    """Give Slack the charts, and ask for them to be posted; the handler of `KIND`.

    Only what whoever asked may see by then. Where the app may not write files, there are none: the
    figures were told in words.
    """
    found = await _wish(hub, clients, job)
    if found is None:
        return
    pictures = await _pictures(hub, found)
    if pictures:
        await jobs.ask(
            hub.wake,
            hub.clock.now(),
            key=f"{POST}:{job.id}",
            kind=POST,
            lane=job.lane,
            details={**job.details, "pictures": [[one.file_id, one.alt] for one in pictures]},
        )


async def post(hub: Hub, clients: Clients, job: Job) -> None:
    """Post charts where they were asked for, or directly; the handler of `POST`.

    Nobody but whoever asked sees them. The files stay the same however often it is tried, for
    Slack looks at each by and by.
    """
    found = await _wish(hub, clients, job)
    if found is None:
        return
    pictures = [Picture(file_id, alt) for file_id, alt in job.details["pictures"]]
    with speaking(found.reader.locale, found.reader.time_zone):
        message = charts_card(found.request.number, found.request.title, pictures)
    words = {"text": message["text"], "blocks": message["blocks"]}
    wanted = job.details
    for one in await people.identities_of(wanted["user_id"]):
        if one.workspace_id != wanted["workspace_id"]:
            continue
        try:
            await found.client.chat_postEphemeral(
                channel=wanted["place"], user=one.chat_user_id, **words
            )
        except SlackApiError as error:
            if code_of(error) == "invalid_blocks":
                if job.claims >= LOOKS_MAX:
                    raise GiveUp("Slack does not show the charts it was given") from error
                raise RetryLater(_LOOKED_AT_SECONDS, "Slack looks at the files") from error
            account = (one.workspace_id, one.chat_user_id)
            await saying.say(hub, clients, account, job.id, message)


async def _wish(hub: Hub, clients: Clients, job: Job) -> _Wish | None:
    """Return who wants to see what; None where they may not, or cannot be spoken to."""
    wanted = job.details
    actor = await entering.person(hub, wanted["user_id"], Door.CHAT)
    client = await clients.of(wanted["workspace_id"])
    if actor is None or client is None:
        return None
    try:
        request = await reading.get(actor, wanted["request_id"])
    except Missing:
        return None
    return _Wish(client, actor, request, await languages.of_person(wanted["user_id"]))


async def _pictures(hub: Hub, wish: _Wish) -> list[Picture]:
    """Return the charts that there are, uploaded; none where the app may not write files."""
    found: list[Picture] = []
    request, look = wish.request, Look(locale=wish.reader.locale)
    for kind in _CHARTS:
        try:
            spec = asking.of_campaign(hub, kind, request, look)
            drawing = await service.drawn(hub, wish.actor, spec)
            png = await service.painted(hub, drawing)
        except (Missing, Invalid):
            continue  # Nothing is known for it yet, or its flight is longer than a chart.
        try:
            name = f"{kind}-{request.number}.png"
            file_id = await uploaded(wish.client, png, drawing.alt, name)
        except NotUploaded as error:
            if error.after_seconds is not None:
                raise RetryLater(error.after_seconds, str(error)) from error
            if error.code == "missing_scope":
                log.warning("no_files", subject=request.id)
                return []
            raise
        found.append(Picture(file_id, drawing.alt))
    return found
