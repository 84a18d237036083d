"""Judging what is said by a published schema, without judging the schema again each time."""

from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.exceptions import best_match
from openapi_core.templating.paths.datatypes import PathOperationServer
from openapi_core.templating.paths.finders import BasePathFinder
from openapi_core.validation.schemas.factories import SchemaValidatorsFactory

#: The loader of libyaml, where it is there, reads a document of Spotify's four times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_made_anew, _look = SchemaValidatorsFactory.get_format_checker, BasePathFinder.find

#: Which operation of which document was last found for a method and an address.
_found: dict[tuple[type, int, str | None], tuple[str, str, PathOperationServer]] = {}


def _checker(factory: SchemaValidatorsFactory, *own: Any) -> FormatChecker:
    """Return who checks formats: a copy only where somebody adds a check of their own.

    openapi-core copies it for every schema that it judges by, a seventh of what judging takes.
    """
    return _made_anew(factory, *own) if any(own) else factory.format_checker


def _find(finder: BasePathFinder, method: str, name: str) -> PathOperationServer:
    """Return the operation that is asked for; an answer is judged by that of its question.

    openapi-core goes through all addresses of a document for each of both.
    """
    key = (type(finder), id(finder.spec.accessor), finder.base_url)
    *asked, found = _found.get(key, ("", "", None))
    if found is None or asked != [method, name]:
        found = _look(finder, method, name)
        _found[key] = (method, name, found)
    return found


SchemaValidatorsFactory.get_format_checker = _checker  # type: ignore[method-assign, assignment]
BasePathFinder.find = _find  # type: ignore[method-assign, assignment]


def published(path: Path) -> dict[str, Any]:
    """Return what a published document says."""
    found: dict[str, Any] = yaml.load(path.read_text(), _LOADER)
    return found


def wrong(found: object, schema: dict[str, Any]) -> ValidationError | None:
    """Return what tells most about why `found` is not as `schema` says; None if it is."""
    error = best_match(Draft202012Validator(schema).iter_errors(found))
    assert error is None or isinstance(error, ValidationError)
    return error
