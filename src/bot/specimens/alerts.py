"""Alerts to draw without a database, with every text that people write in one value."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.gathered.alert import AlertFile, Board
from bot.messages.alert_card import card
from bot.messages.alert_forms import resolve_form, silence_form
from bot.messages.alert_list import silence_list, waiting_list
from bot.messages.alert_thread import TOLD, reminder, said_of, woke_up
from bot.specimens.request import NOW, Specimen
from domain.actor import Door
from domain.audit.model import Event
from domain.chat.pictures import Picture
from domain.followups.opening import REFUSED
from domain.metrics.model import SubjectKind
from domain.metrics.rules import day_number
from domain.people.model import Team
from domain.thresholds import quieting
from domain.thresholds.model import (
    Alert,
    AlertSeverity,
    Condition,
    Reason,
    Side,
    TeamSilence,
    Terms,
    ThresholdKind,
)

Shown = dict[str, Any]

#: How many stand in one message at most where everything is as long as it may be, and many.
_TOGETHER = (5, 40)


#: An alert of a campaign, which its figures keep open.
ALERT = Alert(
    id="alr_01kaxv3e7me5m9wq2q7w5b8x4n",
    key="k",
    threshold_id="thr_1",
    version=1,
    subject_kind=SubjectKind.CAMPAIGN,
    subject_id="req_1",
    brand_id="brd_1",
    source="spotify-ads",
    dimension="country=DE",
    severity=AlertSeverity.WARNING,
    condition=Condition.FIRING,
    opened_day=day_number(NOW.date()) - 4,
    opened_at=NOW - timedelta(days=2),
    evidence={
        "day": "2026-11-19",
        "value": "0.712",
        "bound": "0.75",
        "why": "2 of 3 days",
        "first": "0.712",
        "corrected": "0.798",
    },
)


#: Why an alert started nothing, as the core says it.
_NOTHING: Shown = {
    "code": "nothing_to_follow",
    "reason": "No request brought this about that is out, so none can follow from it.",
}


def alerts_shown(drawn: Specimen) -> Iterator[Shown]:
    """Yield `{name, surface, payload}` of alerts in every state, of many, and of their threads."""
    for condition in (Condition.FIRING, Condition.RECOVERING, Condition.UNKNOWN):
        for severity in AlertSeverity:
            file = _file(drawn, condition=condition, severity=severity)
            yield _message(f"alert {condition}, {severity}", card(_board(file), NOW))
    for reason in Reason:
        over: Shown = {"condition": Condition.RESOLVED, "reason": reason, "resolved_at": NOW}
        yield _message(f"alert over, {reason}", card(_board(_file(drawn, **over)), NOW))
    for kind in ThresholdKind:
        yield _message(f"alert by {kind}", card(_board(_file(drawn, kind)), NOW))
    yield from _handled(drawn)
    late = replace(_file(drawn), terms=None, thing="", brand="")
    yield _message("alert of a late source", card(_board(late), NOW))
    zero = replace(late.alert, evidence={**late.alert.evidence, "metric": "plays"})
    yield _message("alert of zero of everything", card(_board(replace(late, alert=zero)), NOW))
    for move in sorted(quieting.TOLD):
        told = [(one, [move]) for one in _several(drawn, 40)]
        yield _message(f"digest of a silence, {move}", silence_list(told))
    yield _message("digest of a silence in which nothing was", silence_list([]))
    for count in _TOGETHER:
        board = Board("alg_1", _several(drawn, count), _team())
        yield _message(f"alerts together, {count}", card(board, NOW))
        yield _message(f"alerts together, {count}, reminder", reminder(board))
        yield _message(f"alerts of a week, {count}", waiting_list(board.files))
    silence = TeamSilence("tem_1", NOW + timedelta(days=3), drawn.words.note, "usr_1", NOW)
    for hushed in (board, _board(_file(drawn))):
        shown = replace(hushed, silence=silence, silenced_by=drawn.words.person)
        name = "together" if hushed.grouped else "of one"
        yield _message(f"alerts of a silent team, {name}", card(shown, NOW))
    picture = Picture("F0123456789", drawn.words.note, "")
    yield _message("alerts of a week with a chart", waiting_list(board.files, picture))
    yield from _threads(drawn)
    file = _file(drawn)
    forms = {
        "silence": silence_form(file),
        "silence, or that of a team": silence_form(file, _team()),
        "resolve": resolve_form(file),
    }
    for name, form in forms.items():
        yield {"name": f"alert {name}", "surface": "modal", "payload": form}


def _handled(drawn: Specimen) -> Iterator[Shown]:
    later = NOW + timedelta(days=3)
    handled: dict[str, Shown] = {
        "acknowledged": {"acked_by": "usr_1", "acked_at": NOW, "note": drawn.words.note},
        "snoozed": {"snoozed": True, "snoozed_until": later},
        "snoozed for good": {"snoozed": True},
        "silenced": {"silenced_until": later},
        "given to somebody, unstable": {"assignee_id": "usr_2", "unstable": True},
    }
    for name, done in handled.items():
        yield _message(f"alert {name}", card(_board(_file(drawn, **done)), NOW))
    picture = Picture("F0123456789", drawn.words.note, "")
    yield _message("alert with its chart", card(_board(_file(drawn)), NOW, picture))


def _threads(drawn: Specimen) -> Iterator[Shown]:
    file = _file(drawn)
    about = {**file.alert.evidence, "reason": Reason.MANUAL, "note": drawn.words.note}
    about |= {"until": (NOW + timedelta(days=1)).isoformat(), "user_id": "usr_2"}
    about |= {"called": f"#12 {drawn.words.title}"}
    for act in TOLD:
        event = _event(act, about | (_NOTHING if act == REFUSED else {}))
        made = said_of(file, event, named=True, mentioned=["U0000001", "U0000002"])
        yield _message(f"thread of an alert, {act}", made or {})
    yield _message("thread of an alert, awake", woke_up(file, named=False))
    yield _message("thread of an alert, reminder", reminder(_board(file)))


def _file(
    drawn: Specimen,
    kind: ThresholdKind = ThresholdKind.TARGET,
    **changes: Any,  # noqa: ANN401  Fields of all kinds.
) -> AlertFile:
    words = drawn.words
    metric = "spend" if kind is ThresholdKind.PACING else "ad_completion_rate"
    terms = Terms(words.title[:120], metric, kind, Side.BELOW, Decimal("0.75"))
    names = {"usr_1": words.person, "usr_2": words.person}
    alert = replace(ALERT, **changes)
    return AlertFile(alert, terms, words.title, words.brand, "EUR", (), names)


def _several(drawn: Specimen, count: int) -> tuple[AlertFile, ...]:
    file = _file(drawn)
    ids = [f"alr_01kaxv3e7me5m9wq2q7w5b{number:04}" for number in range(count)]
    return tuple(replace(file, alert=replace(file.alert, id=one)) for one in ids)


def _board(file: AlertFile) -> Board:
    return Board(file.alert.id, (file,), _team())


def _team() -> Team:
    return Team("tem_1", "performance", "Performance", None, None)


def _event(act: str, details: dict[str, Any]) -> Event:
    return Event(1, "evt_1", "alr_1", 2, act, "usr_1", Door.CHAT, NOW, details, "", "")


def _message(name: str, payload: Shown) -> Shown:
    return {"name": name, "surface": "message", "payload": payload}
