"""What the rules of segments are asked about an account, and what they said. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from domain.audience.accounts.model import Profile, Signal
from domain.audience.segments.anonymity import Group, Withheld, withheld
from domain.audience.segments.model import NONE, UNSURE, Member, Where, Window
from domain.catalog.premises import Account
from domain.consents import rules as consents
from domain.consents.model import AgeBand, Channel, Entry, Purpose
from domain.decisions.model import Judgement, Outcome
from domain.errors import Invalid

#: The table that says in which segment an account is.
TABLE = "audience_segment"

#: The most days that are looked at.
DAYS_MAX = 366

#: The most values of one kind that a group is cut by.
WHERE_MAX = 50

#: What a region is called that nobody said; rules take it as the strictest.
UNKNOWN = "unknown"

#: By what a journey reaches somebody.
MESSAGES = (Channel.EMAIL, Channel.SMS, Channel.CALL, Channel.PUSH)

#: The youngest that somebody of an age band may be; who is of no band may be as young as any.
YOUNGEST: Mapping[AgeBand, int] = {
    AgeBand.FROM_13_TO_15: 13,
    AgeBand.FROM_16_TO_17: 16,
    AgeBand.ADULT: 18,
}
_YOUNGEST = 13


def window_of(until: date | None, days: int, today: date) -> Window:
    """Return the days to look at; up to the last whole day where nobody says until when."""
    return Window(until or _before(today), days)


def check_window(window: Window, today: date) -> None:
    """Raise `Invalid` unless these days can be looked at: whole ones, so none after yesterday."""
    if not 1 <= window.days <= DAYS_MAX:
        said = f"Look at 1 to {DAYS_MAX} days."
        raise Invalid("bad_window", said, ("window_days",))
    if window.until >= today:
        said = f"{window.until} is not over yet, in UTC; the last whole day was {_before(today)}."
        raise Invalid("day_not_over", said, ("until",))
    if window.until.year < 2000:  # noqa: PLR2004  Before there was anything to listen to.
        raise Invalid("bad_day", "Give a day of this century.", ("until",))


def check_where(where: Where) -> None:
    """Raise `Invalid` unless a group can be cut so."""
    for name, values in (
        ("segments", where.segments),
        ("regions", where.regions),
        ("tiers", where.tiers),
    ):
        if len(values) > WHERE_MAX or any(len(one) > WHERE_MAX for one in values):
            raise Invalid("too_many", f"Name up to {WHERE_MAX}.", (name,))


def ordered(where: Where) -> Where:
    """Return the same accounts, named in order and each value once."""
    return Where(
        tuple(sorted(set(where.segments))),
        tuple(sorted({one.upper() for one in where.regions})),
        tuple(sorted(set(where.tiers))),
    )


def facts(
    account: Account,
    profile: Profile | None,
    done: Mapping[Signal, int],
    entries: Sequence[Entry],
) -> dict[str, Any]:
    """Return what the table judges of an account; `done` counts what it did in the window.

    Where nobody said what somebody owns it is nothing; where nobody said where they are it is
    unknown. What is pending is no consent.
    """
    listens, skips = done.get(Signal.LISTEN, 0), done.get(Signal.SKIP, 0)
    share = skips * 100 // listens if listens else (100 if skips else 0)
    return {
        "listens": listens,
        "skips_per_100": share,
        "follows": done.get(Signal.FOLLOW, 0),
        "adds": done.get(Signal.ADD, 0),
        "customer_value": account.tier.value,
        "region": (profile.region if profile else None) or UNKNOWN,
        "products_owned": len(profile.products) if profile else 0,
        "profiling_consent": consents.given(entries, Purpose.PROFILING, Channel.EVERY),
        "message_consent": any(agreed(entries, one) for one in MESSAGES),
        "ad_consent": agreed(entries, Channel.AD_AUDIENCE),
    }


def agreed(entries: Iterable[Entry], channel: Channel) -> bool:
    """Whether somebody agrees to marketing by a channel."""
    return consents.given(entries, Purpose.DIRECT_MARKETING, channel)


def member(account: Account, profile: Profile | None, judgement: Judgement) -> Member:
    """Return an account as it was judged; whom the rules could not place nobody reaches."""
    row = judgement.rows[0] if judgement.outcome is Outcome.DECIDED and judgement.rows else {}
    return Member(
        account_id=account.id,
        segment=str(row.get("segment") or UNSURE),
        channel=str(row.get("channel") or NONE),
        offer=str(row.get("offer") or NONE),
        region=profile.region if profile else None,
        tier=account.tier,
        judgement=judgement,
    )


def group(members: Iterable[Member], where: Where) -> Group:
    """Return the accounts of a group."""
    return frozenset(one.account_id for one in members if where.has(one))


def split(
    members: Sequence[Member], counted: Sequence[Group], least: int
) -> list[tuple[Where, Group, Withheld | None]]:
    """Return every segment by itself, and why it is not counted, if it is not, in order of name.

    `counted` are the groups of the same days of which the size was told before.
    """
    told, found = list(counted), []
    for name in sorted({one.segment for one in members}):
        where = Where(segments=(name,))
        accounts = group(members, where)
        why = withheld(accounts, told, least)
        if why is None:
            told.append(accounts)
        found.append((where, accounts, why))
    return found


def youngest(ledgers: Iterable[Sequence[Entry]]) -> int:
    """Return how young the youngest may be, by what was said last; 13 where nobody knows."""
    ages = []
    for entries in ledgers:
        told = [one for one in entries if one.said.age_band is not None]
        last = max(told, key=lambda one: (one.said.said_at, one.id), default=None)
        band = last.said.age_band if last else None
        ages.append(YOUNGEST.get(band, _YOUNGEST) if band else _YOUNGEST)
    return min(ages, default=_YOUNGEST)


def _before(day: date) -> date:
    return day - timedelta(days=1)
