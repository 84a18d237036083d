"""Charts beside cards: painted when their values changed, and sent to a workspace once.

A chart's address is one person's, so the bytes are sent, and a message names the file. What was
sent is remembered with what tells its drawing from others: the same values send nothing. A file
whose answer was lost is sent again, and the first one shown nowhere.
"""

import hashlib
from dataclasses import dataclass

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.gathered.alert import AlertFile
from bot.sending.picturing import ALT_MAX, NotUploaded, uploaded
from domain.actor import Actor, Door, Role, RoleGrant
from domain.charted import asking
from domain.charts.draw import Drawing
from domain.charts.model import Look
from domain.chat import pictures as kept
from domain.chat.pictures import Picture
from domain.errors import HubError
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.pictures import service as pictures

#: Files per second in one workspace, with what may come at once. Source: tier 4, 100 a minute, for
#: each of the two calls.
FILES = (100 / 60, 20.0)

#: As whom charts are drawn for a channel: an administrator said what is shown there.
CHANNEL = Actor(None, "Greenlight", Door.CHAT, (RoleGrant(Role.MANAGER),))

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a picture is shown: the workspace, by its client, and the language read there."""

    client: AsyncWebClient
    workspace_id: str
    locale: str


async def beside(hub: Hub, file: AlertFile, frame: Frame) -> Picture | None:
    """Return the chart of an alert as it is in a workspace, sent if its values changed.

    None where none can be drawn, painted or sent now: a card stands without it. Raises
    `RetryLater` where Slack takes no further file yet.
    """
    drawing = await _drawn(hub, file, frame.locale)
    if drawing is None:
        return None
    try:
        return await sent(hub, file.alert.id, drawing, frame)
    except (NotUploaded, HubError) as error:
        log.warning("chart_not_sent", alert=file.alert.id, reason=error.code)
        return await kept.get(file.alert.id, frame.workspace_id, frame.locale)


async def sent(hub: Hub, subject_id: str, drawing: Drawing, frame: Frame) -> Picture:
    """Return a drawing of something as it is in a workspace, sent unless it is there already.

    Raises `NotUploaded` or what painting raises, and `RetryLater` where Slack takes no further
    file yet.
    """
    drawn = hashlib.sha256(drawing.svg.encode()).hexdigest()
    before = await kept.get(subject_id, frame.workspace_id, frame.locale)
    if before is not None and before.drawn == drawn:
        return before
    content = await pictures.painted(hub, drawing)
    key = f"slack:files:{frame.workspace_id}"
    await jobs.take(key, hub.clock.now(), rate_per_second=FILES[0], burst=FILES[1])
    file_id = await uploaded(frame.client, content, drawing.alt, "chart.png")
    picture = Picture(file_id, drawing.alt[:ALT_MAX], drawn)
    await kept.put(subject_id, frame.workspace_id, frame.locale, picture)
    return picture


async def _drawn(hub: Hub, file: AlertFile, locale: str) -> Drawing | None:
    if hub.charts is None or hub.painter is None:
        return None
    try:
        spec = await asking.of_alert(hub, CHANNEL, file.alert.id, Look(locale=locale))
        return await pictures.drawn(hub, CHANNEL, spec)
    except HubError as error:
        log.info("no_chart", alert=file.alert.id, reason=error.code)
        return None
