"""Who is right, where places differ, and what goes out before what. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from domain.errors import Invalid
from domain.masters.model import Drift, MasterField, Numbered, Place
from domain.requests.kinds.episode_release import EpisodeReleaseBrief
from domain.requests.kinds.titled import plain, written_over
from domain.text import honest

#: The longest reason for going out of order, in characters.
REASON_MAX = 500

#: Who may be right about what, the first where nobody says otherwise. What is live never is: it
#: is what was made of all this.
MASTERS: Mapping[MasterField, tuple[Place, ...]] = MappingProxyType(
    {
        MasterField.EPISODE_TITLE: (Place.RECORD, Place.HUB, Place.PACKAGE),
        MasterField.DESCRIPTION: (Place.RECORD, Place.PACKAGE),
        MasterField.CREDITS: (Place.RECORD, Place.PACKAGE),
        MasterField.SERIES: (Place.RECORD, Place.PACKAGE),
        MasterField.SERIES_NUMBER: (Place.RECORD, Place.PACKAGE),
        MasterField.RELEASES_ON: (Place.PACKAGE, Place.HUB),
    }
)

#: The longest text that is kept of what is live, and quoted in a request: whole, or a part.
SEEN_MAX, WISH_MAX, PROOF_MAX = 10_000, 900, 200

#: What people call fields and places.
NAMES: Mapping[MasterField, str] = MappingProxyType(
    {
        MasterField.EPISODE_TITLE: "Title",
        MasterField.DESCRIPTION: "Description",
        MasterField.CREDITS: "Credits",
        MasterField.SERIES: "Series",
        MasterField.SERIES_NUMBER: "Number in the series",
        MasterField.RELEASES_ON: "Day of release",
    }
)
PLACES: Mapping[Place, str] = MappingProxyType(
    {
        Place.RECORD: "the title's record",
        Place.HUB: "the hub's episode",
        Place.PACKAGE: "the package",
        Place.LIVE: "what is live",
    }
)

#: How the card of a release begins that waits in line.
_IN_LINE = "This waits: "

#: A place in a series that can be ordered: digits, perhaps with a part.
_NUMBER = re.compile(r"\s*(\d{1,6}(?:[.,]\d{1,3})?)\D*")


def check_master(field: MasterField, place: Place) -> None:
    """Raise `Invalid` where a place could not be right about a field."""
    if place not in MASTERS[field]:
        able = " or ".join(one.name for one in MASTERS[field])
        said = f"{place.name} says nothing of {field.name} that others follow; choose {able}."
        raise Invalid("no_master", said, ("place",))


def drifts(
    request_id: str,
    brief: EpisodeReleaseBrief,
    said: Mapping[Place, Mapping[MasterField, Any]],
    masters: Mapping[MasterField, Place],
) -> list[Drift]:
    """Return the fields of an episode in which places differ, each with who is right.

    A place that says nothing of a field is neither right nor wrong. What was written over on
    purpose, and approved, is right whatever the record says, which then is not wrong either.
    """
    over, found = set(map(str, written_over(brief))), []
    for field in MasterField:
        told = {place: plain(at[field]) for place, at in said.items() if at.get(field)}
        meant = field.value in over
        if meant:
            told.pop(Place.RECORD, None)
        master = _master(field, told, Place.PACKAGE if meant else masters.get(field))
        wrong = tuple(place for place in told if master and told[place] != told[master])
        if master and wrong:
            found.append(
                Drift(
                    request_id,
                    brief.episode_id,
                    brief.title_id,
                    field,
                    told,
                    master,
                    wrong,
                    written_over=meant,
                )
            )
    return found


def _master(field: MasterField, told: Collection[Place], chosen: Place | None) -> Place | None:
    """Return who is right: who was chosen, else the first of the usual ones that says anything."""
    usual = MASTERS[field]
    ranked = (*((chosen,) if chosen else ()), *usual)
    return next((one for one in ranked if one in told), None)


def number_of(said: str | None) -> Decimal | None:
    """Return a number in a series as it is ordered; None where it is none."""
    found = _NUMBER.fullmatch(said or "")
    return Decimal(found[1].replace(",", ".")) if found else None


def same_place(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two payloads of a release have the same number in the same series of a show."""
    return _place(one) == _place(other)


def _place(payload: Mapping[str, Any]) -> tuple[str | None, str, Decimal | None]:
    series = (payload.get("series") or "").casefold()
    return payload.get("show_id"), series, number_of(payload.get("series_number"))


def waits_for(
    series: str,
    own: Decimal,
    day: date,
    released: Sequence[Numbered],
    told: Iterable[Decimal] = (),
    *,
    reader: str | None = None,
) -> str | None:
    """Return why number `own` of a series, out on `day`, has to wait; None if it need not.

    The number before it is the highest below it that was asked for in the show, or that the
    titles of the series have. It has to be handed over, for a day that is not later. `reader` is
    the agency that reads this, which is told no more of others' releases than that; None is the
    house.
    """
    below = {one for one in (*told, *(one.number for one in released)) if one < own}
    if not below:
        return None
    last = max(below)
    before = [one for one in released if one.number == last]
    if any(one.out and one.releases_on <= day for one in before):
        return None
    if before and reader is not None and any(one.agency_id != reader for one in before):
        return f"number {last} of `{series}` is not out yet"
    late = next((one for one in before if one.out), None)
    if late:
        return (
            f"number {last} of `{series}` ({late.called}) comes out on"
            f" {late.releases_on.isoformat()}, later than this"
        )
    asked = next((one for one in before), None)
    if asked:
        return f"number {last} of `{series}` ({asked.called}) is not out yet"
    return f"number {last} of `{series}` is not out, and nobody asked for its release"


def in_line(why: str) -> str:
    """Return what the card of a release says that has to wait because of `why`."""
    return f"{_IN_LINE}{why}. It goes on by itself; a manager may let it go out of order."


def is_in_line(trouble: str | None) -> bool:
    """Whether it is the line that keeps a release, and no other trouble."""
    return (trouble or "").startswith(_IN_LINE)


def checked_seen(said: Mapping[MasterField, Any]) -> dict[str, Any]:
    """Return what was seen of an episode as it is kept; `Invalid` where nothing was, or too much.

    A field that is None was not looked at.
    """
    seen = {str(field): value for field, value in said.items() if value}
    if not seen:
        raise Invalid("nothing_seen", "Say what stands there, in one field at least.")
    for field, value in seen.items():
        text = plain(value)
        if len(text) > SEEN_MAX:
            raise Invalid("too_long", f"This has at most {SEEN_MAX:,} characters.", (field,))
        if problem := honest(text, (field,)):
            raise problem
    return {field: _kept(value) for field, value in seen.items()}


def _kept(value: Any) -> Any:  # noqa: ANN401  A text, a day, or lines.
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value


def wish(drift: Drift) -> str:
    """Return what is to be changed of what is out, as a request says it."""
    called = NAMES[drift.field]
    wrong = ", ".join(PLACES[one] for one in drift.wrong)
    whole = f"{called}: {drift.right}"
    if len(whole) > WISH_MAX:
        return f"{called}: as {PLACES[drift.master]} has it, word for word, not as {wrong}."
    return whole


def proof(drift: Drift) -> str:
    """Return who says what of a field, as a request says it."""
    lines = [f"{PLACES[place]}: {cut(text)}" for place, text in drift.said.items()]
    right = f"{PLACES[drift.master].capitalize()} is right."
    return "\n".join([*lines, right])


def cut(text: str) -> str:
    """Return a text as it is quoted."""
    return text if len(text) <= PROOF_MAX else f"{text[: PROOF_MAX - 1]}…"
