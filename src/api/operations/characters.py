"""Every text of an operation is looked at before anything runs, wherever in it it stands.

So no resolver, rule or statement ever meets a character that cannot be kept.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import GraphQLError, StringValueNode, ValidationRule
from strawberry.extensions import SchemaExtension

from api.operations.variables import refusal
from domain import text
from domain.errors import Invalid


class LiteralsRule(ValidationRule):
    """Refuses literals that hold what is no text."""

    def enter_string_value(self, node: StringValueNode, *_: Any) -> None:  # noqa: ANN401  The visitor's own.
        """Look at one literal."""
        if problem := text.storable(node.value):
            self.report_error(GraphQLError(problem.message, [node], original_error=problem))


class VariablesCheck(SchemaExtension):
    """Refuses variables that hold too much, or what is no text; the latter with its path."""

    def on_validate(self) -> Iterator[None]:
        """Look at the variables."""
        context = self.execution_context
        if excess := refusal(context.variables or {}):
            context.pre_execution_errors = [excess]
        elif problem := unkept(context.variables or {}):
            found = GraphQLError(problem.message, original_error=problem)
            context.pre_execution_errors = [*(context.pre_execution_errors or ()), found]
        yield


def unkept(variables: Mapping[str, object]) -> Invalid | None:
    """Return what is wrong with the first of the variables' texts that is none; None if all are."""
    found = (text.storable(value, path) for value, path in text.strings(variables))
    return next((problem for problem in found if problem), None)
