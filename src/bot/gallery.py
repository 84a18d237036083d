"""Every message and form in every state, for review and for Slack's own Block Kit Builder."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.dossier import Dossier
from bot.messages.campaign import new_form
from bot.messages.card import details_form, reason_form, requester_card, stage_card
from bot.messages.texts import home_view, unlinked_home
from domain.approvals.model import Choice, Stage, StageState, Vote
from domain.campaigns.model import Check
from domain.catalog.model import Asset, AssetKind, AssetState, Brand, Market
from domain.decisions.model import Judgement, Outcome
from domain.requests.model import Request, RequestState

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
_LONG = "A name as long as names may be & <full> of signs " * 3

Shown = dict[str, Any]


def gallery() -> list[Shown]:
    """Return `{name, surface, payload}` of everything the bot can show."""
    return [*_cards(), *_requester(), *_forms(), *_homes()]


def _cards() -> Iterator[Shown]:
    for state in StageState:
        yield _shown(f"stage {state}", "message", _card(_stage(state)))
    for count in (1, 2):
        stage, votes = _stage(StageState.OPEN, quorum=3), _votes(Choice.APPROVE, count)
        yield _shown(f"stage {count} of 3", "message", _card(stage, votes))
    for choice in (Choice.REJECT, Choice.REQUEST_CHANGES):
        stage = _stage(StageState.REJECTED)
        yield _shown(f"stage {choice} with reason", "message", _card(stage, _votes(choice, 1)))
    opened = _stage(StageState.OPEN)
    late = stage_card(_dossier(opened), opened, 1, NOW + timedelta(days=3))
    yield _shown("stage overdue", "message", late)
    yield _shown("stage superseded", "message", stage_card(_dossier(opened), opened, 0, NOW))
    bad = (Check("Audio", holds=False, found="45.0 s"),)
    yield _shown("stage not ready", "message", _card(_stage(StageState.OPEN), checks=bad))
    yield _shown("stage with a long title", "message", _card(_stage(StageState.OPEN), title=_LONG))


def _requester() -> Iterator[Shown]:
    for state in RequestState:
        dossier = _dossier(_stage(StageState.OPEN), state=state, note="Why, in their words.")
        yield _shown(f"requester {state}", "message", requester_card(dossier))


def _forms() -> Iterator[Shown]:
    for choice in (Choice.REJECT, Choice.REQUEST_CHANGES):
        form = reason_form(_stage(StageState.OPEN), choice, "Spring")
        yield _shown(f"reason {choice}", "modal", form)
    yield _shown("details", "modal", details_form(_dossier(_stage(StageState.OPEN))))
    files = [_asset(AssetKind.AUDIO), _asset(AssetKind.IMAGE)]
    markets = [Market("mkt_1", "DE", "Germany", "EUR", "Europe/Berlin")]
    yield _shown("new campaign", "modal", new_form([Brand("brd_1", "Sample")], markets, files))


def _homes() -> Iterator[Shown]:
    request = _dossier(_stage(StageState.OPEN)).request
    many = [replace(request, id=f"req_{number}") for number in range(20)]
    yield _shown("home with work", "home", home_view(12, many[:10], many[10:]))
    yield _shown("home without work", "home", home_view(0, [], []))
    yield _shown("home of somebody unknown", "home", unlinked_home("Ask an admin to link you."))


def _shown(name: str, surface: str, payload: Shown) -> Shown:
    return {"name": name, "surface": surface, "payload": payload}


def _card(
    stage: Stage,
    votes: tuple[Vote, ...] = (),
    checks: tuple[Check, ...] | None = None,
    title: str = "Spring launch",
) -> Shown:
    return stage_card(_dossier(stage, votes, checks, title), stage, stage.round, NOW)


def _dossier(
    stage: Stage,
    votes: tuple[Vote, ...] = (),
    checks: tuple[Check, ...] | None = None,
    title: str = "Spring launch",
    state: RequestState = RequestState.IN_REVIEW,
    note: str | None = None,
) -> Dossier:
    ready = (Check("Audio", holds=True, found="audio/wav, 20.0 s, 320,044 bytes"),)
    judgement = Judgement(
        "campaign_stages", "0" * 64, Outcome.DECIDED, (), ("brand_own",),
        ("Brand looks at every campaign.",), (), {},
    )  # fmt: skip
    payload = {
        "budget": {"amount": "12500.00", "currency": "EUR"},
        "starts_at": "2026-12-01T00:00:00Z",
        "ends_at": "2026-12-14T00:00:00Z",
    }
    request = Request(
        "req_1", 12, "campaign", title, "usr_1", "brd_1", None, ("AT", "DE"), state, 2, 3,
        payload, note, NOW, NOW,
    )  # fmt: skip
    names = {"usr_1": "The requester", "usr_2": "A reviewer"}
    return Dossier(
        request, (stage,), votes, ready if checks is None else checks, (judgement,), names, "Sample"
    )


def _stage(state: StageState, quorum: int = 1) -> Stage:
    opened = None if state is StageState.WAITING else NOW - timedelta(hours=2)
    closed = NOW if state is StageState.APPROVED else None
    return Stage(
        "stg_1", "req_1", "brand", "Brand", 1, "tem_1", quorum, 24, state, 1, opened, closed
    )


def _votes(choice: Choice, count: int) -> tuple[Vote, ...]:
    reason = None if choice is Choice.APPROVE else "The claim <needs> a source & a date."
    return tuple(
        Vote(f"vot_{n}", "stg_1", "req_1", 1, "usr_2", choice, reason, NOW, None)
        for n in range(count)
    )


def _asset(kind: AssetKind) -> Asset:
    return Asset(
        f"ast_{kind}", "brd_1", kind, f"Sample {kind}", AssetState.READY, None, 1, None, None, 640,
        640, None, "usr_1", NOW,
    )  # fmt: skip
