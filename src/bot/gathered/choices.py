"""What somebody may choose among when they ask for a campaign: brands, markets, files.

Nothing is offered that the core would refuse, and nothing named that the reader may not know of.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language import later, number, say
from bot.limits import SELECT_OPTIONS_MAX
from domain.actor import Actor
from domain.catalog import records as catalog
from domain.catalog import uploads
from domain.catalog.model import Asset, AssetKind, Brand, Market
from domain.errors import Invalid, Missing
from domain.people.model import Act
from domain.people.rules import may

#: The kinds of file that a campaign is made of, each with what is said where it is missing.
_WANTED = {
    AssetKind.AUDIO: later(
        "{brand} has no audio file that you may use. Upload one with `createUpload` of the API"
        " (kind AUDIO), then give `/campaign new` again."
    ),
    AssetKind.IMAGE: later(
        "{brand} has no image that you may use. Upload one with `createUpload` of the API"
        " (kind IMAGE), then give `/campaign new` again."
    ),
}

#: The same where there are files, but none of the name that was asked for.
_WANTED_BY_NAME = {
    AssetKind.AUDIO: later(
        "{brand} has no audio file with “{words}” in its name that you may use. Upload one with"
        " `createUpload` of the API (kind AUDIO), then give `/campaign new` again."
    ),
    AssetKind.IMAGE: later(
        "{brand} has no image with “{words}” in its name that you may use. Upload one with"
        " `createUpload` of the API (kind IMAGE), then give `/campaign new` again."
    ),
}

#: How many of a brand's newest files are looked through.
FILES_MAX = 5_000


@dataclass(frozen=True, slots=True)
class Choices:
    """What a campaign of one brand can be made of, newest files first.

    `words` is what narrowed kinds of many files, empty where nothing did.
    """

    brand: Brand
    markets: Sequence[Market]
    audio: Sequence[Asset]
    images: Sequence[Asset]
    words: str = ""

    @property
    def fits(self) -> bool:
        """Whether a menu each can hold all of its files."""
        return max(len(self.audio), len(self.images)) <= SELECT_OPTIONS_MAX


async def brands(actor: Actor, words: str) -> list[Brand]:
    """Return the brands `actor` may submit for, with `words` in their names; one at least.

    Raises `Missing` where there is none, `Invalid` where there are more than a menu holds.
    """
    own = await own_brands(actor)
    found = [brand for brand in own if words.casefold() in brand.name.casefold()]
    if not found:
        said = say("No brand you may ask for has “{words}” in its name.", words=words[:40])
        raise Missing("no_brand", said)
    if len(found) > SELECT_OPTIONS_MAX:
        raise Invalid(
            "too_many_brands",
            say(
                "There are {count} brands to choose from. Say a part of the name, such as"
                " `/campaign new {brand}`.",
                count=number(len(found)),
                brand=found[0].name,
            ),
        )
    return found


async def brand(actor: Actor, brand_id: str) -> Brand:
    """Return a brand that `actor` may submit for."""
    found = next((one for one in await own_brands(actor) if one.id == brand_id), None)
    if found is None:
        said = say("You may not ask for this brand any more.")
        raise Missing("no_brand", said, ("brand_id",))
    return found


async def of_brand(actor: Actor, brand: Brand, words: str = "") -> Choices:
    """Return what a campaign of `brand` can be made of.

    `words` narrow the kinds of which there are more files than a menu holds, by their names.
    Raises `Missing` where an audio file, an image or a market is missing, and says what to do.
    """
    files = await files_of(actor, brand.id)
    held = {kind: [file for file in files if file.kind is kind] for kind in _WANTED}
    offered = {kind: _narrowed(held[kind], words) for kind in _WANTED}
    for kind in _WANTED:
        if not offered[kind]:
            named = words if held[kind] else ""
            raise Missing("no_file", _missing(kind, brand, named), ("brand_id",))
    markets = await markets_of(actor, brand.id)
    if not markets:
        raise Missing("no_market", say("There is no market you may ask for; ask an admin."))
    return Choices(brand, markets, offered[AssetKind.AUDIO], offered[AssetKind.IMAGE], words)


async def files_of(actor: Actor, brand_id: str) -> list[Asset]:
    """Return the newest files of a brand that `actor` may use; the only place that lists files."""
    if not may(actor, Act.SUBMIT_REQUEST, brand_id=brand_id):
        return []
    return await uploads.assets_of(actor, brand_id, FILES_MAX)


async def markets_of(actor: Actor, brand_id: str) -> list[Market]:
    """Return the markets that `actor` may ask for with a brand."""
    return [
        market
        for market in await catalog.markets()
        if may(actor, Act.SUBMIT_REQUEST, brand_id=brand_id, markets=(market.code,))
    ]


async def own_brands(actor: Actor) -> list[Brand]:
    """Return the brands `actor` may submit for; raises `Missing` where there is none."""
    every = await catalog.brands()
    own = [brand for brand in every if may(actor, Act.SUBMIT_REQUEST, brand_id=brand.id)]
    if not own:
        said = say("There is no brand you may ask for; ask an admin for the role.")
        raise Missing("no_brand", said)
    return own


def _narrowed(files: list[Asset], words: str) -> list[Asset]:
    if len(files) <= SELECT_OPTIONS_MAX:
        return files
    return [file for file in files if words.casefold() in file.name.casefold()]


def _missing(kind: AssetKind, brand: Brand, words: str) -> str:
    wanted = _WANTED_BY_NAME if words else _WANTED
    return say(wanted[kind], brand=brand.name, words=words[:40])
