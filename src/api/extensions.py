"""What every operation passes through, in order."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache

from graphql import ASTValidationRule, GraphQLError, GraphQLSchema, validate
from strawberry.extensions import (
    AddValidationRules,
    MaxTokensLimiter,
    ParserCache,
    SchemaExtension,
)

from api.characters import LiteralsRule, VariablesCheck
from api.costing import CostLimit
from api.documents import KnownDocuments
from api.limits import TOKENS_MAX, LimitsRule
from api.profiles import SchemaTold
from api.same import Same

#: How many documents are kept parsed and validated.
CACHE_SIZE = 500

#: What is asked of a document beside what the standard asks.
RULES = (LimitsRule, LiteralsRule)


class ParsedOnce(ParserCache):
    """Strawberry's cache, which otherwise lets a syntax error past the place that reports it."""

    def on_parse(self) -> Iterator[None]:
        """Take the document from the cache; what cannot be parsed is parsed again, and reported."""
        context = self.execution_context
        with suppress(GraphQLError):
            context.graphql_document = self.cached_parse_document(
                context.query, **context.parse_options
            )
        yield


class ValidatedOnce(SchemaExtension):
    """Keeps what is wrong with a document, which Strawberry's own cache finds by all it holds."""

    def on_validate(self) -> Iterator[None]:
        """Take what is wrong with the document from the cache; errors are told anew."""
        context = self.execution_context
        if context.graphql_document is not None:
            schema = context.schema._schema  # noqa: SLF001  Strawberry's name for graphql-core's.
            document = Same(context.graphql_document)
            context.pre_execution_errors = [*wrong_with(schema, document, context.validation_rules)]
        yield


@lru_cache(maxsize=CACHE_SIZE)
def wrong_with(
    schema: GraphQLSchema, same: Same, rules: tuple[type[ASTValidationRule], ...]
) -> tuple[GraphQLError, ...]:
    """Return what the rules find in a document."""
    return tuple(validate(schema, same.document, rules))


def extensions() -> list[Callable[[], SchemaExtension]]:
    """Return makers of the extensions; the rule is one class for all requests, so caches hit."""
    return [
        KnownDocuments,
        lambda: AddValidationRules([*RULES]),
        lambda: MaxTokensLimiter(TOKENS_MAX),
        lambda: ParsedOnce(CACHE_SIZE),
        ValidatedOnce,
        SchemaTold,
        VariablesCheck,
        CostLimit,
    ]
