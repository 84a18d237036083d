"""From which day a house is read, what a contract may mean, and what a note says. Pure."""

from calendar import monthrange
from datetime import date, timedelta

from domain.rights.model import Layer
from domain.text import cleared, folded
from domain.title_house.model import ChannelState, Door, Licence, Pull, Showing

#: How far back the next reading begins before the last one did: days there are days somewhere, and
#: what is asked for has the grain of a day.
OVERLAP = timedelta(days=2)

#: How often what changed meanwhile is read, before it is left to the next reading.
ROUNDS_MAX = 3

#: The longest note, and reason in it, in characters. Ours: no limit is documented.
NOTE_MAX, REASON_MAX = 250, 150

#: What types of rights sound like, by words of theirs: the first that holds. Free text there.
_SOUNDS: tuple[tuple[tuple[str, ...], Layer], ...] = (
    (("narrat",), Layer.NARRATOR),
    (("master", "recording of music"), Layer.MUSIC_MASTER),
    (("sync",), Layer.MUSIC_COMPOSITION_SYNC),
    (("mechanical",), Layer.MUSIC_COMPOSITION_MECH),
    (("audio", "sound recording", "podcast", "spoken"), Layer.TEXT_AUDIO_ADAPTATION),
    (("cover", "jacket"), Layer.COVER_ART),
)


def due(last: Pull | None, door: Door) -> date | None:
    """Return from which day on everything that changed is read; None for all there is.

    After a reading by the other door everything is, for that tells less, or more, of each title.
    """
    if last is None or last.door is not door:
        return None
    return last.began_at.date() - OVERLAP


def leaves_a_gap(due_since: date | None, since: date | None) -> bool:
    """Whether a reading from `since` on may pass over what changed since the one before."""
    return since is not None and (due_since is None or since > due_since)


def layer_of(right_type: str) -> Layer | None:
    """Return the layer that a type of rights sounds like; None if it sounds like none.

    Somebody confirms it: a name is no contract.
    """
    said = folded(right_type)
    return next(
        (layer for words, layer in _SOUNDS if any(word in said for word in words)),
        None,
    )


def ends_on(licence: Licence) -> date | None:
    """Return the day a licence seems to be over: terminated, or its months gone; None if unsaid."""
    if licence.terminated_on is not None or licence.signed_on is None:
        return licence.terminated_on
    if licence.term_months is None:
        return None
    months = licence.signed_on.year * 12 + licence.signed_on.month - 1 + licence.term_months
    year, month = months // 12, months % 12 + 1
    if year > date.max.year:
        return None
    return date(year, month, min(licence.signed_on.day, monthrange(year, month)[1]))


def marker(channel: str) -> str:
    """Return what a note of ours begins with; by it our link on a product is known again."""
    return f"[greenlight:{channel}]"


def note(showing: Showing) -> str:
    """Return what a link's note says, marker first."""
    if showing.said:
        words = " ".join(cleared(showing.said).split())
        return f"{marker(showing.channel)} {words}"[:NOTE_MAX]
    day = showing.day.isoformat()
    if showing.state is ChannelState.LIVE:
        return f"{marker(showing.channel)} live since {day}"
    reason = " ".join(cleared(showing.reason).split())[:REASON_MAX]
    return f"{marker(showing.channel)} taken down {day} {reason}".rstrip()[:NOTE_MAX]
