"""What is said of a document before it runs: once for each, whoever asks it.

Cheap judgements come first, and each sees only what those before it passed: the text's outline,
what it is spread out, and then the rules of GraphQL.
"""

from functools import lru_cache

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    parse,
    specified_rules,
    validate,
)
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from api.operations.characters import LiteralsRule
from api.operations.document_keys import Same
from api.operations.lengths import refusals
from api.operations.outline import TOKENS_MAX, require_bounded

#: How many documents are kept parsed and judged.
KEPT = 500

#: The most errors that are told of one document: guessing what was meant takes its time.
ERRORS_MAX = 10

_RULES = (
    *specified_rules,
    LiteralsRule,
    MaybeNullValidationRule,
    OneOfInputValidationRule,
)


@lru_cache(KEPT)
def parsed(text: str) -> DocumentNode:
    """Return the document of a text; raises `GraphQLError` for what is none, or too much."""
    require_bounded(text)
    return parse(text, max_tokens=TOKENS_MAX)


@lru_cache(KEPT)
def judged(schema: GraphQLSchema, same: Same) -> tuple[GraphQLError, ...]:
    """Return what is wrong with a document."""
    document = same.document
    found = refusals(document) or validate(schema, document, _RULES, max_errors=ERRORS_MAX)
    return tuple(found)


def wrong_in(schema: GraphQLSchema, text: str) -> list[str]:
    """Return what would be refused of a document, in the words a caller would be told."""
    try:
        document = parsed(text)
    except GraphQLError as error:
        return [error.message]
    return [error.message for error in judged(schema, Same(document))]
