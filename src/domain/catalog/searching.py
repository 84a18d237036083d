"""Finding things of the catalogue by words of their names and by their numbers."""

from collections.abc import Collection

from domain.actor import Actor
from domain.catalog import words
from domain.catalog.words import WANTED_MAX, FoundKind, Sight
from domain.errors import Invalid
from domain.pages import Page, PageRequest
from domain.people.model import Act
from domain.people.rules import grants_for, may, require
from domain.text import words_of

#: The longest text to look for, in characters.
TEXT_MAX = 500

#: What somebody must be allowed to do to find things of a kind.
_SEEN = {
    FoundKind.TITLE: Act.SEE_WORKS,
    FoundKind.WORK: Act.SEE_WORKS,
    FoundKind.SERIES: Act.SEE_WORKS,
    FoundKind.CONTRIBUTOR: Act.SEE_WORKS,
    FoundKind.SHOW: Act.SEE_CATALOG,
    FoundKind.EPISODE: Act.SEE_CATALOG,
    FoundKind.ASSET: Act.SUBMIT_REQUEST,
    FoundKind.SITE: Act.SEE_SITES,
}


async def search(
    actor: Actor, text: str, kinds: Collection[FoundKind], wanted: PageRequest
) -> Page[tuple[FoundKind, str]]:
    """Return a page of the things that have every word of `text`, by kind and id.

    `kinds` narrows it; none means all. What somebody may not see, they do not find. `Invalid` for
    a text without a word, or with too many.
    """
    require(actor, Act.SEE_CATALOG)
    looked_for = _checked(text)
    sight = Sight(
        frozenset(kind for kind, act in _SEEN.items() if may(actor, act)),
        actor.agency_id,
        _brands(actor),
    )
    after = str(wanted.after[1]) if wanted.after else None
    rows = await words.refs(looked_for, sight, kinds or list(FoundKind), wanted.size + 1, after)
    items = [((0, ref), (kind, ref)) for kind, ref in rows[: wanted.size]]
    return Page(items, has_next=len(rows) > wanted.size, has_previous=after is not None)


def _brands(actor: Actor) -> tuple[str, ...] | None:
    """Return the brands whose files somebody sees; None for any."""
    found = [grant.brand_id for grant in grants_for(actor, Act.SUBMIT_REQUEST)]
    named = sorted({one for one in found if one is not None})
    return None if None in found or not named else tuple(named)


def _checked(text: str) -> tuple[str, ...]:
    if len(text) > TEXT_MAX:
        said = f"Look for {TEXT_MAX} characters at most."
        raise Invalid("too_long", said, ("text",))
    found = words_of(text)
    if not found:
        raise Invalid("nothing_to_look_for", "Give at least one word or number.", ("text",))
    if len(found) > WANTED_MAX:
        said = f"Look for {WANTED_MAX} words at most; each of them has to be there."
        raise Invalid("too_many_words", said, ("text",))
    return found
