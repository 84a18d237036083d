"""Showing somebody the charts of a campaign they asked for, after the answer in words.

They take longer than Slack waits for an answer: painted, uploaded, and looked at by Slack.
"""

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import saying
from bot.language import speaking
from bot.messages.figures import Picture, charts_card
from bot.picturing import NotUploaded, uploaded
from bot.trouble import code_of
from bot.workspaces import Clients
from domain.actor import Actor, Door
from domain.charted import asking
from domain.charts.model import Look
from domain.charts.spec import Kind
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job, RetryLater
from domain.people import entering, languages
from domain.people import records as people
from domain.pictures import service
from domain.requests import reading
from domain.requests.model import Request

#: What shows the charts.
KIND = "figures.show"

#: The charts of a campaign.
_CHARTS = (Kind.PACING, Kind.FUNNEL)

#: How long Slack is given to look at new files before a message names them, in seconds. Ours.
_LOOKED_AT_SECONDS = 3.0

log = structlog.get_logger()


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
    """Show them where they were asked for, or directly; the handler of `KIND`.

    Nobody but whoever asked sees them, and only what they may see by then. Where the app may not
    write files, there are none: the figures were told in words.
    """
    wanted = job.details
    actor = await entering.person(hub, wanted["user_id"], Door.CHAT)
    client = await clients.of(wanted["workspace_id"])
    if actor is None or client is None:
        return
    try:
        request = await reading.get(actor, wanted["request_id"])
    except Missing:
        return
    reader = await languages.of_person(wanted["user_id"])
    pictures = await _pictures(hub, client, actor, request, reader.locale)
    if not pictures:
        return
    with speaking(reader.locale, reader.time_zone):
        message = charts_card(request.number, request.title, pictures)
    words = {"text": message["text"], "blocks": message["blocks"]}
    accounts = await people.identities_of(wanted["user_id"])
    for one in accounts:
        if one.workspace_id != wanted["workspace_id"]:
            continue
        try:
            await client.chat_postEphemeral(channel=wanted["place"], user=one.chat_user_id, **words)
        except SlackApiError as error:
            if code_of(error) == "invalid_blocks":
                # Slack has not looked at the files yet, and those are given anew.
                raise RetryLater(_LOOKED_AT_SECONDS, "Slack looks at the files") from error
            account = (one.workspace_id, one.chat_user_id)
            await saying.say(hub, clients, account, job.id, message)


async def _pictures(
    hub: Hub, client: AsyncWebClient, actor: Actor, request: Request, locale: str
) -> list[Picture]:
    """Return the charts that there are, uploaded; none where the app may not write files."""
    found: list[Picture] = []
    for kind in _CHARTS:
        try:
            spec = asking.of_campaign(hub, kind, request, Look(locale=locale))
            drawing = await service.drawn(hub, actor, spec)
            png = await service.painted(hub, drawing)
        except (Missing, Invalid):
            continue  # Nothing is known for it yet, or its flight is longer than a chart.
        try:
            file_id = await uploaded(client, png, drawing.alt, f"{kind}-{request.number}.png")
        except NotUploaded as error:
            if error.after_seconds is not None:
                raise RetryLater(error.after_seconds, str(error)) from error
            if error.code == "missing_scope":
                log.warning("no_files", request_id=request.id)
                return []
            raise
        found.append(Picture(file_id, drawing.alt))
    return found
