"""How far the files of a request are."""

from dataclasses import dataclass
from enum import StrEnum

from domain.catalog.model import Asset
from domain.requests.kinds.kind import Wanted


class DeliveryState(StrEnum):
    """How far one file is."""

    MISSING = "missing"
    PROMISED = "promised"
    REFUSED = "refused"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that is wanted, and what has come of it: the usable one, or else the latest."""

    wanted: Wanted
    state: DeliveryState
    asset: Asset | None
