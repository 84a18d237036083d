"""Publishing a ranking: it is kept, and the houses of its titles are told where each one stands."""

from dataclasses import replace

from domain import ids
from domain.actor import Actor
from domain.audio_fit import reading, records, rules
from domain.audio_fit.model import Asked, By, Fit, Published, Ranking
from domain.audit import service as audit
from domain.database import must_be_in_transaction
from domain.errors import Invalid
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.title_house import reporting

#: What the record says of it, and the channel of the links that tell of it.
PUBLISHED, CHANNEL = "audio_fit.published", "audio-fit"


async def publish(hub: Hub, actor: Actor, asked: Asked) -> str:
    """Keep a ranking as it is now, which later ones are held against; return its id.

    In a transaction. Of titles without a market, their houses are asked to be told. `Forbidden`
    without a role to change figures, for the brand or for the whole organisation; `Invalid` where
    nothing is measured yet.
    """
    must_be_in_transaction()
    markets = (asked.market,) if asked.market else ()
    whole = asked.brand_id is None
    require(actor, Act.CHANGE_METRICS, brand_id=asked.brand_id, markets=markets, everywhere=whole)
    now = hub.clock.now()
    number = await records.last_import(now)  # Before looking: what comes meanwhile is named later.
    found = _fresh(await reading.ranking(hub, actor, asked))
    if found.complete_to is None or not found.scope.key:
        said = "Nothing is told of any streams yet; bring figures in first."
        raise Invalid("nothing_measured", said)
    value = Published(
        ids.new(ids.Prefix.FIT),
        found.scope.key,
        found.complete_to,
        now,
        number,
        actor.user_id,
        {one.thing_id: (one.rank, one.restated) for one in found.fits},
    )
    await records.add(value)
    details = {
        "scope": value.scope,
        "complete_to": value.complete_to.isoformat(),
        "ranked": found.ranked,
        "restated": sum(bool(one.restated) for one in found.fits),
    }
    await audit.record(now, actor, PUBLISHED, value.id, details)
    if asked.by is By.TITLE and asked.market is None:
        await _tell(hub, found)
    return value.id


def _fresh(found: Ranking) -> Ranking:
    """Return a ranking without what its last publication said: it is said no longer than that."""
    if found.published is None:
        return found
    before = found.published.ranks
    told = {(thing, said) for thing, (_, said) in before.items()}
    fits = [
        replace(one, restated="") if (one.thing_id, one.restated) in told else one
        for one in found.fits
    ]
    return replace(found, fits=fits)


async def _tell(hub: Hub, found: Ranking) -> None:
    """Ask that houses link our page of each title that has a rank, or had one."""
    if not hub.public_url.startswith("https://"):
        return
    before = found.published.ranks if found.published else {}
    told = {one.thing_id: one for one in found.fits if one.rank}
    had = [thing for thing, (rank, _) in before.items() if rank and thing not in told]
    fits = {one.thing_id: one for one in found.fits}
    for thing in (*told, *had):
        url = f"{hub.public_url}/titles/{thing}"
        said = note(found, fits.get(thing))
        await reporting.tell_title(hub, thing, CHANNEL, url=url, said=said)


def note(found: Ranking, one: Fit | None) -> str:
    """Return what a link says: the rank, of how many, to which day; and how it was restated.

    Of a title that is in the ranking no more, there is no fit.
    """
    until = f"to {found.complete_to}"
    if one is None:
        return f"audio fit: not enough to say, {until}"
    if one.rank is None:
        stands = f"audio fit: not enough to say, {until}"
    else:
        place = f"{rules.ordinal(one.rank)} of {found.ranked}"
        stands = f"audio fit: {place}, {one.score} points, {until}"
    return f"{stands}; {one.restated}" if one.restated else stands
