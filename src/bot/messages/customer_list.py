"""How many of a targeting's list can be matched at Spotify, and how the list stands there."""

from bot.gathered.dossier import Dossier
from bot.language import later, number, say, say_n
from bot.messages.parts import Block, context
from domain.campaigns.lists.model import AudienceState

#: How a list stands; one that waits, or is there no more, is told of by the request itself.
_STANDS = {
    AudienceState.PROCESSING: later("Spotify looks whom of it it knows."),
    AudienceState.LEARNING: later("Spotify looks whom of it it knows."),
    AudienceState.EMPTY: later("Spotify knows too few of it."),
    AudienceState.BOOKABLE: later("It is at Spotify, ready for ad sets."),
    AudienceState.LIVE: later("It is at Spotify, and ad sets have it."),
    AudienceState.ARCHIVED: later("Somebody archived it at Spotify."),
}


def customer_list(dossier: Dossier) -> list[Block]:
    """Return a line; nothing where there is no list."""
    told = dossier.customers
    if told is None:
        return []
    matched = say_n(
        "{n} account of the {all} on the list can be matched at Spotify.",
        "{n} accounts of the {all} on the list can be matched at Spotify.",
        told.matchable,
        all=number(told.accounts),
    )
    stands = _STANDS.get(told.held.state) if told.held else None
    return [context(" ".join([matched, *([say(stands)] if stands else [])]))]
