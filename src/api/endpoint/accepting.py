"""In which form a caller wants its answer, by `Accept`.

Source: RFC 9110, 12.5.1; GraphQL over HTTP, working draft of 2025.
"""

from collections.abc import Mapping
from functools import lru_cache

RESPONSE_TYPE = "application/graphql-response+json"
JSON_TYPE = "application/json"
EVENT_TYPE = "text/event-stream"


@lru_cache(64)
def accepted(said: str) -> str | None:
    """Return the type to answer in; None if there is none that the caller would take.

    Without a word it is JSON. Events, and GraphQL's own type, have to be named: `*/*` is what
    programs say that know of neither.
    """
    weights = _weights(said) or {"*/*": 1.0}
    if weights.get(EVENT_TYPE, 0.0) > 0:
        return EVENT_TYPE
    own, plain = _weight(weights, RESPONSE_TYPE), _weight(weights, JSON_TYPE)
    if own > 0 and (plain == 0 or (RESPONSE_TYPE in weights and own >= plain)):
        return RESPONSE_TYPE
    return JSON_TYPE if plain > 0 else None


def _weight(weights: Mapping[str, float], kind: str) -> float:
    """Return how much a type is wanted, by the closest of what was said; 0 for not at all."""
    ranges = (kind, f"{kind.partition('/')[0]}/*", "*/*")
    return next((weights[one] for one in ranges if one in weights), 0.0)


def _weights(said: str) -> dict[str, float]:
    """Return how much each range of types is wanted, from 0 to 1."""
    found: dict[str, float] = {}
    for part in filter(str.strip, said.lower().split(",")):
        kind, *beside = (one.strip() for one in part.split(";"))
        weight = next((_number(one[2:]) for one in beside if one.startswith("q=")), 1.0)
        found[kind] = max(weight, found.get(kind, 0.0))
    return found


def _number(said: str) -> float:
    """Return a weight; what is none counts as none given."""
    try:
        found = float(said)
    except ValueError:
        return 1.0
    return found if 0 <= found <= 1 else 1.0
