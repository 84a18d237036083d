"""An absence, and the seats that somebody fills because of absences."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away from `starts_at` until before `ends_at`.

    `delegate_id` stands in for them; None if nobody does. It is for requests of one `kind` or one
    `brand_id` only, where these are not None. `set_by` is who said so.
    """

    id: str
    user_id: str
    delegate_id: str | None
    kind: str | None
    brand_id: str | None
    starts_at: datetime
    ends_at: datetime
    set_by: str | None
    set_at: datetime


@dataclass(frozen=True, slots=True)
class About:
    """What of a request says whether an absence is for it."""

    kind: str
    brand_id: str | None
