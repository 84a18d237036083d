"""Where grants contradict each other, before one is signed and after. Pure.

Drafts are judged as if they were signed: that is what one looks for before signing. Windows whose
end nobody knows are taken to last where that makes the conflict, and not to where it would hide it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

from domain.rights import reach
from domain.rights.fence import Fence
from domain.rights.model import Effect, End, Exclusivity, Flow, Grant, Layer, Status


class Clash(StrEnum):
    """How grants contradict each other, worst first."""

    NO_RIGHTS_IN = "no_rights_in"
    NOT_SUBLICENSABLE = "not_sublicensable"
    NO_EXCLUSIVE_IN = "no_exclusive_in"
    EXCLUSIVES_OVERLAP = "exclusives_overlap"
    OUTSIDE_SALES_TERRITORY = "outside_sales_territory"
    HOLDBACK = "holdback"
    DUPLICATE = "duplicate"


#: What must not be signed. The others are worth knowing: the rules say who wins.
GRAVE = frozenset(
    {
        Clash.NO_RIGHTS_IN,
        Clash.NOT_SUBLICENSABLE,
        Clash.NO_EXCLUSIVE_IN,
        Clash.EXCLUSIVES_OVERLAP,
    }
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Grants that contradict each other, where, and from when until when (`FOREVER` if open).

    `title_id` is the title whose sales rights one of them leaves, where a title's are the fence.
    """

    clash: Clash
    grants: tuple[str, ...]
    territories: frozenset[str]
    starts_at: datetime
    ends_at: datetime
    title_id: str | None = None

    @property
    def grave(self) -> bool:
        """Whether it keeps a grant from being signed."""
        return self.clash in GRAVE


def conflicts(
    grants: Sequence[Grant], about: Grant | None = None, fences: Sequence[Fence] = ()
) -> list[Conflict]:
    """Return every conflict among the grants of one subject, or only those of `about`.

    `fences` are the sales rights of the titles that it is made from, each a fence for itself.
    Drafts other than `about` contradict nothing yet. The worst come first.
    """
    own_id = about.id if about else ""
    held = [one for one in grants if one.status is not Status.DRAFT and one.id != own_id]
    pairs = _pairs(held) if about is None else ((about, one) for one in held)
    found = [clash for one, two in pairs if (clash := _between(one, two))]
    for one in held if about is None else [about]:
        if one.flow is Flow.OUT:
            found += _uncovered(one, held)
        found += _outside(one, [other for other in held if other.layer is Layer.SALES_TERRITORY])
        for fence in fences:
            found += _outside(one, fence.grants, fence.title_id)
    order = {clash: place for place, clash in enumerate(Clash)}
    return sorted(found, key=lambda one: (order[one.clash], one.starts_at, one.grants))


def _pairs(held: Sequence[Grant]) -> Iterator[tuple[Grant, Grant]]:
    """Return every two grants of one layer that meet in time and in some territory."""
    layers: dict[Layer, list[Grant]] = {}
    for one in sorted(held, key=lambda one: one.window.starts_at):
        layers.setdefault(one.layer, []).append(one)
    for alike in layers.values():
        spans = [
            (one.window.starts_at, one.window.until, reach.bits(one.scope.area.touched), one)
            for one in alike
        ]
        for place, (_, end, mask, one) in enumerate(spans):
            for start, _, other_mask, other in islice(spans, place + 1, None):
                if start >= end:
                    break  # So do all that follow.
                if mask & other_mask:
                    yield one, other


def _between(first: Grant, second: Grant) -> Conflict | None:
    """Return what two grants that meet have against each other."""
    start = max(first.window.starts_at, second.window.starts_at)
    end = min(first.window.until, second.window.until)
    clash = _clash(first, second)
    if clash is None or start >= end or not reach.overlap(first, second):
        return None
    where = first.scope.area.touched & second.scope.area.touched
    if not where:
        return None
    return Conflict(clash, tuple(sorted((first.id, second.id))), where, start, end)


