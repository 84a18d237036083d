"""What a grant must be, how it may change, and how contracts count days. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from domain.errors import Conflict, Invalid
from domain.language_tags import canonical
from domain.rights.channels import named
from domain.rights.model import (
    Duty,
    Effect,
    End,
    Exclusivity,
    Flow,
    Grant,
    Layer,
    Need,
    Origin,
    Scope,
    Status,
    Use,
    Window,
)
from domain.territories import check
from domain.zones import zones

#: The most languages or channels of one grant.
LISTED_MAX = 20

#: The most layers a subject may be said to contain: an episode of many tracks has one for each.
NEEDS_MAX = 200

#: The longest name of a part, a side, or a document, in characters.
NAME_MAX = 200

#: Contracts that begin or end in another year than these are slips of the hand.
YEARS = range(1900, 2200)

#: How long a grant lasts that is over before it begins: rights have no other end.
BARELY = timedelta(seconds=1)

#: Where only the hub itself knows that something is from: it read the message or the table.
FOUND_OUT = frozenset({Origin.ONIX, Origin.CSV})

#: How far ahead of us a paper may be signed: somewhere it is tomorrow already.
AHEAD = timedelta(days=1)

_ZONE = "Say in which time zone, as in 2026-12-31T12:00:00Z."

#: How the paper of a grant may move on.
MOVES: Mapping[Status, frozenset[Status]] = MappingProxyType(
    {
        Status.DRAFT: frozenset({Status.SIGNED}),
        Status.SIGNED: frozenset({Status.DISPUTED}),
        Status.DISPUTED: frozenset({Status.SIGNED}),
    }
)


def first_instant(day: date, zone: str) -> datetime:
    """Return when `day` begins in `zone`, in UTC: a right "from 1 July" begins then."""
    return _midnight(day, zone, ("first_day",))


def last_instant(day: date, zone: str) -> datetime:
    """Return when `day` is over in `zone`, in UTC: a right "until 30 June" ends then."""
    return _midnight(day, zone, ("last_day",), days=1)


def _midnight(day: date, zone: str, path: tuple[str, ...], days: int = 0) -> datetime:
    if zone not in zones():
        raise Invalid("unknown_time_zone", "Use a zone such as Europe/Berlin.", ("time_zone",))
    if day.year not in YEARS:
        raise Invalid("bad_day", f"No contract is of the year {day.year}.", path)
    begins = datetime.combine(day + timedelta(days=days), time.min, ZoneInfo(zone))
    return begins.astimezone(UTC)


def window(starts_at: datetime, ends_at: datetime | None, *, end: End) -> Window:
    """Return a window; `Invalid` unless it ends after it starts, and as `end` says."""
    if starts_at.tzinfo is None or (ends_at is not None and ends_at.tzinfo is None):
        raise Invalid("zone_missing", _ZONE)
    if end is End.DATED and ends_at is None:
        raise Invalid(
            "end_missing",
            "Say when it ends, or that it is perpetual, or that nobody knows: a missing end is"
            " never taken for none.",
            ("ends_at",),
        )
    if end is not End.DATED and ends_at is not None:
        raise Invalid("end_contradicted", f"It has an end and is {end} at once.", ("end",))
    for name, at in (("starts_at", starts_at), ("ends_at", ends_at)):
        if at is not None and at.year not in YEARS:
            raise Invalid("bad_day", f"No contract is of the year {at.year}.", (name,))
    if ends_at is not None and ends_at <= starts_at:
        raise Invalid(
            "ends_before_start", "It ends before it starts; the end comes later.", ("ends_at",)
        )
    return Window(starts_at, ends_at, end)


def check_scope(scope: Scope) -> Scope:
    """Return what a grant reaches, its places made into territories, its names in one spelling.

    `Invalid` says what is none of it.
    """
    if not scope.uses:
        raise Invalid("no_use", f"Name a use; {Use.EVERY.name} is every one.", ("uses",))
    for name, given in (("languages", scope.languages), ("channels", scope.channels)):
        if len(given) > LISTED_MAX:
            raise Invalid("too_many", f"Name up to {LISTED_MAX}, or none for all.", (name,))
    return replace(
        scope,
        area=check(scope.include, scope.exclude),
        languages=frozenset(canonical(one, ("languages",)) for one in sorted(scope.languages)),
        channels=frozenset(named(one, ("channels",)) for one in sorted(scope.channels)),
    )


def check_grant(grant: Grant) -> None:
    """Raise `Invalid` if a grant contradicts itself."""
    if grant.effect is Effect.PROHIBIT:
        _check_prohibition(grant)
    elif not grant.provenance.grantor:
        raise Invalid("no_grantor", "Say who grants it.", ("grantor",))
    elif grant.flow is Flow.OUT and not grant.provenance.grantee:
        raise Invalid("no_grantee", "Say whom it is granted to.", ("grantee",))
    if grant.layer is Layer.SALES_TERRITORY and grant.flow is Flow.OUT:
        raise Invalid("fence_out", "Sales rights are a fence; they are not let go.", ("flow",))
    provenance = grant.provenance
    for name, text in (
        ("part", grant.part),
        ("grantor", provenance.grantor),
        ("grantee", provenance.grantee),
        ("document", provenance.document),
        ("origin_ref", provenance.origin_ref),
    ):
        if len(text) > NAME_MAX or not text.isprintable():
            raise Invalid("bad_name", f"Use up to {NAME_MAX} visible characters.", (name,))


def check_signed(grant: Grant, now: datetime) -> None:
    """Raise `Invalid` if its paper is to be signed on a day to come; that is a draft."""
    signed_on = grant.provenance.signed_on
    if signed_on is not None and signed_on > (now + AHEAD).date():
        said = "That day is still to come; add it as a draft until it is signed, without a day."
        raise Invalid("signed_in_future", said, ("signed_on",))


def _check_prohibition(grant: Grant) -> None:
    wrong = (
        ("flow", grant.flow is Flow.OUT),
        ("exclusivity", grant.terms.exclusivity is not Exclusivity.NON_EXCLUSIVE),
        ("duties", bool(grant.terms.duties)),
    )
    for name, given in wrong:
        if given:
            raise Invalid("not_of_a_prohibition", "A prohibition has none of this.", (name,))


def check_needs(needs: tuple[Need, ...]) -> None:
    """Raise `Invalid` unless a subject can contain these layers."""
    if len(needs) > NEEDS_MAX:
        raise Invalid("too_many", f"Name up to {NEEDS_MAX} layers.", ("needs",))
    if len({(need.layer, need.part) for need in needs}) < len(needs):
        raise Invalid("named_twice", "Each part of a layer is named once.", ("needs",))
    for need in needs:
        if need.layer is Layer.SALES_TERRITORY:
            raise Invalid(
                "fence_needed", "Sales rights are a fence and not a part of it.", ("needs",)
            )
        if len(need.part) > NAME_MAX or not need.part.isprintable():
            raise Invalid("bad_name", f"Use up to {NAME_MAX} visible characters.", ("needs",))


def ended(grant: Grant, ends_at: datetime) -> Grant:
    """Return `grant` with an earlier end, or with one where none was known."""
    if ends_at.tzinfo is None:
        raise Invalid("zone_missing", _ZONE, ("ends_at",))
    if ends_at >= grant.window.until:
        raise Conflict(
            "ended_already",
            "It ends earlier already. What lasts longer is a new grant: add one from that end on.",
            ("ends_at",),
        )
    return _next(grant, window=window(grant.window.starts_at, ends_at, end=End.DATED))


def over_by(grant: Grant, at: datetime) -> Grant:
    """Return `grant` so that it is over by `at`; as it is where it is anyway.

    One that only begins after that lasts a second: rights have no other end.
    """
    over = max(at, grant.window.starts_at + BARELY)
    return ended(grant, over) if over < grant.window.until else grant


def moved(grant: Grant, status: Status) -> Grant:
    """Return `grant` with its paper moved on; `Conflict` if it does not move there."""
    if status not in MOVES[grant.status]:
        said = " or ".join(sorted(MOVES[grant.status]))
        raise Conflict(
            "no_such_move", f"It is {grant.status}; from there it can become {said}.", ("status",)
        )
    return _next(grant, status=status)


def done(grant: Grant, duty: Duty) -> Grant:
    """Return `grant` with a duty done; `Invalid` if it has no such duty."""
    if duty not in grant.terms.duties:
        raise Invalid("no_such_duty", "This grant has no such duty.", ("duty",))
    duties = MappingProxyType({**grant.terms.duties, duty: True})
    return _next(grant, terms=replace(grant.terms, duties=duties))


def _next(grant: Grant, **changes: object) -> Grant:
    return replace(grant, version=grant.version + 1, **changes)  # type: ignore[arg-type]
