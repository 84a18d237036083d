"""An edit of a live campaign that the hub did not make."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class By(StrEnum):
    """What kind of somebody edited at the publisher."""

    PERSON = "person"
    SUPPORT = "support"
    INTEGRATION = "integration"
    SYSTEM = "system"
    UNKNOWN = "unknown"


class Part(StrEnum):
    """What of a campaign was edited."""

    CAMPAIGN = "campaign"
    AD_SET = "ad_set"
    AD = "ad"
    OTHER = "other"


class Did(StrEnum):
    """What became of it."""

    CREATED = "created"
    CHANGED = "changed"
    REMOVED = "removed"


class About(StrEnum):
    """What an edited field is about, as far as it matters to whom it concerns."""

    BUDGET = "budget"
    TARGETING = "targeting"
    STATUS = "status"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One field: its name and its values, as the publisher shows them; empty for none."""

    about: About
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody saved at once. `id` is the publisher's, `who` the name it gives."""

    id: str
    at: datetime
    who: str
    by: By
    part: Part
    name: str
    did: Did
    fields: tuple[FieldEdit, ...]


class EditHistory(Protocol):
    """A place that runs ads, and remembers who edited what."""

    async def edits(self, campaign: str, known: Collection[str], since: datetime) -> list[Edit]:
        """Return what others than the hub edited of a live campaign since then, oldest first.

        `campaign` is the publisher's id of it, `known` are those of parts that may be gone by now.
        """
        ...
