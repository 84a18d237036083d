"""Judging what is said by a published schema, without judging the schema again each time."""

from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match


def wrong(found: object, schema: dict[str, Any]) -> ValidationError | None:
    """Return what tells most about why `found` is not as `schema` says; None if it is."""
    error = best_match(Draft202012Validator(schema).iter_errors(found))
    assert error is None or isinstance(error, ValidationError)
    return error
