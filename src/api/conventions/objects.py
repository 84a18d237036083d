"""What is given as an object of JSON, where the schema can only say that it is JSON."""

from collections.abc import Mapping
from typing import Any

from domain.errors import Invalid


def values_of(given: object) -> Mapping[str, Any]:
    """Return values by the name of their field, as `values` gives them; `Invalid` if it is none."""
    if not isinstance(given, Mapping):
        said = "Give an object: values by the name of the field."
        raise Invalid("no_object", said, ("values",))
    return given
