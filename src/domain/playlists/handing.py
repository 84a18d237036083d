"""What a playlist for sites is handed over as: a list for each commercial provider. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from domain.catalog.premises import COMMERCIAL, Site
from domain.requests.kinds.playlist import PlaylistBrief


def track_lists(
    brief: PlaylistBrief, sites: Iterable[Site], until: date | None
) -> list[Mapping[str, Any]]:
    """Return what each provider gets: its sites, the days, and the tracks in order, with ISRCs.

    `until` is the last day it is approved for, where that is before its own end. Consumer
    services get nothing, for their terms do not let them play to customers.
    """
    by_provider: dict[str, list[Site]] = {}
    for site in sites:
        if site.provider in COMMERCIAL:
            by_provider.setdefault(site.provider.value, []).append(site)
    ends = [day for day in (brief.live_until, until) if day]
    last = min(ends, default=None)
    tracks = [
        {"place": place, "isrc": one.isrc, "artist": one.artist, "title": one.title}
        for place, one in enumerate(brief.tracks, start=1)
    ]
    return [
        {
            "provider": provider,
            "sites": sorted(one.name for one in found),
            "first_day": brief.live_from.isoformat(),
            "last_day": last.isoformat() if last else None,
            "tracks": tracks,
        }
        for provider, found in sorted(by_provider.items())
    ]
