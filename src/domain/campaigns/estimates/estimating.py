"""Asking the publisher how many people a campaign reaches. Safe to repeat.

What was answered is kept under what it was asked with, and never asked for again. That nothing was
answered is kept for people to see, and asked for again when the campaign is made ready again.
"""

from dataclasses import replace

import structlog

from domain import ids
from domain.campaigns.estimates import records
from domain.campaigns.estimates.model import Answer, Estimate
from domain.campaigns.model import AdPublisher, Flight, Forecast, Order, TooFew
from domain.errors import Upstream
from domain.hub import Hub

log = structlog.get_logger()


async def estimate(hub: Hub, publisher: AdPublisher, order: Order) -> list[Estimate]:
    """Return what the publisher expects of each flight of an order; raises nothing of its own."""
    return [await _of_flight(hub, publisher, order, flight) for flight in order.flights]


async def _of_flight(hub: Hub, publisher: AdPublisher, order: Order, flight: Flight) -> Estimate:
    digest = publisher.question(order, flight)
    known = await records.asked_before(order.request_id, digest)
    if known is not None and known.answer is not Answer.NONE:
        found = replace(known, revision=order.revision)
    else:
        answer, forecast = await _asked(publisher, order, flight)
        said = (order.revision, answer, forecast, hub.clock.now())
        found = Estimate(order.request_id, flight.market, digest, *said)
    await records.put(found, ids.new(ids.Prefix.ESTIMATE))
    return found


async def _asked(
    publisher: AdPublisher, order: Order, flight: Flight
) -> tuple[Answer, Forecast | None]:
    try:
        return Answer.FORECAST, await publisher.forecast(order, flight)
    except TooFew:
        return Answer.TOO_FEW, None
    except Upstream as error:
        log.warning("no_estimate", market=flight.market, code=error.code, error=error.message)
        return Answer.NONE, None
