"""What every operation passes through, in order."""

from collections.abc import Callable, Iterator
from contextlib import suppress

from graphql import GraphQLError
from strawberry.extensions import (
    AddValidationRules,
    MaxTokensLimiter,
    ParserCache,
    SchemaExtension,
    ValidationCache,
)

from api.characters import LiteralsRule, VariablesCheck
from api.cost import CostLimit
from api.documents import KnownDocuments, OneOperation
from api.limits import TOKENS_MAX, LimitsRule
from api.profiles import SchemaTold

#: How many documents are kept parsed and validated.
CACHE_SIZE = 500


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


class ValidatedOnce(ValidationCache):
    """Strawberry's cache, which otherwise hands out the list it keeps: errors are told anew."""

    def on_validate(self) -> Iterator[None]:
        """Take what is wrong with the document from the cache."""
        context = self.execution_context
        found = self.cached_validate_document(
            context.schema._schema,  # noqa: SLF001  Strawberry's name for graphql-core's.
            context.graphql_document,
            context.validation_rules,
        )
        context.pre_execution_errors = list(found)
        yield


def extensions() -> list[Callable[[], SchemaExtension]]:
    """Return makers of the extensions; the rule is one class for all requests, so caches hit."""
    return [
        KnownDocuments,
        lambda: AddValidationRules([LimitsRule, LiteralsRule]),
        lambda: MaxTokensLimiter(TOKENS_MAX),
        lambda: ParsedOnce(CACHE_SIZE),
        lambda: ValidatedOnce(CACHE_SIZE),
        SchemaTold,
        OneOperation,
        VariablesCheck,
        CostLimit,
    ]
