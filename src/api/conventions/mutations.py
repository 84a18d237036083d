"""The one way a mutation runs: once per idempotency key, expected errors as data."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeVar

import strawberry

from api.context import Info
from api.conventions.errors import AnyError, shown
from domain.actor import Actor
from domain.audience import reading as leads
from domain.cases import reading as cases
from domain.database import transaction
from domain.distribution import service as distribution
from domain.errors import Forbidden, HubError, Unavailable
from domain.ids import Prefix
from domain.metric_files import asking as metric_files
from domain.receipts import service as receipts
from domain.requests import reading as requests
from domain.rights import agreeing
from domain.rights import reading as rights
from domain.subscriptions import holding
from domain.thresholds import handling

Found = TypeVar("Found")


def repeatable(what: str = "does nothing new for 24 h.") -> Any:  # noqa: ANN401  A field of any input.
    """Return the field for the idempotency key of an input."""
    said = f"Repeating a call with the same key {what}"
    return strawberry.field(default=None, description=said)


async def perform(
    info: Info,
    name: str,
    given: Any,  # noqa: ANN401  Each mutation has an input type of its own.
    act: Callable[[], Awaitable[str]],
) -> tuple[str | None, list[AnyError]]:
    """Run `act` and return the id it gives, or the errors that kept it from happening.

    With an `idempotency_key` in `given` a repetition gets the id of the first call, or what one
    hears who never saw it, if the caller lost sight of it since.
    """
    try:
        if given.idempotency_key is None:
            async with transaction():
                return await act(), []

        acted = False

        async def answer() -> dict[str, Any]:
            nonlocal acted
            acted = True
            return {"id": await act(), "rights": sorted(_rights_of(info.context.actor))}

        now = info.context.hub.clock.now()
        done = await receipts.once(now, **receipt_of(info, name, given), act=answer)
        return done["id"] if acted else await _seen(info, done), []
    except Unavailable:
        raise  # Of the whole operation, whose caller shall come again with it.
    except HubError as error:
        return None, shown(error, given)


async def perform_considered(
    info: Info,
    name: str,
    given: Any,  # noqa: ANN401  As above.
    consider: Callable[[], Awaitable[Found]],
    keep: Callable[[Found], Awaitable[str]],
) -> tuple[str | None, list[AnyError]]:
    """Run `consider`, then `keep` with what it found, as `perform` does with an act.

    What is considered may wait for a service outside, and so comes before the transaction; a
    repetition considers nothing.
    """
    try:
        if given.idempotency_key is not None:
            done = await receipts.answer_of(**receipt_of(info, name, given))
            if done is not None:
                return await _seen(info, done), []
        found = await consider()
    except Unavailable:
        raise
    except HubError as error:
        return None, shown(error, given)
    return await perform(info, name, given, lambda: keep(found))


#: How what an act answers with is looked up for whoever repeats it; what is not here is shown to
#: who has all the rights they did it with.
_SIGHTS: Mapping[str, Callable[[Actor, str], Awaitable[object]]] = MappingProxyType(
    {
        Prefix.AGREEMENT: agreeing.get,
        Prefix.ALERT: handling.get,
        Prefix.CASE: cases.get,
        Prefix.DISTRIBUTION: distribution.get,
        Prefix.GRANT: rights.grant,
        Prefix.LEAD: leads.get,
        Prefix.METRIC_FILE: metric_files.seen,
        Prefix.REQUEST: requests.get,
        Prefix.THRESHOLD: handling.threshold,
        Prefix.WEBHOOK: holding.seen,
    }
)


async def _seen(info: Info, done: Mapping[str, Any]) -> str:
    """Return the id of what was done before, if the caller may see that still.

    Raises `Missing` or `Forbidden` if they may not.
    """
    actor, wanted = info.context.actor, str(done["id"])
    sight = _SIGHTS.get(wanted.partition("_")[0])
    if sight is not None:
        await sight(actor, wanted)
    elif any(_rights_of(actor).isdisjoint(_as_wide(one)) for one in done.get("rights", ())):
        said = "This was done, with rights that you or this token lack now, so it is not shown"
        raise Forbidden("not_allowed", f"{said} again; ask somebody who may see it.")
    return wanted


def _rights_of(actor: Actor) -> frozenset[str]:
    """Return what somebody may act by, such as `manager:brd_...:DE`, and the token's scopes."""
    roles = {f"{one.role}:{one.brand_id or ''}:{one.market or ''}" for one in actor.roles}
    return frozenset(roles | actor.scopes)


def _as_wide(right: str) -> frozenset[str]:
    """Return by which rights somebody may do at least what they might by `right`."""
    role, *narrowed = right.split(":")
    if len(narrowed) != 2:  # noqa: PLR2004  A brand and a market; a scope has neither.
        return frozenset({right})
    brand, market = narrowed
    return frozenset(f"{role}:{one}:{other}" for one in {brand, ""} for other in {market, ""})


def receipt_of(info: Info, name: str, given: Any) -> dict[str, Any]:  # noqa: ANN401  As above.
    """Return under which key a call is remembered, and with what content."""
    content = _plain(asdict(given))
    key = content.pop("idempotency_key")
    return {"scope": f"{info.context.actor.user_id}:{name}", "key": key, "content": content}


def _plain(value: Any) -> Any:  # noqa: ANN401  JSON is whatever it is.
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, datetime) or not isinstance(value, (str, int, float, bool, type(None))):
        return str(value)
    return value
