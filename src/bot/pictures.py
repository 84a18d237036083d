"""Charts beside cards: painted when their values changed, and sent to a workspace once.

A chart's address is one person's, so the bytes are sent, and a message names the file. What was
sent is remembered with what tells its drawing from others: the same values send nothing. A file
whose answer was lost is sent again, and the first one shown nowhere.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.alert_file import AlertFile
from bot.trouble import SlackTrouble, code_of
from domain.actor import Actor, Door, Role, RoleGrant
from domain.charts.draw import Drawing
from domain.charts.model import Look
from domain.charts.spec import Kind, Spec
from domain.chat import pictures as kept
from domain.chat.pictures import Picture
from domain.errors import HubError
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.pictures import service as pictures
from domain.thresholds.model import ThresholdKind

#: How many days a chart beside an alert shows. Ours: four weeks show the wave of the week.
DAYS = 28

#: How long sending a file may take, in seconds; the longest words for one. Source of the latter:
#: Slack, alt texts.
SECONDS, ALT_MAX = 10.0, 1_000

#: Files per second in one workspace, with what may come at once. Source: tier 4, 100 a minute, for
#: each of the two calls.
FILES = (100 / 60, 20.0)

#: As whom charts are drawn for a channel: an administrator said what is shown there.
_CHANNEL = Actor(None, "Greenlight", Door.CHAT, (RoleGrant(Role.MANAGER),))

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
    drawn = hashlib.sha256(drawing.svg.encode()).hexdigest()
    before = await kept.get(file.alert.id, frame.workspace_id, frame.locale)
    if before is not None and before.drawn == drawn:
        return before
    now = hub.clock.now()
    try:
        content = await pictures.painted(hub, drawing)
        key = f"slack:files:{frame.workspace_id}"
        await jobs.take(key, now, rate_per_second=FILES[0], burst=FILES[1])
        file_id = await _sent(frame.client, content, drawing.alt[:ALT_MAX])
    except (*SlackTrouble, HubError) as error:
        said = error.code if isinstance(error, HubError) else code_of(error)
        log.warning("chart_not_sent", alert=file.alert.id, reason=said)
        return before
    picture = Picture(file_id, drawing.alt[:ALT_MAX], drawn)
    await kept.put(file.alert.id, frame.workspace_id, frame.locale, picture)
    return picture


async def _drawn(hub: Hub, file: AlertFile, locale: str) -> Drawing | None:
    alert, terms = file.alert, file.terms
    if hub.charts is None or hub.painter is None or terms is None or alert.dimension:
        return None  # A chart is of the whole.
    kind = Kind.PACING if terms.kind is ThresholdKind.PACING else Kind.THRESHOLD
    last = file.complete_to
    first = last - timedelta(days=DAYS - 1)
    spec = Spec(kind, alert.subject_id or "", terms.metric, first, last, Look(locale=locale))
    try:
        return await pictures.drawn(hub, _CHANNEL, spec)
    except HubError as error:
        log.info("no_chart", alert=alert.id, reason=error.code)
        return None


async def _sent(client: AsyncWebClient, content: bytes, alt: str) -> str:
    """Send a file; return what it is called by messages."""
    promised = await client.files_getUploadURLExternal(
        filename="chart.png", length=len(content), alt_txt=alt
    )
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.post(promised["upload_url"], data=content, allow_redirects=False) as answer,
    ):
        answer.raise_for_status()
    file_id = str(promised["file_id"])
    await client.files_completeUploadExternal(files=[{"id": file_id, "title": "chart.png"}])
    return file_id
