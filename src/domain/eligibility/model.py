"""An approved use of music at a site."""

from dataclasses import dataclass
from datetime import date

from domain.requests.kinds.music_licence import MusicLicenceBrief


@dataclass(frozen=True, slots=True)
class Use:
    """One request for music that was approved, with what the site was like when it was asked for.

    Hours are those of a week; 0 where nobody had said when it is open.
    """

    request_id: str
    number: int
    requester_id: str
    brief: MusicLicenceBrief
    weekly_hours: int
    area_m2: int
    capacity: int

    def holds(self, day: date) -> bool:
        """Whether music may be used on `day` by it."""
        return self.brief.starts_on <= day <= self.brief.ends_on
