"""Which parts of a request are read for a page, by the fields that an operation asks for."""

from functools import lru_cache

from domain.requests.projection import Projection

NAMES = frozenset({"requesterName", "brandName", "agencyName"})

#: The fields that are shown without looking at what was asked for; every other one reads that.
WITHOUT_PAYLOAD = NAMES | {
    "__typename",
    "id",
    "number",
    "kind",
    "title",
    "state",
    "revision",
    "markets",
    "note",
    "trouble",
    "createdAt",
    "updatedAt",
    "stages",
    "decisions",
    "conditions",
    "readiness",
    "placements",
}


#: The fields of a decision that are shown without looking at what was judged.
WITHOUT_JUDGEMENT = frozenset({"__typename", "revision", "table", "version", "outcome"})


@lru_cache
def projection(asked: frozenset[str], of_decisions: frozenset[str]) -> Projection:
    """Return what is read of each request of a page where these fields are asked for.

    `of_decisions` are those that are asked for of its decisions.
    """
    return Projection(
        payload=not asked <= WITHOUT_PAYLOAD,
        names=not asked.isdisjoint(NAMES),
        stages="stages" in asked,
        decisions="decisions" in asked,
        judgements=not of_decisions <= WITHOUT_JUDGEMENT,
    )
