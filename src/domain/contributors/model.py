"""Bios and headshots of contributors, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class MaterialKind(StrEnum):
    """What shows somebody."""

    BIO = "bio"
    HEADSHOT = "headshot"


class MaterialSource(StrEnum):
    """Where a material was written down first."""

    TITLE_RECORD = "title_record"
    ENTERED = "entered"


class Approver(StrEnum):
    """Who agreed that a material is used."""

    CONTRIBUTOR = "contributor"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, slots=True)
class Approval:
    """Who agreed that a material is used, on what paper, from when until when.

    Both days are included and are those of UTC; without `until` it lasts until it is withdrawn.
    """

    by: Approver
    document: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """A bio or a headshot; what it says never changes, another one is another material.

    A bio has `text`, in `language` (BCP 47); one of a title's record has its `title_id`. A headshot
    has an `asset_id`. `credit` is what has to stand beside it, `holder` who has the copyright,
    `alt_text` what is read out in its place; of a bio the first two are empty. `forgotten` once
    its contributor was forgotten: nothing is left of it then. `version` counts changes, from 1.
    """

    id: str
    contributor_id: str
    kind: MaterialKind
    source: MaterialSource
    added_at: datetime
    text: str = ""
    language: str | None = None
    title_id: str | None = None
    asset_id: str | None = None
    credit: str = ""
    holder: str = ""
    alt_text: str = ""
    approval: Approval | None = None
    withdrawn_at: datetime | None = None
    forgotten: bool = False
    version: int = 1


class Standing(StrEnum):
    """Whether something may be used, and if not, why."""

    USABLE = "usable"
    FORGOTTEN = "forgotten"
    NO_CONSENT = "no_consent"
    WITHDRAWN = "withdrawn"
    UNAPPROVED = "unapproved"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    ENDS_BEFORE = "ends_before"
    WITHOUT_CREDIT = "without_credit"
    FILE_GONE = "file_gone"
    NONE_THERE = "none_there"
    RESTRICTED = "restricted"
    TAKEN_BACK = "taken_back"
