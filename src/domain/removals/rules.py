"""How something is taken down, and what is written down as the proof. Pure."""

from collections.abc import Collection, Sequence

from domain.removals.model import How, Removal
from domain.territories import TERRITORIES, spoken


def how(
    *, stands: Collection[str], places: Collection[str], narrows: bool, other_tracks: bool
) -> How | None:
    """Return how much of something goes that stands in some places; None if nothing of it does.

    `narrows` says whether its target can keep it elsewhere, `other_tracks` that one track alone
    is named of several. A track goes everywhere: a playlist is the same list for all.
    """
    if not set(stands) & set(places):
        return None
    if other_tracks:
        return How.TRACK
    return How.PLACES if narrows and set(stands) - set(places) else How.WHOLE


def receipt(found: Sequence[Removal], length_max: int) -> str:
    """Return what is written down as the receipt: what was called, and what was seen when."""
    return " ".join(proof(one) for one in found)[:length_max]


def proof(one: Removal) -> str:
    """Return in a sentence what was taken down where, and by what that was seen."""
    target, seen = one.target.replace("_", " "), "; ".join(one.evidence)
    when = one.gone_at.isoformat(timespec="minutes") if one.gone_at else "not seen yet"
    what = {
        How.WHOLE: "Taken down",
        How.PLACES: f"Taken down in {_spoken(one.places)}",
        How.TRACK: f"The track {one.isrc} was taken out",
    }[one.how]
    if one.said_by is not None:
        return f"{what} from {target}, said by a person {when}: {seen}."
    return f"{what} by {target}, {when}: {seen}."


def _spoken(places: Collection[str]) -> str:
    return spoken(places) if set(places) <= TERRITORIES else ", ".join(sorted(places))
