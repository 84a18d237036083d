"""Doing the same to several things at once: what every such mutation takes and answers."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import strawberry

from api.across.finding import find_many
from api.context import Info
from api.conventions.errors import AnyError, shown
from api.conventions.mutations import receipt_of
from domain import bulk
from domain.bulk import ITEMS_MAX, ErrorPolicy
from domain.errors import HubError, Unavailable

Thing = TypeVar("Thing")


@strawberry.type(description="What became of one of several.")
class BulkResult(Generic[Thing]):
    """See `domain.bulk.Outcome`."""

    position: int = strawberry.field(description="Which one, counted from 0 as they were given.")
    item: Thing | None = strawberry.field(
        description="The thing as it stands now; null where nothing was done to it, or where you"
        " may not see it any more."
    )
    errors: list[AnyError] = strawberry.field(
        description="Why nothing was; empty as well where another one's failing kept it back."
    )


@strawberry.type(description="What became of several.")
class BulkPayload(Generic[Thing]):
    """Answer of every mutation that does the same to several things."""

    results: list[BulkResult[Thing]] = strawberry.field(
        description=f"One for each that was given, in their order; up to {ITEMS_MAX}."
    )
    done_count: int = strawberry.field(description="To how many it was done.")
    failed_count: int = strawberry.field(description="How many failed.")
    errors: list[AnyError] = strawberry.field(
        description="Why nothing was even tried; of a single one `results` tells."
    )


def several(what: str) -> Any:  # noqa: ANN401  A field of any input.
    """Return the field for the items of an input."""
    return strawberry.field(description=f"{what}, 1 to {ITEMS_MAX}; done in this order.")


def policy() -> Any:  # noqa: ANN401  As above.
    """Return the field for what becomes of the others where one fails."""
    return strawberry.field(
        default=ErrorPolicy.REJECT_EVERYTHING,
        description="What becomes of the others where one fails.",
    )


async def performed(
    info: Info,
    name: str,
    given: Any,  # noqa: ANN401  Each mutation has an input type of its own, with `items`.
    acts: Sequence[bulk.Act],
) -> BulkPayload[Any]:
    """Do `acts`, one for each item of `given`, once per idempotency key; answer for `name`."""
    receipt = None
    if given.idempotency_key is not None:
        now = info.context.hub.clock.now()
        receipt = bulk.Receipt(now, **receipt_of(info, name, given))
    try:
        outcomes = await bulk.run(given.error_policy, acts, receipt)
    except Unavailable:
        raise  # Of the whole operation, whose caller shall come again with it.
    except HubError as error:
        return BulkPayload(results=[], done_count=0, failed_count=0, errors=shown(error))
    # A repetition is answered by what was kept, to somebody who may see less by now.
    done = {one.id for one in outcomes if one.id}
    things = await find_many(info.context, sorted(done))
    return BulkPayload(
        results=[
            _result(position, one, item, things)
            for position, (one, item) in enumerate(zip(outcomes, given.items, strict=True))
        ],
        done_count=sum(one.id is not None for one in outcomes),
        failed_count=sum(one.error is not None for one in outcomes),
        errors=[],
    )


def _result(
    position: int, one: bulk.Outcome, given: object, things: dict[str, Any]
) -> BulkResult[Any]:
    errors = shown(one.error, given) if one.error else []
    for error in errors:
        error.path = ["items", str(position), *error.path]
    return BulkResult(position=position, item=things.get(one.id or ""), errors=errors)
