"""What callers are told of errors, and what stays in the log.

Domain errors are shown with their code. Syntax and validation errors are the caller's own and
are shown as they are. Anything else is ours: it is logged once with its traceback and shown as
an id to ask about.
"""

from typing import Any

import strawberry
import structlog
from graphql import GraphQLError
from strawberry.extensions.runner import SchemaExtensionsRunner
from strawberry.types.execution import ExecutionContext, PreExecutionError

from api.errors import camel
from api.profiles import tells, without_guess
from domain import ids
from domain.database.deadline import within
from domain.errors import HubError

#: The code of what takes too long.
TOO_SLOW = "too_slow"

MASKED = "Something went wrong on our side; it is in our log under the id given here."

log = structlog.get_logger()


class HubSchema(strawberry.Schema):
    """The schema with its own way of telling errors."""

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
            raise _too_slow(seconds) from None

    def process_errors(
        self,
        errors: list[GraphQLError],
        execution_context: ExecutionContext | None = None,
    ) -> None:
        """Turn errors into what callers may see, in place."""
        asked = execution_context.context if execution_context else None
        guesses = asked is None or asked.manner.suggests or tells(asked.manner, asked.caller)
        for index, error in enumerate(errors):
            shown = _shown(error)
            errors[index] = shown if guesses else without_guess(shown)


def _too_slow(seconds: float) -> GraphQLError:
    return GraphQLError(
        f"This took longer than {seconds:g} seconds and was stopped; nothing of it was kept. Ask"
        " for fewer items at once (`first`), or in several operations.",
        extensions={"code": TOO_SLOW, "seconds": seconds},
    )


def _shown(error: GraphQLError) -> GraphQLError:
    original = error.original_error
    if original is None or isinstance(original, GraphQLError):
        return error
    if isinstance(original, HubError):
        details: dict[str, Any] = {
            "code": original.code,
            "path": [camel(part) for part in original.path],
        }
        return _again(error, original.message, details)
    incident = ids.new(ids.Prefix.EVENT)
    log.error("unexpected_error", incident=incident, exc_info=original)
    return _again(error, MASKED, {"code": "internal", "incident": incident})


def _again(error: GraphQLError, message: str, details: dict[str, Any]) -> GraphQLError:
    return GraphQLError(message, error.nodes, path=error.path, extensions=details)
