"""Which requests somebody may see, as a condition of a query; `rules.visible` says it of one."""

from domain.actor import StandsIn
from domain.database.listing import Values
from domain.people.model import Sight


def within(values: Values, sight: Sight) -> str:
    """Return the condition that the request `r` is within sight."""
    if sight.everything:
        return "1 = 1"
    if sight.agency_id is not None:
        return f"r.agency_id = {values.arg(sight.agency_id)}"
    ways = [f"r.requester_id = {values.arg(sight.user_id or '')}"]
    if sight.team_ids:
        teams = values.args(sight.team_ids)
        ways.append(
            f"EXISTS (SELECT 1 FROM stages s WHERE s.request_id = r.id AND s.team_id IN ({teams}))"
        )
        ways.append(
            f"EXISTS (SELECT 1 FROM sheets h WHERE h.request_id = r.id AND h.team_id IN ({teams}))"
        )
    if sight.called:
        ways.append(f"r.id IN ({values.args(sorted(sight.called))})")
    ways += [_granted(values, brand, market) for brand, market in sight.grants]
    ways += [_stood_for(values, seat) for seat in sight.seats]
    return f"({' OR '.join(ways)})"


def narrowed(values: Values, seat: StandsIn) -> str:
    """Return what a seat adds to a condition that is for some kind or brand alone."""
    kind = f" AND r.kind = {values.arg(seat.kind)}" if seat.kind else ""
    return kind + (f" AND r.brand_id = {values.arg(seat.brand_id)}" if seat.brand_id else "")


def in_market(values: Values, market: str) -> str:
    """Return the condition that the request `r` is for a market."""
    return (
        "EXISTS (SELECT 1 FROM request_markets m"
        f" WHERE m.request_id = r.id AND m.market = {values.arg(market)})"
    )


def _stood_for(values: Values, seat: StandsIn) -> str:
    teams = values.args(sorted(seat.team_ids))
    return (
        f"(EXISTS (SELECT 1 FROM stages s WHERE s.request_id = r.id AND s.team_id IN ({teams}))"
        f"{narrowed(values, seat)})"
    )


def _granted(values: Values, brand: str | None, market: str | None) -> str:
    parts = []
    if brand is not None:
        parts.append(f"r.brand_id = {values.arg(brand)}")
    if market is not None:
        parts.append(in_market(values, market))
    return f"({' AND '.join(parts)})"
