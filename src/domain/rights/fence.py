"""Sales rights of titles as a fence: where what is made from a title may be used at all. Pure.

A fence permits nothing by itself. Outside of it everything is blocked; where nothing was said, or
several things at once, nobody knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from domain.catalog.works.model import Title
from domain.catalog.works.rules import name_of
from domain.rights.model import (
    Effect,
    End,
    Grant,
    Layer,
    Need,
    Origin,
    Provenance,
    Scope,
    Subject,
    SubjectKind,
    Use,
    Window,
)
from domain.territories import Area

#: What a kind of sales rights (list 46) means; of a kind that is not here nobody knows anything.
MEANS: Mapping[str, Effect] = MappingProxyType(
    {
        "01": Effect.PERMIT,
        "02": Effect.PERMIT,
        "03": Effect.PROHIBIT,
        "04": Effect.PROHIBIT,
        "05": Effect.PROHIBIT,
        "06": Effect.PROHIBIT,
    }
)

#: Sales rights have no time of their own: they are as the last message said.
_ALWAYS = Window(datetime(1900, 1, 1, tzinfo=UTC), None, End.PERPETUAL)


@dataclass(frozen=True, slots=True)
class Fence:
    """What a title's sales rights say, as permissions and prohibitions of one layer.

    The need's part names the title, whose id is `title_id`; `digest` is that of its record.
    """

    need: Need
    grants: tuple[Grant, ...]
    title_id: str
    digest: str


def fence(title: Title) -> Fence | None:
    """Return the fence of a title; None if its publisher said nothing of sales.

    Of a title that was taken back nothing is known any more.
    """
    publishing = title.product.publishing
    if publishing is None or publishing.sales is None:
        return None
    name = f"{name_of(title.product)[0]} ({title.product.isbn or title.product.reference})"
    need = Need(Layer.SALES_TERRITORY, name)
    if title.removed_at is not None:
        return Fence(need, (), title.id, title.digest)
    held: dict[Effect, set[str]] = {}
    for kind, codes in publishing.sales.kinds:
        if kind in MEANS:
            held.setdefault(MEANS[kind], set()).update(codes)
    contested = set(publishing.sales.contested)
    return Fence(
        need,
        tuple(
            _grant(title, name, effect, frozenset(codes - contested))
            for effect, codes in held.items()
        ),
        title.id,
        title.digest,
    )


def _grant(title: Title, name: str, effect: Effect, codes: frozenset[str]) -> Grant:
    return Grant(
        id=title.id,
        subject=Subject(SubjectKind.TITLE, title.id),
        layer=Layer.SALES_TERRITORY,
        effect=effect,
        scope=Scope(frozenset({Use.EVERY}), Area(codes)),
        window=_ALWAYS,
        provenance=Provenance(
            title.origin.sender, origin=Origin.ONIX, origin_ref=title.product.reference
        ),
        part=name,
    )
