"""What every operation passes through, in order."""

from collections.abc import Callable, Iterator

from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from api.callers.documents import KnownDocuments, OneOperation
from api.callers.profiles import SchemaTold
from api.context import Context
from api.operations import judging
from api.operations.characters import VariablesCheck
from api.operations.document_keys import Same
from api.operations.spending import Charge, Turnstile
from domain.database.lists import lists_for


class JudgedOnce(SchemaExtension):
    """Takes the document, and what is wrong with it, from where both are kept."""

    def on_parse(self) -> Iterator[None]:
        """Find the document; `GraphQLError` if there is none."""
        context = self.execution_context
        context.graphql_document = judging.parsed(context.query or "")
        yield

    def on_validate(self) -> Iterator[None]:
        """Find what is wrong with it; what is kept is told anew."""
        context = self.execution_context
        assert context.graphql_document is not None  # noqa: S101  It was found just now.
        schema = context.schema._schema  # noqa: SLF001  Strawberry's name for graphql-core's.
        context.pre_execution_errors = list(judging.judged(schema, Same(context.graphql_document)))
        yield


class ListsElsewhere(SchemaExtension):
    """Lets the lists of queries come from the copy of the database, if there is one."""

    def on_execute(self) -> Iterator[None]:
        """Let them, while a query runs: what a mutation or a subscription shows must be new."""
        operation = self.execution_context
        context: Context | None = operation.context
        if context is None or operation.operation_type is not OperationType.QUERY:
            yield
            return
        with lists_for(context.user_id):
            yield


def extensions() -> list[Callable[[], SchemaExtension]]:
    """Return makers of the extensions."""
    # Hooks of one kind run in this order: who has nothing left is turned away before anything is
    # read, and what is valid is measured when all others have passed it.
    return [
        KnownDocuments,
        Turnstile,
        JudgedOnce,
        SchemaTold,
        OneOperation,
        VariablesCheck,
        Charge,
        ListsElsewhere,
    ]
