"""What callers are told of errors, and what stays in the log.

Domain errors are shown with their code. Syntax and validation errors are the caller's own and
are shown as they are, under one code each. Anything else is ours: it is logged once with its
traceback and shown as an id to ask about.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from copy import copy
from typing import Any

import strawberry
import structlog
from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.exceptions import MissingQueryError
from strawberry.extensions.runner import SchemaExtensionsRunner
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types import ExecutionResult
from strawberry.types.execution import ExecutionContext, PreExecutionError
from strawberry.types.graphql import OperationType

from api.callers.profiles import tells, without_guess
from api.context import Context
from api.conventions.errors import camel
from api.plan.executor import PlanExecutor
from domain import ids
from domain.database.deadline import within
from domain.errors import HubError

#: What is told of an operation that cannot be chosen from its document.
_NOT_CHOSEN = {
    "malformed_request": "There is no document: send it as `query`.",
    "operation_unknown": "The document has no operation of this name, or none at all.",
    "only_streamed": "Subscriptions are streamed: send `Accept: text/event-stream`, or open a"
    " socket with the subprotocol `graphql-transport-ws`.",
    "only_post": "Only queries are answered here; send this one with POST.",
}

#: The code of what takes too long.
TOO_SLOW = "too_slow"

MASKED = "Something went wrong on our side; it is in our log under the id given here."

log = structlog.get_logger()


class HubSchema(strawberry.Schema):
    """The schema with its own way of telling errors, and of answering queries."""

    def answering(self, *, planned: bool) -> "HubSchema":
        """Return the schema as it answers queries by plans, or as graphql-core alone does."""
        found = copy(self)
        found.execution_context_class = (
            PlanExecutor if planned else StrawberryGraphQLCoreExecutionContext
        )
        return found

    async def _prepare_operation_async(
        self, context: ExecutionContext, extensions_runner: SchemaExtensionsRunner
    ) -> PreExecutionError | None:
        """Prepare an operation; what extensions refuse is told, over sockets as well."""
        try:
            return await super()._prepare_operation_async(context, extensions_runner)
        except GraphQLError as error:
            context.pre_execution_errors = [error]
            return PreExecutionError(data=None, errors=[error])

    async def _execute_operation(self, execution_context: ExecutionContext, *given: Any) -> Any:  # noqa: ANN401  Strawberry's own.
        """Execute an operation in the time it has."""
        context = execution_context.context
        if context is None:
            return await super()._execute_operation(execution_context, *given)
        seconds = context.manner.bounds.seconds
        try:
            async with within(seconds):
                return await super()._execute_operation(execution_context, *given)
        except TimeoutError:
            raise too_slow(seconds) from None

    def process_errors(
        self,
        errors: list[GraphQLError],
        execution_context: ExecutionContext | None = None,
    ) -> None:
        """Turn errors into what callers may see, in place."""
        self.tell(errors, execution_context.context if execution_context else None)

    def tell(self, errors: list[GraphQLError], asked: Context | None) -> None:
        """Turn errors into what this caller may see, in place."""
        guesses = asked is None or asked.manner.suggests or tells(asked.manner, asked.caller)
        for index, error in enumerate(errors):
            shown = _shown(error)
            errors[index] = shown if guesses else without_guess(shown)

    async def execute(self, *given: Any, **named: Any) -> ExecutionResult:  # noqa: ANN401  Strawberry's own.
        """Answer one operation at once, which a subscription cannot be."""
        allowed = named.pop("allowed_operation_types", None) or frozenset(OperationType)
        named["allowed_operation_types"] = frozenset(allowed) - {OperationType.SUBSCRIPTION}
        return await super().execute(*given, **named)

    async def stream(self, *given: Any, **named: Any) -> AsyncGenerator[Any, None]:  # noqa: ANN401  Strawberry's own.
        """Answer one operation step by step, also where it is refused before it begins."""
        return _whole(await super().stream(*given, **named))


def not_chosen(error: BaseException | None) -> tuple[str, str] | None:
    """Return code and message where no operation could be chosen; None for every other error."""
    match error:
        case MissingQueryError():
            code = "malformed_request"
        case CannotGetOperationTypeError():
            code = "operation_unknown"
        case InvalidOperationTypeError(operation_type=OperationType.SUBSCRIPTION):
            code = "only_streamed"
        case InvalidOperationTypeError():
            code = "only_post"
        case _:
            return None
    return code, _NOT_CHOSEN[code]


async def _whole(results: AsyncGenerator[Any, None]) -> AsyncGenerator[Any, None]:
    """Yield the results; Strawberry lets a stream break off where an extension refuses it."""
    try:
        async with aclosing(results):
            async for result in results:
                yield result
    except GraphQLError as refusal:
        yield PreExecutionError(data=None, errors=[refusal])


def too_slow(seconds: float) -> GraphQLError:
    """Return what is told of an operation that took longer than it may."""
    return GraphQLError(
        f"This took longer than {seconds:g} seconds and was stopped; nothing of it was kept. Ask"
        " for fewer items at once (`first`), or in several operations.",
        extensions={"code": TOO_SLOW, "seconds": seconds},
    )


def _shown(error: GraphQLError) -> GraphQLError:
    original = error.original_error
    if original is None or isinstance(original, GraphQLError):
        return error if error.path or "code" in (error.extensions or {}) else _coded(error)
    if isinstance(original, HubError):
        details: dict[str, Any] = {
            "code": original.code,
            "path": [camel(part) for part in original.path],
        }
        return _again(error, original.message, details)
    if (told := not_chosen(original)) is not None:
        return _again(error, told[1], {"code": told[0]})
    incident = ids.new(ids.Prefix.EVENT)
    log.error("unexpected_error", incident=incident, exc_info=original)
    return _again(error, MASKED, {"code": "internal", "incident": incident})


def _coded(error: GraphQLError) -> GraphQLError:
    """Return what is wrong with a document or its variables, with the code of its sort."""
    code = "syntax_error" if isinstance(error, GraphQLSyntaxError) else "invalid_operation"
    return GraphQLError(
        error.message,
        error.nodes,
        source=error.source,
        positions=error.positions,
        extensions={**(error.extensions or {}), "code": code},
    )


def _again(error: GraphQLError, message: str, details: dict[str, Any]) -> GraphQLError:
    return GraphQLError(message, error.nodes, path=error.path, extensions=details)
