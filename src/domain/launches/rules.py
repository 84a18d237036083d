"""Which title leads a launch, when its milestones are, and what becomes of a field. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain.catalog.works import rules as works
from domain.catalog.works.model import Product, Title
from domain.launches.model import BriefState, Milestone, Policy
from domain.requests.rules import OVER
from domain.text import folded

#: Titles that do not come, or are taken back: cancelled, postponed for no one knows how long,
#: withdrawn, recalled (list 64).
NOT_COMING = frozenset({"01", "03", "11", "12", "15", "16", "17"})

#: Roles of days (list 163): on sale not before, announced to everybody, orders not before.
_SALES_EMBARGO, _ANNOUNCED, _PRE_ORDER = "02", "09", "27"

#: What forms begin with (list 150), as the table calls them.
_FORMATS = {"A": "audio", "B": "print", "E": "ebook"}


def lead(titles: Sequence[Title]) -> Title | None:
    """Return the title that a work is launched by, of those that come; None if none does."""
    there = {one.id: one for one in titles if comes(one)}
    found = works.leader(
        (one.id, _form(one.product), one.product.reference) for one in there.values()
    )
    return there[found] if found else None


def comes(title: Title) -> bool:
    """Whether a title comes, or is there already."""
    published = title.product.publishing
    status = published.status if published else None
    return title.removed_at is None and status not in NOT_COMING


def policy_for(policies: Iterable[Policy], title: Title) -> Policy | None:
    """Return the policy of a title: one of its imprint first, then of its sender, then of any."""
    imprint, sender = folded(imprint_of(title.product)), title.origin.sender
    fitting = [
        one
        for one in policies
        if (not one.imprint or folded(one.imprint) == imprint)
        and (not one.sender or one.sender == sender)
    ]
    ranked = sorted(fitting, key=lambda one: (not one.imprint, not one.sender, one.id))
    return ranked[0] if ranked else None


def milestones(product: Product, policy: Policy) -> Mapping[Milestone, date]:
    """Return the days of a title that are known; nothing is sold before its embargo ends."""
    out = works.published_on(product)
    embargo = _day(product, _SALES_EMBARGO)
    if out is None:
        return {}
    sold = max(out, embargo) if embargo else out
    found = {Milestone.PUBLICATION: sold}
    ordered = _day(product, _PRE_ORDER)
    if ordered is None and policy.pre_order_days is not None:
        ordered = sold - timedelta(days=policy.pre_order_days)
    if ordered is not None and ordered < sold:
        found[Milestone.PRE_ORDER] = ordered
    if policy.backlist_days is not None:
        found[Milestone.BACKLIST] = sold + timedelta(days=policy.backlist_days)
    return found


def announced_on(product: Product) -> date | None:
    """Return the day before which nobody outside may hear of a title; None where none is told."""
    return _day(product, _ANNOUNCED)


def facts(product: Product, milestone: Milestone) -> Mapping[str, str]:
    """Return what the table judges; what is not told is an empty text."""
    return {
        "milestone": milestone.value,
        "format": _FORMATS.get(_form(product)[:1], "other"),
        "imprint": imprint_of(product),
        "language": works.language_of(product) or "",
    }


def imprint_of(product: Product) -> str:
    """Return the imprint of a title, or its publisher; empty where neither is told."""
    published = product.publishing
    return (published.imprint or published.publisher or "") if published else ""


def standing(kept: BriefState, asked: str | None) -> BriefState:
    """Return where a brief stands; `asked` is the state of the request it was submitted as.

    One whose request is over may be worked on and asked for again, until a no is taken back.
    """
    if kept is BriefState.DROPPED or asked is None:
        return kept
    return BriefState.DRAFT if asked in OVER else BriefState.SUBMITTED


@dataclass(frozen=True, slots=True)
class Merged:
    """The values of a brief after the plan changed.

    `moved` are fields that follow the plan, `left` are those that are somebody's own: each with
    what the plan wrote before and writes now.
    """

    values: Mapping[str, Any]
    moved: Mapping[str, tuple[Any, Any]]
    left: Mapping[str, tuple[Any, Any]]


def merged(
    values: Mapping[str, Any], written: Mapping[str, Any], wanted: Mapping[str, Any]
) -> Merged:
    """Bring what the plan wants now into a brief, field by field, but for what people edited.

    `written` is what the plan wrote last. Where it wants the same as then, nothing is said.
    """
    after = dict(values)
    moved: dict[str, tuple[Any, Any]] = {}
    left: dict[str, tuple[Any, Any]] = {}
    for name in sorted(written.keys() | wanted.keys()):
        was, now, stands = written.get(name), wanted.get(name), values.get(name)
        if now in (was, stands):
            continue
        if stands != was:
            left[name] = (was, now)
            continue
        moved[name] = (was, now)
        if now is None:
            del after[name]
        else:
            after[name] = now
    return Merged(after, moved, left)


def _form(product: Product) -> str:
    return product.descriptive.form if product.descriptive else ""


def _day(product: Product, role: str) -> date | None:
    days = product.publishing.dates if product.publishing else ()
    return next((day.last for day in days if day.role == role and day.last), None)
