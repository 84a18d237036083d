"""For the gallery: stand-ins, conditions, threads, reminders and absences in every state."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.gathered.dossier import Dossier
from bot.messages import hooks
from bot.messages.away import absences_told, away_form, away_row, welcome_back
from bot.messages.card import requester_card, stage_card
from bot.messages.conditions import conditions_form, word_form
from bot.messages.details import details_form
from bot.messages.reminders import direct, reassign_form, test_card
from bot.messages.replies import reply
from bot.messages.stand_in_card import stand_in_card
from bot.specimens.request import NOW, Specimen
from domain.absences.model import Absence
from domain.actor import Door
from domain.approvals.model import LEADS, Choice, StageState
from domain.audit.model import Event
from domain.campaigns.edits.noticing import EDITED
from domain.campaigns.remedies.model import Remedy, RemedyState
from domain.conditions.model import Condition, ConditionState
from domain.reminding.model import Beat, Why
from domain.requests.model import RequestState
from domain.rulebook.explaining import Explained
from domain.tellings.model import Outcome, Telling, Way, What

Shown = dict[str, Any]

#: What may happen to a request, with what the record keeps of it, by the name of its picture.
_ACTS: dict[str, tuple[str, dict[str, object]]] = {
    "approved": ("stage.voted", {"choice": "approve"}),
    "approved for somebody": ("stage.voted", {"choice": "approve", "instead_of": "usr_2"}),
    "rejected": ("stage.voted", {"choice": "reject"}),
    "asked for changes": ("stage.voted", {"choice": "request_changes"}),
    "problems found": (
        "stage.closed",
        {"problems": ["Currency: the budget is in EUR, the ad account in USD."], "reason": ""},
    ),
    "done": ("stage.closed", {}),
    "taken back": ("stage.vote_taken_back", {}),
    "reminded": ("stage.reminded", {"to": ["usr_1", "usr_2"]}),
    "overdue": ("stage.escalated", {"why": Why.OVERDUE, "to": ["usr_2"]}),
    "short-handed": ("stage.escalated", {"why": Why.SHORT_HANDED, "to": []}),
    "approved elsewhere": ("stage.decided_elsewhere", {"choice": "approved"}),
    "rejected elsewhere": ("stage.decided_elsewhere", {"choice": "rejected"}),
    "asked for changes elsewhere": ("stage.decided_elsewhere", {"choice": "changes_requested"}),
    "commented elsewhere": ("stage.commented_elsewhere", {}),
    "taken over": ("stage.seat_handed", {"instead_of": "usr_2", "to": ["usr_1"]}),
    "given to another": ("stage.seat_handed", {"instead_of": "usr_1", "to": ["usr_2"]}),
    "condition met": ("condition.met", {}),
    "withdrawn": ("request.withdrawn", {}),
    "live": ("request.went_live", {}),
    "pause asked for": ("campaign.pause_asked", {}),
    "paused": ("campaign.paused", {}),
    "not on its day": ("request.would_not_open", {}),
    "remedy done": ("remedy.ticked", {}),
    "shown otherwise": ("request.shown_otherwise", {}),
    "shown as approved": ("request.shown_as_approved", {}),
    "edited by others": (EDITED, {}),
    "money edited by others": (EDITED, {"asks": "req_1"}),
}


def stood(drawn: Specimen) -> Iterator[Shown]:
    """Yield `{name, surface, payload}` of everything about standing in, conditions, reminders."""
    yield from _stand_ins(drawn)
    yield from _conditions(drawn)
    yield from _remedies(drawn)
    yield from _replies(drawn)
    yield from _reminders(drawn)
    yield from _away(drawn)


def _stand_ins(drawn: Specimen) -> Iterator[Shown]:
    stage = drawn.stage(StageState.OPEN, quorum=2)
    cast = [replace(one, instead_of_id="usr_1") for one in drawn.votes(Choice.APPROVE, 1)]
    dossier = drawn.dossier(stage, tuple(cast))
    yield _shown("stage approved for somebody", stage_card(dossier, stage, 1, NOW))
    absent = [drawn.words.person] * 3
    for name, names in (("", absent), (" no more", [])):
        yield _shown(f"stand-in{name}", stand_in_card(dossier, stage, 1, NOW, names))


def _conditions(drawn: Specimen) -> Iterator[Shown]:
    stage = drawn.stage(StageState.OPEN, quorum=3)
    for name, counts in (("conditions", 3), ("many conditions", 9)):
        dossier = conditioned(drawn, counts)
        yield _shown(f"stage with {name}", stage_card(dossier, stage, 1, NOW))
        yield _shown(f"requester with {name}", requester_card(dossier))
        over = replace(dossier, request=drawn.request(RequestState.APPROVED, None))
        yield _shown(f"requester waits for {name}", requester_card(over))
    yield _shown("conditions", conditions_form(stage, drawn.words.title), "modal")
    for name, doubt in (("met", False), ("not met", True)):
        form = word_form(_condition(drawn, 0), doubt=doubt)
        yield _shown(f"condition {name}", form, "modal")


def conditioned(drawn: Specimen, count: int) -> Dossier:
    """Return a request with a yes under so many conditions, in every state."""
    stage = drawn.stage(StageState.OPEN, quorum=3)
    dossier = drawn.dossier(stage, drawn.votes(Choice.APPROVE, 1))
    return replace(dossier, conditions=tuple(_condition(drawn, at) for at in range(count)))


def _condition(drawn: Specimen, at: int) -> Condition:
    states = [*ConditionState]
    text, word = drawn.words.refusal[:300], drawn.words.reason[:500]
    return Condition(
        f"cnd_{at}", "req_1", "vot_0", text, states[at % len(states)], word=word, doubt=word
    )


def _remedies(drawn: Specimen) -> Iterator[Shown]:
    texts, reason = drawn.words.refusal, drawn.words.reason
    for name, count in (("remedies", 2), ("many remedies", 9)):
        states = [RemedyState.OPEN, RemedyState.DONE]
        held = tuple(
            Remedy(f"rem_{at}", "req_1", 1, reason, texts, states[at % 2], NOW)
            for at in range(count)
        )
        request = drawn.request(RequestState.CHANGES_REQUESTED, drawn.words.reason)
        dossier = drawn.dossier(drawn.stage(StageState.APPROVED), ())
        shown = requester_card(replace(dossier, request=request, remedies=held))
        yield _shown(f"requester with {name}", shown)


def _replies(drawn: Specimen) -> Iterator[Shown]:
    names = {"usr_1": drawn.words.person, "usr_2": drawn.words.person}
    for name, (act, details) in _ACTS.items():
        more = {"reason": drawn.words.reason, "conditions": [drawn.words.refusal[:300]] * 2}
        event = Event(
            1, "evt_1", "req_1", 2, act, "usr_1", Door.CHAT, NOW, {**more, **details}, "", ""
        )
        made = reply(event, drawn.words.stage, names)
        if made is not None:
            yield _shown(f"reply {name}", made)


def _reminders(drawn: Specimen) -> Iterator[Shown]:
    stage = drawn.stage(StageState.OPEN)
    dossier = drawn.dossier(stage)
    drawings: dict[str, tuple[What, dict[str, object]]] = {
        "reminder": (What.REMINDER, {"beat": Beat.BEFORE_DUE}),
        "reminder when due": (What.REMINDER, {"beat": Beat.DUE}),
        "reminder of who stands in": (What.REMINDER, {"instead_of": "usr_1"}),
        "escalation": (What.ESCALATION, {"why": Why.OVERDUE}),
        "escalation to a lead": (What.ESCALATION, {"why": Why.OVERDUE, "level": LEADS}),
        "escalation of too few": (What.ESCALATION, {"why": Why.SHORT_HANDED}),
    }
    for name, (what, details) in drawings.items():
        yield _shown(name, direct(dossier, stage, _told(what, Outcome.ASKED, details)))
    asked = {f"usr_{at}": drawn.words.person for at in range(150)}
    form = reassign_form(stage, drawn.words.title, asked, asked)
    yield _shown("ask another reviewer", form, "modal")
    yield _shown("test card", test_card(drawn.words.stage))
    for why in hooks.SENTENCES:
        webhook: dict[str, object] = {"webhook": drawn.words.title, "why": why.value}
        paused = hooks.paused(_told(What.WEBHOOK, Outcome.ASKED, webhook))
        yield _shown(f"webhook paused, {why}", paused)
    failed = _told(What.CARD, Outcome.FAILED, {})
    places = (
        replace(failed, way=Way.CHANNEL, user_id=None, place=one) for one in (None, "C0LEGAL")
    )
    told = (*(_told(what, outcome, {}) for what in What for outcome in Outcome), *places)
    explained = [Explained(judgement, 1, (), None) for _, judgement in dossier.judgements]
    form = details_form(replace(dossier, told=told), explained)
    yield _shown("details with who was told", form, "modal")


def _told(what: What, outcome: Outcome, details: dict[str, object]) -> Telling:
    return Telling(
        f"tel_{what}_{outcome}", "key", what, Way.DIRECT, outcome, NOW, user_id="usr_1",
        details=details, reason="is_archived" if outcome is Outcome.FAILED else None,
    )  # fmt: skip


def absences() -> list[Absence]:
    """Return an absence in which nobody stands in, and one in which somebody does."""
    until = NOW + timedelta(days=7)
    return [
        Absence(f"abs_{at}", "usr_1", delegate, None, None, NOW, until, "usr_1", NOW)
        for at, delegate in enumerate((None, "usr_2"))
    ]


def _away(drawn: Specimen) -> Iterator[Shown]:
    held = absences()
    rows = away_row(held, {"usr_2": drawn.words.person})
    yield _shown("home with absences", {"type": "home", "blocks": rows}, "home")
    names = {"usr_2": drawn.words.person}
    yield _shown("absences told", absences_told(held * 6, names, range(1, 30)))
    yield _shown("no absences told", absences_told([], {}))
    yield _shown("back again", welcome_back(held, names))
    colleagues = {f"usr_{at}": drawn.words.person for at in range(150)}
    yield _shown("away", away_form(NOW.date(), colleagues), "modal")


def _shown(name: str, payload: Shown, surface: str = "message") -> Shown:
    return {"name": name, "surface": surface, "payload": payload}
