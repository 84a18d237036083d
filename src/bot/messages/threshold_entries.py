"""What a form about a threshold shows of one, and what was entered in it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from bot.language import amount_in, number, say
from bot.messages.threshold_form import BRAND, CAMPAIGN, EVERY, USUAL
from bot.messages.threshold_words import in_percent, written
from domain.errors import Invalid
from domain.metrics.model import SubjectKind
from domain.requests.model import Request
from domain.thresholds.model import Quiet, Side, Starts, Terms, ThresholdKind, Work

Chosen = TypeVar("Chosen", bound=StrEnum)
_Read = TypeVar("_Read")

_WHOLE = ("days", "min_sample", "recover_days")
_BOUNDS = ("warning", "critical", "recover_margin")


def entries_of(terms: Terms) -> dict[str, str]:
    """Return what the fields of a form hold for `terms`, in the reader's language."""
    times = 100 if in_percent(terms.kind, terms.metric) else 1
    bounds = {field: getattr(terms, field) for field in _BOUNDS}
    return {
        "name": terms.name,
        "metric": terms.metric,
        "kind": terms.kind,
        "side": terms.side,
        **{field: str(getattr(terms, field)) for field in _WHOLE},
        **{key: "" if one is None else written(one * times) for key, one in bounds.items()},
        "team": terms.team or USUAL,
        "quiet": terms.quiet,
        "starts": terms.starts,
        "work": terms.work or USUAL,
    }


def terms_from(base: Terms, entered: Mapping[str, Any]) -> Terms:
    """Return what somebody entered; what no field holds stays as in `base`.

    Raises `Invalid` with everything that cannot be read, by field.
    """
    said = {key: one if isinstance(one, str) else "" for key, one in entered.items()}
    wrong: list[Invalid] = []

    def read(how: Callable[[Mapping[str, str], str], _Read], field: str) -> Any:  # noqa: ANN401  As read.
        try:
            return how(said, field)
        except Invalid as error:
            wrong.append(error)
            return None

    found = {
        "name": said.get("name", ""),
        "metric": said.get("metric", ""),
        **{field: read(_one_of(kind), field) for field, kind in _CHOSEN.items()},
        **{field: read(_whole, field) for field in _WHOLE},
        **{field: read(_bound, field) for field in _BOUNDS},
        "team": None if said.get("team") == USUAL else said.get("team"),
        "work": None if said.get("work") == USUAL else read(_one_of(Work), "work"),
    }
    if wrong:
        raise Invalid(wrong[0].code, wrong[0].message, wrong[0].path, wrong[1:])
    return replace(base, **found)


def scoped(terms: Terms, scope: object, campaign: Request) -> Terms:
    """Return terms that watch a campaign, those of its brand, or every one."""
    if scope not in (CAMPAIGN, BRAND, EVERY):
        raise Invalid("not_listed", say("Say what is watched."), ("subject_id",))
    return replace(
        terms,
        subject_kind=SubjectKind.CAMPAIGN,
        subject_id=campaign.id if scope == CAMPAIGN else None,
        brand_id=None if scope == EVERY else campaign.brand_id,
    )


_CHOSEN: Mapping[str, type[StrEnum]] = {
    "kind": ThresholdKind,
    "side": Side,
    "starts": Starts,
    "quiet": Quiet,
}


def _one_of(kind: type[Chosen]) -> Callable[[Mapping[str, str], str], Chosen]:
    def chosen(said: Mapping[str, str], field: str) -> Chosen:
        try:
            return kind(said.get(field, ""))
        except ValueError:
            raise Invalid("not_listed", say("Choose one of these."), (field,)) from None

    return chosen


def _whole(said: Mapping[str, str], field: str) -> int:
    value = _number(said, field)
    if value != value.to_integral_value():
        raise Invalid("bad_number", say("Write a whole number, such as 3."), (field,))
    return int(value)


def _bound(said: Mapping[str, str], field: str) -> Decimal | None:
    if field == "critical" and not said.get(field, "").strip():
        return None
    times = 100 if in_percent(said.get("kind", ""), said.get("metric", "")) else 1
    return _number(said, field) / times


def _number(said: Mapping[str, str], field: str) -> Decimal:
    try:
        return amount_in(said.get(field, ""))
    except ValueError:
        example = number(Decimal("12.5"))
        told = say("Write a number, such as {example}.", example=example)
        raise Invalid("bad_number", told, (field,)) from None
