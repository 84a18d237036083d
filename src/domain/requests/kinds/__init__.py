"""The kinds of request: one file each, and one row here.

What a kind says of its payload is pure. Where its rules have to know more than that, whoever
looks it up is named here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from domain.errors import Invalid
from domain.people.model import Sight
from domain.requests import looking, proposals, settling, staying
from domain.requests.kinds import (
    campaign,
    commercial_audio,
    compensation,
    episode_release,
    music_licence,
    playlist,
    production,
    promotion,
    referring,
    repurpose,
    retirement,
    revision,
    rule_version,
    sponsorship,
    takedown,
    targeting,
)
from domain.requests.kinds.kind import Kind, Payload

_SPONSORSHIP = replace(
    sponsorship.KIND,
    look=lambda brief, request_id, now: looking.look(sponsorship.asked(brief), request_id, now),
    references=lambda brief, now, *, fresh, **_: looking.references(
        sponsorship.asked(brief), now, fresh=fresh
    ),
)

_RULE_VERSION = replace(
    rule_version.KIND,
    look=lambda brief, *_: proposals.look(rule_version.proposed(brief)),
    references=lambda brief, now, *, fresh, **_: proposals.references(
        rule_version.proposed(brief), now, fresh=fresh
    ),
    writers=proposals.writers,
    let_go=proposals.let_go,
)


def _referring(kind: Kind) -> Kind:
    """Return a kind whose briefs have to name in `refers` what is there."""

    async def references(
        brief: Payload, now: datetime, *, fresh: bool, sight: Sight
    ) -> Sequence[Invalid]:
        del fresh  # A brief that was revised has to fit as well.
        return await referring.references(kind, brief, now, sight)

    return replace(kind, references=references)


def _plain(kind: Kind) -> Kind:
    """Return a kind that looks up what its briefs name in `refers`, and nothing else."""
    found = replace(_referring(kind), look=lambda brief, *_: referring.look(brief))
    if kind is episode_release.KIND:
        return replace(found, fill=referring.fill)
    if kind is compensation.KIND:
        return replace(found, writers=settling.writers, fixed=settling.fixed)
    return found


_CAMPAIGN = replace(_referring(campaign.KIND), fixed=staying.fixed)

#: The kinds that are made of parts only; see `_plain`.
PLAIN: Sequence[Kind] = tuple(
    _plain(module.KIND)
    for module in (
        episode_release,
        production,
        music_licence,
        playlist,
        takedown,
        compensation,
        commercial_audio,
        promotion,
        repurpose,
        revision,
        retirement,
        targeting,
    )
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {kind.name: kind for kind in (_CAMPAIGN, _SPONSORSHIP, _RULE_VERSION, *PLAIN)}
)


def kind_named(name: str) -> Kind:
    """Return the kind `name`; `Invalid` if there is none."""
    kind = KINDS.get(name)
    if kind is None:
        raise Invalid(
            "unknown_kind", f"`{name[:40]}` is no kind of request; known are {', '.join(KINDS)}."
        )
    return kind


__all__ = ["KINDS", "PLAIN", "Kind", "kind_named"]
