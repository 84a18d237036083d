"""Ranking by audio fit: of what the actor works for, and with what corrections did to the rank."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta

from domain.actor import Actor
from domain.audio_fit import records, rules
from domain.audio_fit.model import Asked, By, Fit, Made, Published, Ranking, Scope, Told
from domain.catalog.records import known_markets
from domain.catalog.service import require_brand
from domain.catalog.works import records as works
from domain.catalog.works.rules import name_of
from domain.errors import Invalid
from domain.hub import Hub
from domain.metrics import catalogue
from domain.pages import Page, PageRequest
from domain.people.model import Act
from domain.people.rules import grants_for, require

#: Which source counts where several tell of the same thing: the first one of these.
_SOURCES = {key: place for place, key in enumerate(catalogue.SOURCES)}

#: For how many days figures of streams may still move, by whichever source.
_SETTLING = max(catalogue.settle_days(records.STREAMS, one) for one in catalogue.SOURCES)


async def ranking(hub: Hub, actor: Actor, asked: Asked) -> Ranking:
    """Return everything in rank order, of the brands and the market the actor has a role for.

    `Forbidden` for a brand or market they have none for, `Invalid` for a window, brand or market
    that is none, or where their role is for some markets only and they name none.
    """
    rules.check_window(asked.window)
    scope = scope_of(actor, asked)
    if asked.brand_id:
        await require_brand(asked.brand_id)
    if asked.market and not await known_markets([asked.market]):
        said = f"`{asked.market[:10]}` is no market of this hub."
        raise Invalid("no_such_market", said, ("market",))
    now = hub.clock.now()
    last = await records.last_day(scope)
    if last is None:
        return Ranking(scope, now, None, None, (), {})
    complete_to = min(last, now.astimezone(UTC).date() - timedelta(days=_SETTLING))
    made = await records.made(scope)
    titles = await _titles(asked.by, made)
    fits = await _ranked(scope, made, titles, complete_to)
    published = await records.last_published(scope.key) if scope.key else None
    if published is not None:
        fits = await _restated(scope, made, titles, fits, published)
    first = complete_to - timedelta(days=asked.window - 1)
    return Ranking(scope, now, first, complete_to, fits, titles, published)


def scope_of(actor: Actor, asked: Asked) -> Scope:
    """Return what figures count for an actor; raises as `ranking` does."""
    markets = (asked.market,) if asked.market else ()
    require(actor, Act.SEE_METRICS, brand_id=asked.brand_id, markets=markets)
    brands = {
        one.brand_id
        for one in grants_for(actor, Act.SEE_METRICS)
        if one.market in {None, asked.market}
    }
    if asked.brand_id and brands & {None, asked.brand_id}:
        return Scope(asked, (asked.brand_id,))
    if not brands or asked.brand_id:
        said = "Your role is for some markets only; name one of them in `market`."
        raise Invalid("market_needed", said, ("market",))
    return Scope(asked, None if None in brands else tuple(sorted(filter(None, brands))))


async def names_of(by: By, things: Sequence[str]) -> dict[str, str]:
    """Return what things of a ranking are called, by id."""
    if not things or by is not By.TITLE:
        return await records.names(by, things) if things else {}
    found = await works.titles_by_id(things)
    return {one.id: name_of(one.product)[0] for one in found.values()}


def page(found: Ranking, wanted: PageRequest) -> Page[Fit]:
    """Return a page of a ranking, each fit with its key: its place and its id.

    It goes on after the fit it ended with, or at its place if that is gone, for those after it
    moved up.
    """
    begin = 0
    if wanted.after is not None:
        place, thing = wanted.after
        ids = [one.thing_id for one in found.fits]
        begin = ids.index(thing) + 1 if thing in ids else max(0, place)
    some = list(enumerate(found.fits))[begin : begin + wanted.size]
    items = [((place, one.thing_id), one) for place, one in some]
    return Page(items, begin + wanted.size < len(found.fits), begin > 0)


async def _titles(by: By, made: Mapping[str, object]) -> dict[str, list[str]]:
    """Return the titles that each thing is made of, of those there are."""
    if by is By.TITLE:
        return {title_id: [title_id] for title_id in made}
    found = {
        thing: [one for one in titles if one in made]
        for thing, titles in (await records.groups(by)).items()
    }
    return {thing: titles for thing, titles in found.items() if titles}


async def _ranked(
    scope: Scope,
    made: Mapping[str, Sequence[Made]],
    titles: Mapping[str, Sequence[str]],
    last: date,
) -> list[Fit]:
    window = scope.asked.window
    told = _by_one_source(await records.told(scope, last, window))
    heard = {one: rules.heard_as(ways, told) for one, ways in made.items()}
    fits = []
    for thing, those in titles.items():
        ways = [way for one in those for way in made[one]]
        refs = rules.heard_together(ways, {ref for one in those for ref in heard[one]})
        fits.append(rules.fit_of(thing, [told[ref] for ref in refs], window))
    return rules.ranked(fits)


def _by_one_source(told: Iterable[Told]) -> dict[str, Told]:
    """Return what is told of each thing by the source that counts, of those that tell of now."""
    found: dict[str, Told] = {}
    for one in sorted(told, key=lambda each: (not each.now.days, _SOURCES[each.source])):
        found.setdefault(one.ref, one)
    return found


async def _restated(
    scope: Scope,
    made: Mapping[str, Sequence[Made]],
    titles: Mapping[str, Sequence[str]],
    fits: Sequence[Fit],
    published: Published,
) -> list[Fit]:
    """Return fits with what corrections since a publication did to the ranks it gave.

    So the days that were published are ranked again as they are told of now; days that came since
    have no part in it. What a publication said itself is said until the next one.
    """
    first = published.complete_to - timedelta(days=2 * scope.asked.window - 1)
    days = await records.touched(scope, first, published.complete_to, published.import_number)
    said = {thing: kept for thing, (_, kept) in published.ranks.items()}
    if days:
        corrected = [day for day, again in days if again]
        again = await _ranked(scope, made, titles, published.complete_to)
        said |= {
            one.thing_id: rules.restated(
                published.ranks[one.thing_id][0],
                one.rank,
                published.as_of.astimezone(UTC).date(),
                corrected or [day for day, _ in days],
                corrected=bool(corrected),
            )
            or said[one.thing_id]
            for one in again
            if one.thing_id in published.ranks
        }
    return [replace(one, restated=said.get(one.thing_id, "")) for one in fits]
