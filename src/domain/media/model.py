"""An address of a file, and what is given out at it."""

from dataclasses import dataclass
from datetime import datetime

from domain.catalog.model import Asset
from domain.files import Stored


@dataclass(frozen=True, slots=True)
class Medium:
    """A file of a publication at an address of its own, which stays the same for good.

    `name` is the publication's (`targets.model.Publication`), `request_id` the request that opened
    it last, `file_name` how the address ends. Since `closed_at` nothing is given out at it.
    """

    token: str
    name: str
    asset_id: str
    request_id: str
    file_name: str
    made_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """What is at an address now: the file, how it was approved, and its bytes."""

    medium: Medium
    asset: Asset
    stored: Stored
