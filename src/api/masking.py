"""What callers are told of errors, and what stays in the log.

Domain errors are shown with their code. Syntax and validation errors are the caller's own and
are shown as they are. Anything else is ours: it is logged once with its traceback and shown as
an id to ask about.
"""

from copy import copy
from typing import Any

import strawberry
import structlog
from graphql import GraphQLError
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.execution import ExecutionContext

from api.context import Context
from api.errors import camel
from api.plan.executor import PlanExecutor
from api.profiles import tells, without_guess
from domain import ids
from domain.errors import HubError

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
