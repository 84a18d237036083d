"""What an operation costs, taken from its caller's points and told with every answer."""

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from contextvars import ContextVar
from datetime import datetime
from typing import Any

import strawberry
from graphql import GraphQLError, get_operation_ast
from strawberry.extensions import SchemaExtension

from api.callers.profiles import STANDARD
from api.context import Context
from api.operations.cost import COST_MAX, too_costly
from api.operations.costing import cost_once, sizes
from api.operations.document_keys import Same
from api.operations.naming import name_step
from domain.jobs.slices import Standing

#: What is refused costs this much: about what it takes to find that out.
REFUSED_COST = 20


@strawberry.type(description="What this operation costs, and what is left to ask for.")
class RateLimit:
    """Points of the caller's token, or address."""

    cost: int = strawberry.field(description="What this operation costs, in points.")
    limit: int = strawberry.field(description="How many points there are a minute.")
    remaining: int = strawberry.field(description="How many of them are left.")
    reset_at: datetime = strawberry.field(description="When all of them are there again.")


#: What the running operation costs, and what is left after it.
_spent: ContextVar[tuple[int, Standing] | None] = ContextVar("spent", default=None)


@strawberry.type
class RateLimitQuery:
    """What is left to ask for."""

    @strawberry.field(
        description="What this operation costs and what is left to ask for; null where nothing is"
        " counted. The same is in `extensions.cost` of every answer."
    )
    def rate_limit(self) -> RateLimit | None:
        """Return what was found before anything ran."""
        spent = _spent.get()
        if spent is None:
            return None
        cost, left = spent
        return RateLimit(
            cost=cost, limit=left.limit, remaining=left.remaining, reset_at=left.full_at
        )


async def pay(context: Context, cost: int) -> Standing | None:
    """Take the points of an operation from whoever asks; None where nothing is counted.

    Raises `rate_limited`, and takes nothing, if there are not as many.
    """
    if context.till is None or (payer := context.payer) is None:
        return None
    found = await context.till.pay(payer, cost)
    _spent.set((cost, found))
    return found


def told(cost: int, standing: Standing | None) -> dict[str, Any]:
    """Return what is told beside an answer: what it cost, and what is left."""
    said: dict[str, Any] = {"requested": cost, "max": COST_MAX}
    if standing is not None:
        said["rate"] = {
            "limit": standing.limit,
            "remaining": standing.remaining,
            "resetAt": standing.full_at.isoformat(),
        }
    return {"cost": said}


class Turnstile(SchemaExtension):
    """Turns away who is known to have nothing left, before anything is read."""

    def on_parse(self) -> Iterator[None]:
        """Look; raises `rate_limited`."""
        context: Context | None = self.execution_context.context
        if context is not None and context.till and (payer := context.payer):
            context.till.check(payer)
        yield


class Charge(SchemaExtension):
    """Measures operations, refuses what costs too much, and takes its points."""

    def __init__(self) -> None:
        self._cost = REFUSED_COST
        self._standing: Standing | None = None

    async def on_operation(self) -> AsyncIterator[None]:
        """Take the points of what could not even be read."""
        yield
        if self._standing is None:
            with suppress(GraphQLError):
                await self._pay()

    async def on_validate(self) -> AsyncIterator[None]:
        """Measure what is asked for, once it is known to be valid, and take the points."""
        self._measure()
        await self._pay()
        yield

    async def _pay(self) -> None:
        context: Context | None = self.execution_context.context
        if context is not None:
            self._standing = await pay(context, self._cost)

    def get_results(self) -> dict[str, Any]:
        """Tell what it cost, and what is left."""
        return told(self._cost, self._standing)

    def _measure(self) -> None:
        operation = self.execution_context
        document = operation.graphql_document
        if document is None or operation.pre_execution_errors:
            return
        same, name = Same(document), operation.operation_name
        manner = operation.context.manner if operation.context else STANDARD
        name_step(get_operation_ast(document, name), known=manner.documents is not None)
        schema = operation.schema._schema  # noqa: SLF001  Strawberry's name for graphql-core's.
        cost = cost_once(schema, same, name, sizes(same, operation.variables or {}))
        if cost > COST_MAX:
            node = get_operation_ast(document, name)
            operation.pre_execution_errors = [too_costly(node, cost)]
        else:
            self._cost = cost
