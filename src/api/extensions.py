"""What every operation passes through, in order."""

from collections.abc import Callable

from strawberry.extensions import (
    AddValidationRules,
    MaxTokensLimiter,
    ParserCache,
    SchemaExtension,
    ValidationCache,
)

from api.limits import TOKENS_MAX, LimitsRule

#: How many documents are kept parsed and validated.
CACHE_SIZE = 500


def extensions() -> list[Callable[[], SchemaExtension]]:
    """Return makers of the extensions; the rule is one class for all requests, so caches hit."""
    return [
        lambda: AddValidationRules([LimitsRule]),
        lambda: MaxTokensLimiter(TOKENS_MAX),
        lambda: ParserCache(CACHE_SIZE),
        lambda: ValidationCache(CACHE_SIZE),
    ]
