"""Agreements: how long one lasts, how it renews itself, and until when it can be left. Pure."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.errors import Conflict, Invalid
from domain.rights import rules
from domain.rights.model import End, Grant

#: The longest notice, and the longest term that an agreement renews itself for.
NOTICE_MAX, RENEWAL_MONTHS_MAX = 1_000, 600


class Unit(StrEnum):
    """What notice is counted in. The names are kept: add, never rename."""

    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What several grants were agreed in. It never changes but in its end.

    `ends_at` ends its first term, None if it has none; it renews itself for `renewal_months` each
    time, unless that is 0 or somebody leaves it `notice_count` units before, counted by the days
    of `time_zone`. `ended_at` is when it is over because somebody left it.
    """

    id: str
    brand_id: str
    name: str
    party: str
    document: str
    starts_at: datetime
    ends_at: datetime | None
    notice_count: int = 0
    notice_unit: Unit = Unit.DAYS
    renewal_months: int = 0
    time_zone: str = "UTC"
    ended_at: datetime | None = None
    version: int = 1

    @property
    def renews(self) -> bool:
        """Whether it goes on by itself."""
        return self.renewal_months > 0 and self.ended_at is None and self.ends_at is not None

    @property
    def over_at(self) -> datetime | None:
        """When it is over for certain; None if it has no end or renews itself."""
        return self.ended_at or (None if self.renews else self.ends_at)


def check(value: Agreement) -> None:
    """Raise `Invalid` if an agreement contradicts itself."""
    end = End.PERPETUAL if value.ends_at is None else End.DATED
    rules.window(value.starts_at, value.ends_at, end=end)
    rules.first_instant(value.starts_at.date(), value.time_zone)
    for name, text in (("name", value.name), ("party", value.party), ("document", value.document)):
        if len(text) > rules.NAME_MAX or not text.isprintable():
            raise Invalid("bad_name", f"Use up to {rules.NAME_MAX} visible characters.", (name,))
    if not value.name:
        raise Invalid("no_name", "Say what it is called.", ("name",))
    if not 0 <= value.notice_count <= NOTICE_MAX:
        raise Invalid("bad_notice", f"Notice is 0 to {NOTICE_MAX} days or months.", ("notice",))
    if not 0 <= value.renewal_months <= RENEWAL_MONTHS_MAX:
        said = f"It renews itself for up to {RENEWAL_MONTHS_MAX} months, or 0 for not at all."
        raise Invalid("bad_renewal", said, ("renewal_months",))
    if value.ends_at is None and (value.renewal_months or value.notice_count):
        said = "Only what ends renews itself or is left before that; say when it ends."
        raise Invalid("end_missing", said, ("ends_at",))


def leave_by(value: Agreement, now: datetime) -> datetime | None:
    """Return the next moment, from `now` on, until which a self-renewing agreement can be left.

    None for one that does not renew itself.
    """
    if not value.renews or value.ends_at is None:
        return None
    for number in range(len(rules.YEARS) * 12):
        end = _months_on(value.ends_at, number * value.renewal_months, value.time_zone)
        deadline = _before(end, value)
        if deadline >= now:
            return deadline
        if end.year >= rules.YEARS.stop:
            break
    return None


def ended(value: Agreement, at: datetime) -> Agreement:
    """Return an agreement that somebody left, and that is over at `at`."""
    if at.tzinfo is None:
        said = "Say in which time zone, as in 2026-12-31T12:00:00Z."
        raise Invalid("zone_missing", said, ("ends_at",))
    if at <= value.starts_at:
        raise Invalid(
            "ends_before_start", "It ends before it starts; the end comes later.", ("ends_at",)
        )
    over = value.over_at
    if over is not None and at >= over:
        said = "It ends earlier already. What lasts longer is a new agreement."
        raise Conflict("ended_already", said, ("ends_at",))
    return replace(value, ended_at=at, version=value.version + 1)


def check_within(grant: Grant, value: Agreement) -> None:
    """Raise `Invalid` if a grant lasts longer than the agreement it belongs to."""
    over = value.over_at
    outlives = over is not None and grant.window.until > over
    if outlives or grant.window.starts_at < value.starts_at:
        until = f" until {over:%Y-%m-%d %H:%M} UTC" if over else ""
        said = (
            f"The agreement `{value.name}` lasts from {value.starts_at:%Y-%m-%d %H:%M} UTC{until};"
            " a grant of it keeps within that."
        )
        raise Invalid("outlives_agreement", said, ("window",))


def _before(end: datetime, value: Agreement) -> datetime:
    if value.notice_unit is Unit.MONTHS:
        return _months_on(end, -value.notice_count, value.time_zone)
    # By days of the place: over a change of the clock a day has 23 hours or 25.
    there = end.astimezone(ZoneInfo(value.time_zone))
    return (there - timedelta(days=value.notice_count)).astimezone(UTC)


def _months_on(at: datetime, months: int, zone: str) -> datetime:
    """Return the same day of another month; its last day where it has no such day."""
    there = at.astimezone(ZoneInfo(zone))
    if not months:
        return at
    years, month = divmod(there.month - 1 + months, 12)
    year = there.year + years
    day = min(there.day, monthrange(year, month + 1)[1])
    return there.replace(year=year, month=month + 1, day=day).astimezone(UTC)
