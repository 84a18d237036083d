"""When a stage that is open is looked after."""

from enum import StrEnum


class Beat(StrEnum):
    """One moment at which an open stage is looked after, in their order."""

    OPENED = "opened"
    BEFORE_DUE = "before_due"
    DUE = "due"
    LATE = "late"


class Why(StrEnum):
    """Why a stage is carried up."""

    OVERDUE = "overdue"
    SHORT_HANDED = "short_handed"
