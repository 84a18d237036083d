"""Whether a feed can be as somebody says, all that is wrong at once. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from domain import language_tags, mail_addresses
from domain.catalog.model import Asset, AssetKind, AssetState, Show
from domain.catalog.rules import clean_language
from domain.errors import Invalid
from domain.feeds.categories import known
from domain.feeds.kept import FeedSettings
from domain.requests.kinds.episode_release import ARTWORK_PIXELS
from domain.requests.kinds.parts import address_problems
from domain.territories import TERRITORIES
from domain.text import honest, one_line

#: The longest texts of a channel, in characters: Apple's for a description, others ours.
DESCRIPTION_MAX, LINE_MAX, ADDRESS_MAX = 4_000, 250, 500

#: The most categories, countries of origin, and newest items to show. Apple takes three of the
#: first; the others are ours.
CATEGORIES_MAX, ORIGINS_MAX, RECENT_MAX = 3, 20, 10_000


def check(said: FeedSettings, show: Show, artwork: Asset | None, address: str) -> None:
    """Raise `Invalid` with all that keeps a show's feed at `address` from being so."""
    problems = [
        *_lines(said),
        *_description(said),
        *_addresses(said, address),
        *_categories(said),
        *_places(said),
        *_raised(said),
        *_artwork(artwork, show),
    ]
    if problems:
        first, *others = problems
        raise Invalid(first.code, first.message, first.path, others)


def spelt(said: FeedSettings) -> FeedSettings:
    """Return what is said of a feed with its language in its one spelling, where it is one."""
    return replace(said, language=language_tags.known(said.language) or said.language)


def _lines(said: FeedSettings) -> Iterator[Invalid]:
    for name in ("author", "owner_name", "copyright"):
        value = getattr(said, name)
        if problem := one_line(value, (name,)):
            yield problem
        needed = name != "copyright"
        if (needed and not value.strip()) or len(value) > LINE_MAX:
            words = f"This has {1 if needed else 0} to {LINE_MAX} characters; it has {len(value)}."
            yield Invalid("bad_length", words, (name,))


def _description(said: FeedSettings) -> Iterator[Invalid]:
    if problem := honest(said.description, ("description",)):
        yield problem
    if not said.description.strip() or len(said.description) > DESCRIPTION_MAX:
        count = len(said.description)
        words = f"This has 1 to {DESCRIPTION_MAX:,} characters; it has {count:,}."
        yield Invalid("bad_length", words, ("description",))


def _addresses(said: FeedSettings, address: str) -> Iterator[Invalid]:
    for name in ("link", "moved_to"):
        value = getattr(said, name)
        if len(value) > ADDRESS_MAX:
            words = f"An address has up to {ADDRESS_MAX} characters; this has {len(value)}."
            yield Invalid("bad_length", words, (name,))
        elif value or name == "link":
            yield from address_problems(value, name)
    if not said.moved_to.isascii():
        words = "Write it as browsers send it: `xn--` for other letters in a name, `%` elsewhere."
        yield Invalid("bad_moved_to", words, ("moved_to",))
    if said.moved_to == address:
        words = "It is here already; give the address that it moves to, or leave it empty."
        yield Invalid("moved_to_itself", words, ("moved_to",))


def _categories(said: FeedSettings) -> Iterator[Invalid]:
    if not 1 <= len(said.categories) <= CATEGORIES_MAX:
        words = f"A feed has 1 to {CATEGORIES_MAX} categories; this has {len(said.categories)}."
        yield Invalid("bad_count", words, ("categories",))
    for at, one in enumerate(said.categories):
        if not known(one):
            named = f"{one.name[:60]} / {one.below[:60]}" if one.below else one.name[:60]
            words = f"`{named}` is no category of Apple's; spell it as `feedCategories` does."
            yield Invalid("unknown_category", words, ("categories", str(at)))
        if one in said.categories[:at]:
            words = "This stands here twice; name each once."
            yield Invalid("named_twice", words, ("categories", str(at)))


def _places(said: FeedSettings) -> Iterator[Invalid]:
    unknown = [one for one in said.origins if one not in TERRITORIES]
    if unknown:
        words = f"`{unknown[0][:12]}` is no ISO 3166 code of a country, such as DE."
        yield Invalid("unknown_country", words, ("origins",))
    if len(said.origins) > ORIGINS_MAX or len(set(said.origins)) < len(said.origins):
        words = f"Name up to {ORIGINS_MAX} countries, each once."
        yield Invalid("bad_count", words, ("origins",))
    if said.recent is not None and not 1 <= said.recent <= RECENT_MAX:
        words = f"Show the newest 1 to {RECENT_MAX:,}, or leave it out to show all."
        yield Invalid("bad_count", words, ("recent",))


def _raised(said: FeedSettings) -> Iterator[Invalid]:
    """Yield what the rules of others say of an address for letters, and of a language."""
    if problem := mail_addresses.problem(said.owner_email.strip(), ("owner_email",)):
        yield problem
    try:
        if said.language:
            clean_language(said.language)
    except Invalid as problem:
        yield problem


def _artwork(found: Asset | None, show: Show) -> Iterator[Invalid]:
    path = ("artwork_asset_id",)
    if found is None or found.brand_id != show.brand_id or found.state is not AssetState.READY:
        yield Invalid("no_such_asset", "There is no such file of the show's brand.", path)
    elif found.kind is not AssetKind.IMAGE:
        yield Invalid("wrong_kind", f"`{found.name}` is no picture.", path)
    elif found.width != found.height or found.width not in ARTWORK_PIXELS:
        words = (
            f"Artwork is square, {ARTWORK_PIXELS[0]} to {ARTWORK_PIXELS[-1]} pixels a side;"
            f" `{found.name}` has {found.width} × {found.height}. Upload one of that size."  # noqa: RUF001  As sizes are written.
        )
        yield Invalid("artwork_size", words, path)