def _clash(first: Grant, second: Grant) -> Clash | None:
    if first.effect is not second.effect:
        return Clash.HOLDBACK
    if first.effect is Effect.PROHIBIT or first.flow is not second.flow:
        return None
    alone = {first.terms.exclusivity, second.terms.exclusivity} - {Exclusivity.NON_EXCLUSIVE}
    if alone and first.provenance.grantee != second.provenance.grantee:
        return Clash.EXCLUSIVES_OVERLAP
    return Clash.DUPLICATE if _alike(first, second) else None


def _alike(first: Grant, second: Grant) -> bool:
    """Whether two permissions say the same but for their paper."""
    return (
        first.provenance.grantee == second.provenance.grantee
        and first.part == second.part
        and first.window == second.window
        and first.terms == second.terms
        and (first.scope.uses, first.scope.area, first.scope.languages, first.scope.channels)
        == (second.scope.uses, second.scope.area, second.scope.languages, second.scope.channels)
    )


def _uncovered(out: Grant, held: Iterable[Grant]) -> list[Conflict]:
    """Return where rights are let go that do not come in, or not on such terms.

    For each use the rights that come in have to contain part, languages and channels, one grant
    alone; territories and time may be put together from several.
    """
    incoming = [
        one
        for one in held
        if one.flow is Flow.IN
        and one.effect is Effect.PERMIT
        and one.status is Status.SIGNED
        and one.window.end is not End.UNKNOWN
    ]
    found: dict[Clash, Conflict] = {}
    for use in sorted(out.scope.uses):
        inside = [one for one in incoming if reach.within(out, one, use)]
        passed = [one for one in inside if one.terms.sublicensable]
        alone = [one for one in passed if one.terms.exclusivity is Exclusivity.EXCLUSIVE]
        exclusive = out.terms.exclusivity is not Exclusivity.NON_EXCLUSIVE
        for clash, enough in (
            (Clash.NO_RIGHTS_IN, inside),
            (Clash.NOT_SUBLICENSABLE, passed),
            (Clash.NO_EXCLUSIVE_IN, alone if exclusive else passed),
        ):
            gap = _gap(out, enough)
            if gap:
                # The others follow from it.
                found.setdefault(clash, Conflict(clash, (out.id,), *gap))
                break
    return list(found.values())


def _gap(out: Grant, incoming: Sequence[Grant]) -> tuple[frozenset[str], datetime, datetime] | None:
    """Return the first stretch in which `incoming` do not hold all that `out` lets go."""
    wanted = reach.bits(out.scope.area.touched)
    start, end = out.window.starts_at, out.window.until
    bounds = {one.window.starts_at for one in incoming} | {one.window.until for one in incoming}
    starts = [start, *sorted(at for at in bounds if start < at < end)]
    for at, following in zip(starts, [*starts[1:], end], strict=True):
        missing = wanted
        for one in incoming:
            if one.window.holds(at):
                missing &= ~reach.bits(one.scope.area.whole)
        if missing:
            return reach.codes(missing), at, following
    return None


def _outside(grant: Grant, fence: Sequence[Grant], title_id: str | None = None) -> list[Conflict]:
    """Return where a permission reaches beyond a fence of sales rights, if there is one.

    A title's fence is one even where nothing is known of its sales any more.
    """
    fenced = grant.layer is not Layer.SALES_TERRITORY and grant.effect is Effect.PERMIT
    if not fenced or not (fence or title_id):
        return []
    inside: frozenset[str] = frozenset().union(
        *(one.scope.area.whole for one in fence if one.effect is Effect.PERMIT)
    )
    shut: frozenset[str] = frozenset().union(
        *(one.scope.area.touched for one in fence if one.effect is Effect.PROHIBIT)
    )
    beyond = grant.scope.area.touched - (inside - shut)
    if not beyond:
        return []
    start, end = grant.window.starts_at, grant.window.until
    return [Conflict(Clash.OUTSIDE_SALES_TERRITORY, (grant.id,), beyond, start, end, title_id)]
