"""How far grants reach. Pure.

One thought runs through it: a permission counts where it contains all that is asked for, a
prohibition wherever it touches any of it. So what is not known is never read as a yes.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from types import MappingProxyType

from domain import language_tags
from domain.rights import channels
from domain.rights.model import PARENT, Effect, Exclusivity, Flow, Grant, Need, Use
from domain.rights.verdicts import Question
from domain.territories import TERRITORIES


def _ancestors(use: Use) -> frozenset[Use]:
    found = {use}
    while use in PARENT:
        use = PARENT[use]
        found.add(use)
    return frozenset(found)


#: Each use with all that contain it; and with all that contain it or are contained in it.
ABOVE: Mapping[Use, frozenset[Use]] = MappingProxyType({use: _ancestors(use) for use in Use})
RELATED: Mapping[Use, frozenset[Use]] = MappingProxyType(
    {use: ABOVE[use] | {below for below in Use if use in ABOVE[below]} for use in Use}
)

#: The place of each territory among the bits of a set that is kept as a number, and backwards.
CODES = tuple(sorted(TERRITORIES))
_BITS = {code: 1 << place for place, code in enumerate(CODES)}
ALL = (1 << len(CODES)) - 1


@lru_cache(maxsize=4_096)
def bits(territories: frozenset[str]) -> int:
    """Return a set of territories as a number, a bit for each."""
    return sum(_BITS[code] for code in territories)


def places(mask: int) -> list[int]:
    """Return the places of the bits of a number, lowest first."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def codes(mask: int) -> frozenset[str]:
    """Return the territories of a number."""
    return frozenset(CODES[place] for place in places(mask))


def needed(need: Need, use: Use) -> bool:
    """Whether `use` needs that layer."""
    return not need.uses or not need.uses.isdisjoint(RELATED[use])


def about(grant: Grant, need: Need) -> bool:
    """Whether a permission is one for the layer and part of `need`."""
    return grant.layer is need.layer and grant.part in ("", need.part)


def bars(grant: Grant) -> bool:
    """Whether a grant keeps us from using it: a prohibition, or exclusive rights of others."""
    if grant.effect is Effect.PROHIBIT:
        return True
    return grant.flow is Flow.OUT and grant.terms.exclusivity is Exclusivity.EXCLUSIVE


def against(grant: Grant, need: Need) -> bool:
    """Whether what bars has to do with the layer and part of `need`."""
    return grant.layer is need.layer and (not need.part or grant.part in ("", need.part))


def contains(grant: Grant, question: Question) -> bool:
    """Whether a permission contains the use, language and channel asked for."""
    scope = grant.scope
    return (
        not scope.uses.isdisjoint(ABOVE[question.use])
        and (not scope.languages or _spoken_in(question.language, scope.languages))
        and (not scope.channels or question.channel in scope.channels)
    )


def touches(grant: Grant, question: Question) -> bool:
    """Whether what bars has to do with the use, language and channel asked for."""
    scope, language = grant.scope, question.language
    return (
        not scope.uses.isdisjoint(RELATED[question.use])
        and (not scope.languages or language is None or _shared({language}, scope.languages))
        and (
            not scope.channels
            or question.channel is None
            or channels.leads(question.channel, scope.channels)
        )
    )


def overlap(first: Grant, second: Grant) -> bool:
    """Whether two grants meet in layer, part, use, language and channel."""
    one, other = first.scope, second.scope
    return (
        first.layer is second.layer
        and (first.part == second.part or not first.part or not second.part)
        and not _all_related(one.uses).isdisjoint(other.uses)
        and (not one.languages or not other.languages or _shared(one.languages, other.languages))
        and (not one.channels or not other.channels or _joined(one.channels, other.channels))
    )


@lru_cache(maxsize=1_024)
def _all_related(uses: frozenset[Use]) -> frozenset[Use]:
    return frozenset().union(*(RELATED[use] for use in uses))


def within(grant: Grant, other: Grant, use: Use) -> bool:
    """Whether `other` contains part, languages and channels of `grant`, for one of its uses."""
    one, outer = grant.scope, other.scope
    return (
        grant.layer is other.layer
        and other.part in ("", grant.part)
        and not outer.uses.isdisjoint(ABOVE[use])
        and (
            not outer.languages
            or (
                bool(one.languages)
                and all(_spoken_in(language, outer.languages) for language in one.languages)
            )
        )
        and (not outer.channels or (bool(one.channels) and one.channels <= outer.channels))
    )


def _spoken_in(language: str | None, held: Collection[str]) -> bool:
    """Whether a language is one of `held`, or one as it is spoken somewhere (`de-AT` of `de`)."""
    return language is not None and any(language_tags.contains(one, language) for one in held)


def _shared(first: Collection[str], second: Collection[str]) -> bool:
    """Whether a language of the one side may be, or contain, one of the other."""
    return any(language_tags.touches(one, other) for one in first for other in second)


def _joined(first: Collection[str], second: Collection[str]) -> bool:
    """Whether a channel of the one side is, or leads to, one of the other."""
    return any(channels.leads(one, second) for one in first) or any(
        channels.leads(one, first) for one in second
    )
