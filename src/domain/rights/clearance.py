"""Whether something may be used, where, until when, and why not. Pure.

All territories are judged at once: sets of them are numbers with a bit for each, so that a grant
costs a few operations wherever it reaches. What comes out is one verdict for all territories that
have everything in common.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import chain

from domain.rights import reach
from domain.rights.fence import Fence
from domain.rights.model import Effect, End, Flow, Grant, Layer, Need, Status, Window
from domain.rights.verdicts import Finding, Question, Standing, Verdict, Why

#: Standings from best to worst, by their place.
WORSE = {standing: place for place, standing in enumerate(Standing)}

#: The layer of the outer fence, which is there as soon as anything was said of sales.
FENCE = Need(Layer.SALES_TERRITORY)

#: Some territories, and how one layer stands there.
_Found = tuple[int, Finding]

#: An instant, and the territories that are cleared no more from then on.
_Loss = tuple[datetime, int]


def clear(
    needs: Collection[Need],
    grants: Sequence[Grant],
    question: Question,
    where: int = reach.ALL,
    fences: Sequence[Fence] = (),
    *,
    ends: bool = True,
) -> list[Verdict]:
    """Judge every territory of `where` (see `reach.bits`) at the instant asked for.

    `needs` are the layers the subject is known to contain; without any that the use needs,
    nothing is cleared. `grants` are all of the subject and of what it belongs to, `fences` the
    sales rights of the titles it is made from. Without `ends`, which costs as much again, no
    verdict says until when it holds.
    """
    barring = [one for one in grants if _counts_against(one) and reach.touches(one, question)]
    permits = _by_layer(one for one in grants if _may_permit(one))
    wanted = list(dict.fromkeys(need for need in needs if reach.needed(need, question.use)))
    rows: list[Sequence[_Found]] = []
    losses = _barred_later(barring, question.at) if ends else []
    if not wanted:
        rows.append([(where, Finding(None, Why.NOT_DECLARED))])
    fence = permits.get(FENCE.layer) or any(one.layer is FENCE.layer for one in barring)
    for need in (*wanted, FENCE) if fence and FENCE not in wanted else wanted:
        mine = [one for one in permits.get(need.layer, ()) if reach.about(one, need)]
        against = [one for one in barring if reach.against(one, need)]
        rows.append(_judged(need, mine, against, question, where))
        losses += _losses(mine, question) if ends else ()
    for one in fences:
        permit = [grant for grant in one.grants if _may_permit(grant)]
        shut = [grant for grant in one.grants if grant.effect is Effect.PROHIBIT]
        rows.append(_judged(one.need, permit, shut, question, where))
    rows += _astray(wanted, barring, question.at, where)
    return _together(rows, losses, where)


def _counts_against(grant: Grant) -> bool:
    """Whether a grant bars; a dispute does not lift what bars."""
    return grant.status is not Status.DRAFT and reach.bars(grant)


def _may_permit(grant: Grant) -> bool:
    return grant.flow is Flow.IN and grant.effect is Effect.PERMIT


def _by_layer(grants: Iterable[Grant]) -> dict[Layer, list[Grant]]:
    found: dict[Layer, list[Grant]] = {}
    for grant in grants:
        found.setdefault(grant.layer, []).append(grant)
    return found


def _judged(
    need: Need, permits: Sequence[Grant], against: Sequence[Grant], question: Question, where: int
) -> list[_Found]:
    """Return how a layer stands everywhere: the first reason that holds somewhere counts there."""
    buckets: dict[Why, list[tuple[int, str]]] = {}
    for one in against:
        if one.window.holds(question.at):
            buckets.setdefault(_bar(one), []).append(_touched(one))
    for one in permits:
        if reach.contains(one, question):
            buckets.setdefault(_hold(one, question.at), []).append(_whole(one))
    found: list[_Found] = []
    left = where
    for why in _ORDER:
        here = buckets.get(why)
        if here:
            for mask, ids in _divided(left, here):
                found.append((mask, Finding(need, why, ids)))
                left &= ~mask
    if left:
        known = tuple(one.id for one in permits if one.status is not Status.DRAFT)
        outside = known and need.layer is not Layer.SALES_TERRITORY
        why, ids = (Why.OUT_OF_SCOPE, known) if outside else (Why.NO_EVIDENCE, ())
        found.append((left, Finding(need, why, ids)))
    return found


#: Which reason counts where several hold: what bars, then the best there is, then the nearest.
_ORDER = (
    Why.PROHIBITED,
    Why.EXCLUSIVE_ELSEWHERE,
    Why.GRANTED,
    Why.DUTIES_OPEN,
    Why.END_UNKNOWN,
    Why.DISPUTED,
    Why.NOT_YET,
    Why.EXPIRED,
    Why.UNSIGNED,
)


def _bar(grant: Grant) -> Why:
    return Why.PROHIBITED if grant.effect is Effect.PROHIBIT else Why.EXCLUSIVE_ELSEWHERE


def _hold(grant: Grant, at: datetime) -> Why:
    """Return what a permission that contains all that is asked for comes to at `at`."""
    if grant.status is Status.DRAFT:
        return Why.UNSIGNED
    if not grant.window.holds(at):
        return Why.NOT_YET if at < grant.window.starts_at else Why.EXPIRED
    if grant.status is Status.DISPUTED:
        return Why.DISPUTED
    if grant.window.end is End.UNKNOWN:
        return Why.END_UNKNOWN
    return Why.GRANTED if all(grant.terms.duties.values()) else Why.DUTIES_OPEN


def _whole(grant: Grant) -> tuple[int, str]:
    return reach.bits(grant.scope.area.whole), grant.id


def _touched(grant: Grant) -> tuple[int, str]:
    return reach.bits(grant.scope.area.touched), grant.id


def _divided(where: int, held: Sequence[tuple[int, str]]) -> list[tuple[int, tuple[str, ...]]]:
    """Divide territories by which of the grants reach them; those that none does are left out."""
    # Which grants these are is a number with a bit for each: hundreds of them divide the world.
    classes: dict[int, int] = {0: where}
    for place, (mask, _) in enumerate(held):
        divided: dict[int, int] = {}
        for reaching, territories in classes.items():
            if inside := territories & mask:
                divided[reaching | 1 << place] = inside
            if outside := territories & ~mask:
                divided[reaching] = outside
        classes = divided
    ids = [grant_id for _, grant_id in held]
    return [(here, _of_bits(ids, reaching)) for reaching, here in classes.items() if reaching]


def _of_bits(ids: Sequence[str], reaching: int) -> tuple[str, ...]:
    return tuple([one for one, bit in zip(ids, f"{reaching:b}"[::-1], strict=False) if bit == "1"])


def _barred_later(barring: Sequence[Grant], at: datetime) -> list[_Loss]:
    """Return when and where something is barred that is not yet."""
    return [
        (one.window.starts_at, reach.bits(one.scope.area.touched))
        for one in barring
        if at < one.window.starts_at < one.window.until
    ]


def _losses(permits: Sequence[Grant], question: Question) -> list[_Loss]:
    """Return when and where a layer is granted no more, from what is granted now on."""
    good = [
        (one.window, reach.bits(one.scope.area.whole))
        for one in permits
        if reach.contains(one, question)
        and _hold(one, max(question.at, one.window.starts_at)) is Why.GRANTED
    ]
    held = _held(good, question.at)
    found: list[_Loss] = []
    ends = {window.until for window, _ in good if window.ends_at and window.until > question.at}
    for end in sorted(ends):
        still = held & _held(good, end)
        if still != held:
            found.append((end, held & ~still))
        held = still
    return found


def _held(good: Sequence[tuple[Window, int]], at: datetime) -> int:
    held = 0
    for window, mask in good:
        if window.holds(at):
            held |= mask
    return held


def _astray(
    wanted: Collection[Need], barring: Sequence[Grant], at: datetime, where: int
) -> list[list[_Found]]:
    """Return where things are barred in layers that nobody said the subject contains."""
    found = []
    for one in barring:
        known = any(reach.against(one, need) for need in (*wanted, FENCE))
        if not known and one.window.holds(at):
            here = where & reach.bits(one.scope.area.touched)
            need = Need(one.layer, one.part)
            found.append([(here, Finding(need, _bar(one), (one.id,)))])
    return found


def _together(rows: Sequence[Sequence[_Found]], losses: list[_Loss], where: int) -> list[Verdict]:
    """Put together what was found of each layer, one verdict for what is alike."""
    every = list(chain.from_iterable(rows))
    marks: list[list[int]] = [[] for _ in reach.CODES]
    for number, (mask, _) in enumerate(every):
        for place in reach.places(mask):
            marks[place].append(number)
    ends = _ends(losses, _cleared(rows, where))
    alike: dict[tuple[datetime | None, tuple[int, ...]], int] = {}
    for place in reach.places(where):
        key = (ends.get(place), tuple(marks[place]))
        alike[key] = alike.get(key, 0) | 1 << place
    return [
        _verdict(mask, [every[number][1] for number in numbers], end)
        for (end, numbers), mask in alike.items()
    ]


def _cleared(rows: Sequence[Sequence[_Found]], where: int) -> int:
    """Return where every layer is granted."""
    for row in rows:
        for mask, found in row:
            if found.standing is not Standing.CLEARED:
                where &= ~mask
    return where


def _ends(losses: list[_Loss], cleared: int) -> dict[int, datetime]:
    """Return when each territory that is cleared now is cleared no more, by its place."""
    found: dict[int, datetime] = {}
    for at, mask in sorted(losses):
        if gone := cleared & mask:
            found |= dict.fromkeys(reach.places(gone), at)
            cleared &= ~gone
    return found


def _verdict(mask: int, findings: Sequence[Finding], end: datetime | None) -> Verdict:
    standing = max((one.standing for one in findings), key=WORSE.__getitem__)
    return Verdict(reach.codes(mask), standing, tuple(findings), end)
