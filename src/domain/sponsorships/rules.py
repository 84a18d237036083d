"""What the sheet of a sponsorship says. Pure."""

from typing import Any

from domain.requests.kinds.sponsorship import SponsorshipBrief
from domain.requests.scene import Scene


def sheet(brief: SponsorshipBrief, scene: Scene) -> dict[str, Any]:
    """Return what the show's team has to know to place what was approved, besides its files."""
    return {
        "sponsor": scene.sponsor.name,
        "show": scene.show.title,
        "read": brief.read.value,
        "positions": [position.value for position in brief.positions],
        "episodes": [
            {
                "number": episode.number,
                "title": episode.title,
                "release_on": episode.release_on.isoformat() if episode.release_on else None,
            }
            for episode in scene.episodes
        ],
        "starts_on": brief.starts_on.isoformat() if brief.starts_on else None,
        "ends_on": brief.ends_on.isoformat() if brief.ends_on else None,
        "markets": sorted(brief.markets),
        "insertion_order": brief.insertion_order,
        "talking_points": list(brief.talking_points),
        "script": brief.script,
        "tracking_url": brief.tracking_url,
        "promo_code": brief.promo_code,
    }
