"""Whether the hub publishes something by itself, where, and from when until when."""

from datetime import datetime

from domain import ids
from domain.catalog import outlet_records
from domain.catalog import records as catalog
from domain.hub import Hub
from domain.masters import embargo
from domain.requests.kinds import kind_named
from domain.requests.kinds.episode_release import EpisodeReleaseBrief
from domain.requests.kinds.playlist import PlaylistBrief
from domain.requests.model import Request
from domain.targets.connected import PLAYLISTS, Targets
from domain.targets.model import Published
from domain.zones import ends, opens


async def chosen(hub: Hub, targets: Targets, request: Request) -> Published | None:
    """Return what the hub itself is to publish of a request; None if a team alone does it."""
    brief = kind_named(request.kind).payload.model_validate(request.payload)
    zones = await _zones(request)
    if isinstance(brief, EpisodeReleaseBrief):
        found = await outlet_records.get(brief.show_id, brief.target)
        if found is None:
            return None
        where = (found.target, found.place, brief.episode_id)
        # A day of its title begins later in the west: nothing comes out before it is there.
        free, first = await embargo.opening(request), opens(brief.releases_on, zones)
        return _published(hub, request, where, max(first, free or first))
    if isinstance(brief, PlaylistBrief) and not brief.site_ids:
        if not await targets.is_connected(PLAYLISTS, brief.brand_id):
            return None
        last = brief.live_until
        return _published(
            hub,
            request,
            (PLAYLISTS, brief.brand_id, request.id),
            opens(brief.live_from, zones),
            ends(last, zones) if last else None,
        )
    return None


async def _zones(request: Request) -> list[str]:
    return [one.time_zone for one in await catalog.markets() if one.code in request.markets]


def _published(
    hub: Hub,
    request: Request,
    where: tuple[str, str, str],
    opens_at: datetime,
    ends_at: datetime | None = None,
) -> Published:
    target, place, name = where
    return Published(
        id=ids.new(ids.Prefix.PUBLICATION),
        request_id=request.id,
        target=target,
        place=place,
        name=name,
        revision=request.revision,
        opens_at=opens_at,
        ends_at=ends_at,
        handed_at=hub.clock.now(),
        markets=tuple(sorted(request.markets)),
    )
