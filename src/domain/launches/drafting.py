"""Drafts of requests out of a title, a policy and what the table says; and their fields. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from domain import text
from domain.catalog.works.model import Title
from domain.catalog.works.rules import name_of
from domain.errors import Invalid
from domain.launches.model import Material, Milestone, Policy, key_of
from domain.launches.rules import announced_on
from domain.requests.kinds import kind_named
from domain.requests.kinds.kind import joined, problem_of

#: The kinds of request that are drafted.
CAMPAIGN, PLAYLIST, PROMOTION = "campaign", "playlist", "promotion"
KINDS = (CAMPAIGN, PLAYLIST, PROMOTION)

#: What milestones are called in the names of drafts, which are data and not translated.
_CALLED = {
    Milestone.PRE_ORDER: "pre-order",
    Milestone.PUBLICATION: "publication",
    Milestone.BACKLIST: "backlist",
}

#: The longest name, and the longest line of an ad that is a title's.
_NAME_MAX, _TAGLINE_MAX = 150, 40


@dataclass(frozen=True, slots=True)
class Draft:
    """What the plan wants a brief to hold; `first` is the first day of what it is about."""

    milestone: Milestone
    kind: str
    first: date
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Made:
    """What a draft is made from."""

    title: Title
    policy: Policy
    material: Material
    milestone: Milestone
    row: Mapping[str, Any]
    first: date

    @property
    def last(self) -> date:
        """The day after the last one."""
        return self.first + timedelta(days=max(1, int(self.row["days"])))

    def named(self) -> dict[str, Any]:
        """Return what every brief holds."""
        name = f"{name_of(self.title.product)[0]}: {_CALLED[self.milestone]}"
        return {
            "name": _line(name, _NAME_MAX),
            "brand_id": self.policy.brand_id,
            "markets": list(self.policy.markets),
        }


def drafts(
    title: Title,
    policy: Policy,
    material: Material,
    days: Mapping[Milestone, date],
    rows: Mapping[Milestone, Sequence[Mapping[str, Any]]],
) -> Mapping[str, Draft]:
    """Return what is wanted by key; of rows for the same kind the first counts.

    Nothing begins before the day on which a title is announced.
    """
    announced = announced_on(title.product)
    found: dict[str, Draft] = {}
    for milestone, told in rows.items():
        for row in told:
            kind = str(row["brief"])
            key = key_of(milestone, kind)
            if kind not in KINDS or key in found:
                continue
            first = days[milestone] + timedelta(days=int(row["starts"]))
            first = max(first, announced) if announced else first
            made = _Made(title, policy, material, milestone, row, first)
            values = normal(kind, _MAKERS[kind](made))
            found[key] = Draft(milestone, kind, first, values)
    return found


def normal(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields of a brief as they are kept; None and what is empty are left out.

    Raises `Invalid` with every field that the kind does not have, or whose value is none of its.
    """
    problems = [p for said, path in text.strings(given) if (p := text.honest(said, path))]
    after: dict[str, Any] = {}
    for name, value in given.items():
        if name not in kind_named(kind).payload.model_fields or name == "agency_id":
            said = f"A {kind} has no field `{name[:40]}`."
            problems.append(Invalid("no_such_field", said, (name,)))
        elif value is not None and value not in ("", []):
            try:
                adapter = _adapter(kind, name)
                after[name] = adapter.dump_python(adapter.validate_python(value), mode="json")
            except ValidationError as error:
                found = (problem_of(dict(one)) for one in error.errors(include_url=False))
                problems += [Invalid(one.code, one.message, (name, *one.path)) for one in found]
    if problems:
        raise joined(problems)
    return after


@lru_cache
def _adapter(kind: str, name: str) -> TypeAdapter[Any]:
    return TypeAdapter(kind_named(kind).payload.model_fields[name].rebuild_annotation())


def _campaign(made: _Made) -> dict[str, Any]:
    policy, row, title = made.policy, made.row, name_of(made.title.product)[0]
    tagline = _line(title, _TAGLINE_MAX)
    return {
        **made.named(),
        "objective": row["objective"],
        "audience": {"age_from": int(row["age_from"]), "age_to": int(row["age_to"])},
        "starts_at": datetime.combine(made.first, time.min, UTC),
        "ends_at": datetime.combine(made.last, time.min, UTC),
        "advertiser": policy.advertiser,
        "tagline": tagline if len(tagline) > 1 else None,
        "call_to_action": row["call_to_action"],
        "click_url": policy.click_url,
        "audio_asset_id": made.material.audio_id,
        "image_asset_id": made.material.image_id,
    }


def _playlist(made: _Made) -> dict[str, Any]:
    title = name_of(made.title.product)[0]
    return {
        **made.named(),
        "purpose": f"For readers and listeners of {title}.",
        "live_from": made.first,
        "live_until": made.last - timedelta(days=1),
        "cover_asset_id": made.material.image_id,
    }


def _promotion(made: _Made) -> dict[str, Any]:
    title = name_of(made.title.product)[0]
    return {
        **made.named(),
        "occasion": made.row["occasion"],
        "about": f"{title}, and who made it.",
        "appears_on": made.first,
        "contributor_ids": list(made.material.contributors),
        "title_ids": [made.title.id],
    }


_MAKERS: Mapping[str, Callable[[_Made], dict[str, Any]]] = {
    CAMPAIGN: _campaign,
    PLAYLIST: _playlist,
    PROMOTION: _promotion,
}


def _line(said: str, longest: int) -> str:
    """Return a text of a title as one line that a brief takes."""
    one = " ".join(said.split())
    return one if len(one) <= longest else f"{one[: longest - 1]}…"
