"""Every message and form in every state, for review and for Slack's own Block Kit Builder."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.catalogues import ENGLISH, languages
from bot.gathered.choices import Choices
from bot.gathered.dossier import Dossier
from bot.language import refusal, speaking
from bot.messages.campaign import brand_form, new_form
from bot.messages.card import reason_form, requester_card, stage_card
from bot.messages.details import details_form
from bot.messages.handover import gone_form, handover_card, receipt_form, taken_back_card
from bot.messages.sponsorship_brief import sheet_card, withdrawn_card
from bot.messages.texts import (
    CAMPAIGN_HELP,
    help_text,
    request_list,
    spoken,
    unknown_word,
)
from bot.specimens.alerts import alerts_shown
from bot.specimens.cases import cases_shown
from bot.specimens.customer_lists import customer_lists_shown
from bot.specimens.distribution import distribution_shown
from bot.specimens.embargoes import embargoes_shown
from bot.specimens.figures import figures_shown
from bot.specimens.kinds import asked, brief, handed
from bot.specimens.launches import launches_shown
from bot.specimens.live import live_shown
from bot.specimens.productions import productions_shown
from bot.specimens.request import NOW, Specimen
from bot.specimens.reviews import reviews_shown
from bot.specimens.rights import rights_shown
from bot.specimens.sponsorships import bought, placement_sheet, sponsored, sponsorship
from bot.specimens.stand_ins import stood
from bot.specimens.surface import surface
from bot.specimens.tables import explained, rule_brief, ruled, unreadable
from bot.specimens.thresholds import thresholds_shown
from domain.approvals.model import Choice, Stage, StageState, Vote
from domain.catalog.model import Brand, Market
from domain.deliverables.model import DeliveryState
from domain.errors import Conflict
from domain.handovers.unaided import Unaided
from domain.requests.kinds import PLAIN, Kind, commercial_audio
from domain.requests.kinds.bought import NOT_FOR_SALE
from domain.requests.model import RequestState
from domain.rulebook.explaining import Explained
from domain.site_audio.lifecycle import Ending, EndOf, Phase
from domain.site_audio.standing import Recorded

Shown = dict[str, Any]


def gallery(specimen: Specimen | None = None) -> list[Shown]:
    """Return `{name, surface, payload}` of everything the bot can show, in every language.

    Names end with the language, except English ones.
    """
    drawn = specimen or Specimen()
    shown = []
    for language in languages():
        with speaking(language):
            shown += [one | _named(one["name"], language) for one in _everything(drawn)]
    return shown


def _named(name: str, language: str) -> Shown:
    return {"name": name if language == ENGLISH else f"{name}, {language}"}


def _everything(drawn: Specimen) -> list[Shown]:
    return [
        *_cards(drawn),
        *_rounds(drawn),
        *_requester(drawn),
        *live_shown(drawn),
        *embargoes_shown(drawn),
        *_elsewhere(drawn),
        *_sponsored(drawn),
        *_bought(drawn),
        *_ruled(drawn),
        *_kinds(drawn),
        *_audio(drawn),
        *_forms(drawn),
        *stood(drawn),
        *_texts(drawn),
        *surface(drawn),
        *cases_shown(drawn),
        *rights_shown(drawn),
        *launches_shown(drawn),
        *reviews_shown(drawn),
        *distribution_shown(drawn),
        *alerts_shown(drawn),
        *thresholds_shown(drawn),
        *figures_shown(drawn),
        *productions_shown(drawn),
        *customer_lists_shown(drawn),
    ]


def _cards(drawn: Specimen) -> Iterator[Shown]:
    for state in StageState:
        yield _shown(f"stage {state}", "message", _card(drawn, drawn.stage(state)))
    for count in (1, 2):
        stage, votes = drawn.stage(StageState.OPEN, quorum=3), drawn.votes(Choice.APPROVE, count)
        yield _shown(f"stage {count} of 3", "message", _card(drawn, stage, votes))
    for choice in (Choice.REJECT, Choice.REQUEST_CHANGES):
        stage = drawn.stage(StageState.REJECTED)
        card = _card(drawn, stage, drawn.votes(choice, 1))
        yield _shown(f"stage {choice} with reason", "message", card)
    opened = drawn.stage(StageState.OPEN)
    late = stage_card(drawn.dossier(opened), opened, 1, NOW + timedelta(days=3))
    yield _shown("stage overdue", "message", late)
    yield _shown("stage superseded", "message", stage_card(drawn.dossier(opened), opened, 0, NOW))
    bad = stage_card(drawn.dossier(opened, ready=False), opened, 1, NOW)
    yield _shown("stage not ready", "message", bad)


def _rounds(drawn: Specimen) -> Iterator[Shown]:
    stage = drawn.stage(StageState.OPEN, round_=2)
    budget = {"amount": "9000.00", "currency": "EUR"}
    earlier = drawn.brief(budget=budget, ends_at="2026-12-10T23:59:59Z", tagline="Coffee that hums")
    for name, before in (("revised", earlier), ("opened again", drawn.brief())):
        dossier = drawn.dossier(stage, note=drawn.words.reason, earlier=before)
        yield _shown(f"stage {name}", "message", stage_card(dossier, stage, 2, NOW))


def _requester(drawn: Specimen) -> Iterator[Shown]:
    for state in RequestState:
        stage = drawn.stage(StageState.OPEN)
        dossier = drawn.dossier(stage, state=state, note=drawn.words.reason)
        yield _shown(f"requester {state}", "message", requester_card(dossier))
    sent_back = drawn.dossier(drawn.stage(StageState.WAITING), state=RequestState.CHANGES_REQUESTED)
    dossier = replace(sent_back, judgements=((2, drawn.left_out()),))
    yield _shown("requester with an alternative", "message", requester_card(dossier))


def _elsewhere(drawn: Specimen) -> Iterator[Shown]:
    stage = drawn.stage(StageState.APPROVED, quorum=2)
    for name, by in (("by a reviewer", "usr_2"), ("by somebody from outside", None)):
        found = {stage.id: drawn.decision(by)}
        dossier = replace(drawn.dossier(stage), elsewhere=found)
        yield _shown(
            f"stage decided elsewhere {name}", "message", stage_card(dossier, stage, 1, NOW)
        )
        yield _shown(f"requester, decided elsewhere {name}", "message", requester_card(dossier))


def _sponsored(drawn: Specimen) -> Iterator[Shown]:
    stage, again = drawn.stage(StageState.OPEN), drawn.stage(StageState.OPEN, round_=2)
    for state in (None, *DeliveryState):
        dossier = sponsored(drawn, stage, state)
        yield _shown(
            f"sponsorship, files {state or 'unlike'}", "message", stage_card(dossier, stage, 1, NOW)
        )
    earlier = sponsorship(drawn, price={"amount": "1.00", "currency": "EUR"}, promo_code="OTHER")
    dossier = replace(sponsored(drawn, again), earlier={again.id: earlier})
    yield _shown("sponsorship revised", "message", stage_card(dossier, again, 2, NOW))
    for standing in RequestState:
        dossier = sponsored(drawn, stage, request_state=standing)
        yield _shown(f"sponsorship {standing}", "message", requester_card(dossier))
    yield _shown("sponsorship details", "modal", _details(sponsored(drawn, stage)))
    for name, taken_by in (("", None), (" taken on", "usr_2")):
        dossier, sheet = sponsored(drawn, stage), placement_sheet(drawn, taken_by)
        yield _shown(f"placement sheet{name}", "message", sheet_card(dossier, sheet))
    over = sponsored(drawn, stage, request_state=RequestState.WITHDRAWN)
    for name, draw in (("withdrawn", sheet_card), ("news", withdrawn_card)):
        sheet = placement_sheet(drawn, "usr_2")
        yield _shown(f"placement sheet {name}", "message", draw(over, sheet))


def _bought(drawn: Specimen) -> Iterator[Shown]:
    """Inventory of Spotify's: asked for, not for sale, and in place of a show's own."""
    stage, again = drawn.stage(StageState.OPEN), drawn.stage(StageState.OPEN, round_=2)
    dossier = sponsored(drawn, stage, brief=bought(drawn))
    yield _shown("sponsorship at Spotify", "message", stage_card(dossier, stage, 1, NOW))
    yield _shown("sponsorship at Spotify, details", "modal", _details(dossier))
    unsold = replace(dossier, request=replace(dossier.request, trouble=NOT_FOR_SALE))
    yield _shown("sponsorship not for sale", "message", stage_card(unsold, stage, 1, NOW))
    yield _shown("sponsorship not for sale, requester", "message", requester_card(unsold))
    moved = sponsored(drawn, again, brief=bought(drawn))
    moved = replace(moved, earlier={again.id: sponsorship(drawn)})
    yield _shown("sponsorship moved to Spotify", "message", stage_card(moved, again, 2, NOW))


def _kinds(drawn: Specimen) -> Iterator[Shown]:
    stage, again = drawn.stage(StageState.OPEN), drawn.stage(StageState.OPEN, round_=2)
    for kind in PLAIN:
        name = kind.name.replace("_", " ")
        dossier = asked(drawn, kind, stage)
        yield _shown(name, "message", stage_card(dossier, stage, 1, NOW))
        revised = replace(asked(drawn, kind, again), earlier={again.id: brief(drawn, kind, 1)})
        yield _shown(f"{name} revised", "message", stage_card(revised, again, 2, NOW))
        yield _shown(f"{name} details", "modal", _details(dossier))
        for standing in RequestState:
            card = requester_card(asked(drawn, kind, stage, standing))
            yield _shown(f"{name} {standing}", "message", card)
        if kind.hands_over is not None:
            yield from _handed(drawn, kind, name)


def _audio(drawn: Specimen) -> Iterator[Shown]:
    stage = drawn.stage(StageState.APPROVED)
    dossier = asked(drawn, commercial_audio.KIND, stage, RequestState.LIVE)
    for phase in (Phase.LIVE_AT_SITES, Phase.EXPIRING, Phase.RETIRED):
        end = Ending(EndOf.RIGHTS, NOW.date()) if phase is Phase.EXPIRING else None
        card = requester_card(replace(dossier, audio=Recorded(phase, end)))
        yield _shown(f"commercial audio, {phase}", "message", card)


def _handed(drawn: Specimen, kind: Kind, name: str) -> Iterator[Shown]:
    stage = drawn.stage(StageState.APPROVED)
    for state in (RequestState.PUBLISHED, RequestState.LIVE, RequestState.WITHDRAWN):
        dossier = asked(drawn, kind, stage, state)
        package = handed(drawn, kind, taken=state is not RequestState.PUBLISHED)
        yield _shown(f"{name} package {state}", "message", handover_card(dossier, package))
    waiting = handed(drawn, kind)
    live, by_itself = asked(drawn, kind, stage, RequestState.LIVE), replace(package, taken_by=None)
    yield _shown(f"{name} package by itself", "message", handover_card(live, by_itself))
    for way, found in (("ours", Unaided(NOW)), ("carried out", Unaided())):
        coming = replace(asked(drawn, kind, stage, RequestState.PUBLISHED), unaided=found)
        yield _shown(f"{name} package {way}", "message", handover_card(coming, waiting))
        yield _shown(f"{name} {way}", "message", requester_card(coming))
    done = requester_card(replace(live, sheet=by_itself))
    yield _shown(f"{name} by itself", "message", done)
    leaving = replace(asked(drawn, kind, stage, RequestState.WITHDRAWN), going=("feed",))
    yield _shown(f"{name} package to go", "message", handover_card(leaving, package))
    yield _shown(f"{name} package news", "message", taken_back_card(dossier, package))


def _ruled(drawn: Specimen) -> Iterator[Shown]:
    stage, again = drawn.stage(StageState.OPEN), drawn.stage(StageState.OPEN, round_=2)
    shown = {
        "full": ruled(drawn, stage),
        "with nothing to tell": ruled(drawn, stage, full=False),
        "not judged yet": ruled(drawn, stage, judged=False),
        "unreadable": unreadable(drawn, stage),
    }
    for name, dossier in shown.items():
        yield _shown(f"rule version {name}", "message", stage_card(dossier, stage, 1, NOW))
        yield _shown(f"rule version {name}, details", "modal", _details(dossier))
    earlier = rule_brief(drawn, number=2, change="Another word", effective_at=None, under_way=False)
    dossier = replace(ruled(drawn, again), earlier={again.id: earlier})
    yield _shown("rule version revised", "message", stage_card(dossier, again, 2, NOW))
    for standing in RequestState:
        dossier = ruled(drawn, stage, request_state=standing)
        yield _shown(f"rule version {standing}", "message", requester_card(dossier))
    for kind, told in (("campaign", drawn.dossier(stage)), ("rule version", ruled(drawn, stage))):
        form = details_form(*explained(drawn, told))
        yield _shown(f"{kind} with many decisions", "modal", form)


def _details(dossier: Dossier) -> Shown:
    plain = [Explained(judgement, 1, (), None) for _, judgement in dossier.judgements]
    return details_form(dossier, plain)


def _forms(drawn: Specimen) -> Iterator[Shown]:
    stage = drawn.stage(StageState.OPEN)
    for choice in (Choice.REJECT, Choice.REQUEST_CHANGES):
        form = reason_form(stage, choice, drawn.words.title)
        yield _shown(f"reason {choice}", "modal", form)
    yield _shown("details", "modal", _details(drawn.dossier(stage)))
    yield _shown("receipt", "modal", receipt_form("req_1", drawn.words.title))
    yield _shown("gone", "modal", gone_form("req_1", drawn.words.title))
    brands = [Brand(f"brd_{number}", drawn.words.brand) for number in range(3)]
    many = [Brand(f"brd_{number}", drawn.words.brand) for number in range(100)]
    yield _shown("brand of a new campaign", "modal", brand_form(brands))
    yield _shown("brand of a new campaign, many", "modal", brand_form(many))
    audio, *images = drawn.files()
    for name, count in (("new campaign", 1), ("new campaign in many markets", 250)):
        markets = [
            Market(f"mkt_{n}", f"{n:02}", drawn.words.brand, "EUR", "UTC") for n in range(count)
        ]
        sounds = [replace(audio, id=f"ast_{n}") for n in range(count)]
        form = new_form(Choices(brands[0], markets, sounds, images))
        yield _shown(name, "modal", form)


def _texts(drawn: Specimen) -> Iterator[Shown]:
    request, words = drawn.request(RequestState.IN_REVIEW, None), drawn.words.refusal
    many = [replace(request, id=f"req_{number}") for number in range(20)]
    yield _shown("list", "message", request_list(many[:10]))
    yield _shown("list of nothing", "message", request_list([]))
    yield _shown("refusal", "message", spoken(words))
    closed = Conflict("stage_closed", f"`{drawn.words.stage}` is approved already.")
    yield _shown("refusal with quotation marks", "message", spoken(refusal(closed)))
    yield _shown("unknown command", "message", unknown_word(words))
    yield _shown("help of campaign", "message", help_text(*CAMPAIGN_HELP))


def _shown(name: str, surface: str, payload: Shown) -> Shown:
    return {"name": name, "surface": surface, "payload": payload}


def _card(drawn: Specimen, stage: Stage, votes: tuple[Vote, ...] = ()) -> Shown:
    return stage_card(drawn.dossier(stage, votes), stage, stage.round, NOW)
