"""What a thread says of a review of a campaign: figures, what is suggested, and one button each."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from bot.ids import ActionId
from bot.language import amount, day, later, later_n, number, say
from bot.messages.parts import (
    Block,
    Message,
    actions,
    bold,
    bullets,
    button,
    fitting,
    label,
    message,
    more,
    ours,
    paragraph,
    rich,
    said,
)
from bot.messages.words import inert
from domain.campaigns.reviews.model import Occasion, Remedy, Severity

#: How many suggestions are shown.
SHOWN_MAX = 5

_TITLES: Mapping[Occasion, str] = MappingProxyType(
    {
        Occasion.MIDDLE: later("Review at the middle of the flight, as of {day}"),
        Occasion.END: later("Review of the whole flight, as of {day}"),
        Occasion.ASKED: later("Review that was asked for, as of {day}"),
    }
)

_SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {
        Severity.INFO: later("For information"),
        Severity.WARNING: later("To be looked at"),
        Severity.CRITICAL: later("At once"),
    }
)

_ASK: Mapping[Remedy, str] = MappingProxyType(
    {Remedy.REVISION: later("Ask for a revision"), Remedy.PAUSE: later("Ask for a pause")}
)

#: How each figure is called and told: an amount, a share of one, percent, points, a count.
_COUNT, _AMOUNT, _SHARE, _PERCENT, _POINTS = (
    "{value}",
    "",
    "share",
    later("{value} %"),
    later("{value} points"),
)
_FIGURES: Sequence[tuple[str, str, str]] = (
    ("spend", later("Spent"), _AMOUNT),
    ("delivery_index", later("Delivered, of an even plan"), _PERCENT),
    ("pacing_gap", later("Ahead of the plan"), _POINTS),
    ("projected_spend", later("Spent at the end, at this pace"), _AMOUNT),
    ("ad_impressions", later("Played"), _COUNT),
    ("ad_q1", later("Heard to a quarter"), _COUNT),
    ("ad_midpoint", later("Heard to half"), _COUNT),
    ("ad_q3", later("Heard to three quarters"), _COUNT),
    ("ad_completes", later("Heard to the end"), _COUNT),
    ("ad_completion_rate", later("Completion rate"), _SHARE),
    ("clicks", later("Clicks"), _COUNT),
    ("ctr", later("Click-through rate"), _SHARE),
    ("ad_frequency", later("Times each person heard it"), _COUNT),
    ("ecpm", later("Cost of a thousand"), _AMOUNT),
    ("ecpcl", later("Cost of a completed listen"), _AMOUNT),
)

_MORE = later_n("and {n} more suggestion", "and {n} more suggestions")


def review(told: Mapping[str, Any]) -> Message:
    """Return what is said of a review; `told` is what the record keeps of it."""
    return fitting(lambda room: _review(told, room))


def _review(told: Mapping[str, Any], room: int) -> Message:
    as_of = day(date.fromisoformat(told["as_of"]))
    title = say(_TITLES[Occasion(told["occasion"])], day=as_of)
    suggested: Sequence[Mapping[str, str]] = told["suggestions"]
    shown = suggested[:SHOWN_MAX]
    blocks = [rich(paragraph(bold(title)), *_figures(told))]
    for one in shown:
        blocks += _suggestion(str(told["review_id"]), one, room)
    if left := more(len(suggested) - len(shown), _MORE):
        blocks.append(rich(bullets(left)))
    why = " ".join(one["why"] for one in shown)
    return message(say("{title}. {why}", title=title, why=inert(why, room)), blocks)


def _figures(told: Mapping[str, Any]) -> list[Block]:
    """Return the figures that are known, and the names of those that are not."""
    held, currency = told["figures"], told["currency"]
    rows = [
        [label(say(name)), ours(_shown(Decimal(held[key]), how, currency))]
        for key, name, how in _FIGURES
        if key in held
    ]
    unknown = [say(name) for key, name, _ in _FIGURES if key in told["unknown"]]
    if unknown:
        rows.append([label(say("Not known")), ours(", ".join(unknown))])
    return [bullets(rows)] if rows else []


def _shown(value: Decimal, how: str, currency: str) -> str:
    if how == _AMOUNT:
        return amount(value, currency)
    if how == _SHARE:
        return say(_PERCENT, value=number(round(value * 100, 2)))
    return number(value) if how == _COUNT else say(how, value=number(value))


def _suggestion(review_id: str, one: Mapping[str, str], room: int) -> list[Block]:
    severity = say(_SEVERITIES[Severity(one["severity"])])
    line = rich(paragraph(label(severity), said(one["why"], room)))
    ask = _ASK.get(Remedy(one["remedy"]))
    if ask is None:
        return [line]
    text, value = say(ask), f"{review_id}:{one['code']}"
    asked = button(
        text, ActionId.FOLLOW, value, label=say("{ask}: {why}", ask=text, why=one["why"])
    )
    return [line, actions(f"review:{value}"[:255], [asked])]
