"""Drawing a chart for somebody, giving its address out, and answering whoever comes by one."""

from dataclasses import dataclass
from enum import StrEnum

from domain.actor import Actor, Door
from domain.charts import addresses
from domain.charts.draw import Drawing, draw
from domain.charts.spec import Spec, require_bounded
from domain.hub import Hub
from domain.people import entering

#: How long a fetched chart may be kept by whoever fetched it, in seconds. Ours: as fresh as people
#: expect of numbers that come once a day, and seldom asked for twice.
KEPT_SECONDS = 300


class Form(StrEnum):
    """As what a chart is fetched."""

    SVG = "svg"
    PNG = "png"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a chart is fetched, relative to this server, and what it says in words."""

    svg: str
    png: str
    alt: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A picture, and for how many seconds it may be kept."""

    content: bytes
    media_type: str
    seconds: int


async def addressed(hub: Hub, actor: Actor, spec: Spec) -> Addresses:
    """Return where `actor` fetches a chart; `Missing` if there is none that they may see."""
    drawing = await drawn(hub, actor, spec)
    token = addresses.token(hub.secrets, spec, actor.user_id or "", hub.clock.now())
    return Addresses(f"/charts/{token}.svg", f"/charts/{token}.png", drawing.alt)


async def drawn(hub: Hub, actor: Actor, spec: Spec) -> Drawing:
    """Return a chart as `actor` may see it.

    Raises `Missing` where there is none or it is not for them, and `Invalid` for what cannot be
    drawn.
    """
    require_bounded(spec)
    chart = await hub.charts.chart(actor, spec) if hub.charts else None
    if chart is None:
        raise addresses.no_such_chart()
    return draw(chart, spec.look)


async def painted(hub: Hub, drawing: Drawing) -> bytes:
    """Return a drawing as PNG; `Upstream` where it cannot be painted now."""
    if hub.painter is None:
        raise addresses.no_such_chart()
    return await hub.painter.png(drawing.svg)


async def fetch(hub: Hub, token: str, form: Form) -> Fetched:
    """Return the chart an address is for, as it stands now.

    Raises `Missing` for an address that is none of ours or has ended, whose person may not enter
    any more, or whose chart they may not see; and `Upstream` where it cannot be painted now.
    """
    now = hub.clock.now()
    address = addresses.read(hub.secrets, token, now)
    actor = await entering.person(hub, address.user_id, Door.API)
    if actor is None:
        raise addresses.no_such_chart()
    drawing = await drawn(hub, actor, address.spec)
    seconds = min(KEPT_SECONDS, int((address.expires - now).total_seconds()))
    if form is Form.PNG:
        return Fetched(await painted(hub, drawing), "image/png", seconds)
    return Fetched(drawing.svg.encode(), "image/svg+xml", seconds)
