"""Who stands in for whom, and when. Pure.

Of the absences of somebody that are in force for a request the most particular one counts: for a
brand and a kind, for a brand, for a kind, for everything; of two alike the later one. Where who
stands in is away as well, whoever stands in for them does, for at most `CHAIN_MAX` steps. A chain
that comes back to somebody, ends with nobody, or with somebody who may not act on this very
request, leaves the seat empty: nobody is guessed.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.absences.model import About, Absence
from domain.errors import Invalid

#: How many people a seat may be handed on over.
CHAIN_MAX = 5

#: How long one absence may last; who is gone for longer is barred or leaves the team.
LENGTH_MAX = timedelta(days=366)


def in_force(absence: Absence, at: datetime) -> bool:
    """Whether somebody is away because of `absence` at `at`; its end does not belong to it."""
    return absence.starts_at <= at < absence.ends_at


def covering(absences: Iterable[Absence], about: About, at: datetime) -> Absence | None:
    """Return the absence, of one person's, that counts for `about` at `at`; None if none does."""
    found = [one for one in absences if in_force(one, at) and _is_for(one, about)]
    return max(found, key=_particular, default=None)


def stand_in(
    absences: Mapping[str, Sequence[Absence]],
    user_id: str,
    about: About,
    at: datetime,
    may: Callable[[str], bool],
) -> str | None:
    """Return who fills the seat of `user_id`, who may act on `about`: perhaps they themselves.

    `absences` are those in force, by whose they are; `may` says who may act on the request: its
    authors may not. None where nobody fills the seat.
    """
    away = covering(absences.get(user_id, ()), about, at)
    if away is None:
        return user_id
    seen = {user_id}
    for _ in range(CHAIN_MAX):
        holder = away.delegate_id
        if holder is None or holder in seen:
            return None
        seen.add(holder)
        away = covering(absences.get(holder, ()), about, at)
        if away is None:
            return holder if may(holder) else None
    return None


def check(absence: Absence, now: datetime) -> None:
    """Raise `Invalid` for what is wrong with an absence that somebody gives at `now`."""
    for name, at in (("starts_at", absence.starts_at), ("ends_at", absence.ends_at)):
        if at.tzinfo is None:
            said = "Say in which time zone, as in 2026-12-24T08:00:00Z."
            raise Invalid("zone_missing", said, (name,))
    if absence.ends_at <= absence.starts_at:
        said = "An absence ends after it starts; its end is the moment of the return."
        raise Invalid("ends_before_start", said, ("ends_at",))
    if absence.ends_at <= now:
        raise Invalid(
            "over_already", "This absence is over already; give one to come.", ("ends_at",)
        )
    if absence.ends_at - absence.starts_at > LENGTH_MAX or absence.starts_at - now > LENGTH_MAX:
        raise Invalid(
            "absent_too_long",
            f"An absence begins within {LENGTH_MAX.days} days and lasts at most as long. Who stays"
            " away for longer leaves the team: an admin takes them out with `removeTeamMember`.",
            ("ends_at",),
        )
    if absence.delegate_id == absence.user_id:
        said = "Nobody stands in for themselves; choose a colleague, or nobody."
        raise Invalid("own_delegate", said, ("delegate_id",))


def check_no_circle(absence: Absence, others: Iterable[Absence]) -> None:
    """Raise `Invalid` if following who stands in, from `absence` on, comes back to who is away.

    `others` are the absences that are not over. Only those count that are in force together with
    it, for something it is for.
    """
    near = [one for one in others if one.delegate_id and _meet(one, absence)]
    seen: set[str] = set()
    ahead = [absence.delegate_id] if absence.delegate_id else []
    while ahead:
        holder = ahead.pop()
        if holder == absence.user_id:
            raise Invalid(
                "delegation_circle",
                "Whoever stands in here is away at the same time, and hands it back in the end."
                " Choose somebody who is there.",
                ("delegate_id",),
            )
        if holder not in seen:
            seen.add(holder)
            ahead += [one.delegate_id for one in near if one.user_id == holder and one.delegate_id]


def by_person(absences: Iterable[Absence]) -> dict[str, list[Absence]]:
    """Return absences by whose they are."""
    found: dict[str, list[Absence]] = {}
    for one in absences:
        found.setdefault(one.user_id, []).append(one)
    return found


def stood_for(absences: Collection[Absence], user_id: str, at: datetime) -> list[Absence]:
    """Return absences in force that may lead to `user_id` standing in, the nearest first.

    Each is one of whose seat it is, narrowed to what all on the way are for.
    """
    found: list[Absence] = []
    ahead = [(one, 1) for one in absences if one.delegate_id == user_id and in_force(one, at)]
    seen: set[str] = set()
    while ahead:
        one, steps = ahead.pop(0)
        if one.id in seen or one.user_id == user_id:
            continue
        seen.add(one.id)
        found.append(one)
        if steps < CHAIN_MAX:
            ahead += [
                (_narrowed(before, one), steps + 1)
                for before in absences
                if before.delegate_id == one.user_id
                and in_force(before, at)
                and _alike(before, one)
            ]
    return found


def _is_for(absence: Absence, about: About) -> bool:
    return absence.kind in {None, about.kind} and absence.brand_id in {None, about.brand_id}


def _particular(absence: Absence) -> tuple[bool, bool, datetime, str]:
    return (
        absence.brand_id is not None,
        absence.kind is not None,
        absence.set_at,
        absence.id,
    )


def _alike(one: Absence, other: Absence) -> bool:
    """Whether there can be a request that both are for."""
    kinds, brands = {one.kind, other.kind} - {None}, {one.brand_id, other.brand_id} - {None}
    return len(kinds) <= 1 and len(brands) <= 1


def _meet(one: Absence, other: Absence) -> bool:
    together = one.starts_at < other.ends_at and other.starts_at < one.ends_at
    return together and _alike(one, other)


def _narrowed(absence: Absence, by: Absence) -> Absence:
    return replace(
        absence,
        kind=absence.kind or by.kind,
        brand_id=absence.brand_id or by.brand_id,
    )
