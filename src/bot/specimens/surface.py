"""What the gallery shows beside cards: Homes, digests, unfurls, marks, and becoming known."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from typing import Any

from bot.language import say
from bot.messages.approving import approval_form
from bot.messages.away import away_row
from bot.messages.case_words import STATES
from bot.messages.digests import digest, settings_form
from bot.messages.inbox import Shown, inbox_home
from bot.messages.kind_words import standing
from bot.messages.linking import how_to_become_known, how_to_become_known_here
from bot.messages.marks import processing
from bot.messages.texts import followed, runs_again, spoken, unknown_word, withdrawn
from bot.messages.unfurls import case_unfurl, request_unfurl
from bot.sending.picturing import ALT_MAX
from bot.specimens.cases import case_of
from bot.specimens.request import NOW, Specimen
from bot.specimens.stand_ins import absences
from domain.approvals.model import StageState
from domain.cases.model import CaseKind, CaseState
from domain.chat.pictures import Picture
from domain.inbox.model import DigestWish, Inbox, Looks, Row, Tab
from domain.inbox.service import ROWS
from domain.requests.kinds import KINDS
from domain.requests.model import RequestState

_ADDRESS = "https://hub.example.com"


def surface(drawn: Specimen) -> Iterator[dict[str, Any]]:
    """Yield `{name, surface, payload}` of each."""
    yield from _homes(drawn)
    yield from _told(drawn)
    yield from _forms(drawn)


def _homes(drawn: Specimen) -> Iterator[dict[str, Any]]:
    for tab in Tab:
        yield _shown(f"home {tab}", "home", inbox_home(Shown(_inbox(drawn, tab, ROWS))))
        yield _shown(f"home {tab}, nothing", "home", inbox_home(Shown(_inbox(drawn, tab, 0))))
    yield _shown("home full", "home", inbox_home(_full(drawn)))
    full = _inbox(drawn, Tab.WAITING, ROWS)
    narrowed = replace(full, looks=Looks(Tab.MINE, "campaign", "brd_1", "DE"), rows=[])
    yield _shown("home narrowed to nothing", "home", inbox_home(Shown(narrowed)))
    why = drawn.words.refusal
    for name, address in (("with a link", f"{_ADDRESS}/slack/link?ticket=1"), ("alone", None)):
        home = how_to_become_known_here(why, address)
        yield _shown(f"home of somebody unknown, {name}", "home", home)
        yield _shown(f"unknown account, {name}", "message", how_to_become_known(why, address))


def _told(drawn: Specimen) -> Iterator[dict[str, Any]]:
    for name, count, mine in (("", 3, 0), (" of many", 30, 2), (" of revisions only", 0, 1)):
        rows = _inbox(drawn, Tab.WAITING, count).rows
        yield _shown(f"digest{name}", "message", digest(rows, mine))
    picture = Picture("F0123456789", "w" * ALT_MAX, "")
    yield _shown("digest with a chart", "message", digest(rows, 2, picture))
    for state in RequestState:
        request = drawn.request(state, None)
        shown = request_unfurl(request, drawn.words.brand, f"{_ADDRESS}/requests/12")
        payload = {"text": standing(request.state), **shown}
        yield _shown(f"unfurl of a request {state}", "message", payload)
    for kind, reached in zip(cycle(CaseKind), CaseState, strict=False):
        case = case_of(drawn, reached, kind=kind)
        shown = case_unfurl(case, f"{_ADDRESS}/cases/7")
        payload = {"text": say(STATES[reached]), **shown}
        yield _shown(f"unfurl of a case {reached}", "message", payload)
    yield _shown("processing", "message", processing(drawn.words.title))
    yield _shown("processing without a title", "message", processing(""))
    hinted = unknown_word(drawn.words.refusal, "/campaign list")
    yield _shown("unknown command with a hint", "message", hinted)
    for name, sentence in (
        ("withdrawn by command", withdrawn),
        ("followed below a review", followed),
        ("resumed by command", runs_again),
    ):
        yield _shown(name, "message", spoken(sentence(12, drawn.words.title)))


def _forms(drawn: Specimen) -> Iterator[dict[str, Any]]:
    stage = drawn.stage(StageState.OPEN)
    yield _shown("approve by command", "modal", approval_form(drawn.dossier(stage), [stage]))
    other = replace(stage, id="stg_2", title=drawn.words.stage)
    both = approval_form(drawn.dossier(stage), [stage, other])
    yield _shown("approve by command, two stages", "modal", both)
    for wanted in (True, False):
        form = settings_form(DigestWish(wanted=wanted), "Europe/Berlin")
        yield _shown(f"settings, digest {'on' if wanted else 'off'}", "modal", form)


def _full(drawn: Specimen) -> Shown:
    """Return a page in the middle of everything, with as much on it as there may be."""
    page = replace(_inbox(drawn, Tab.WAITING, ROWS, prefix="r" * 26), more=True, cut=True)
    every = {f"brd_{n}": drawn.words.brand for n in range(250)}
    page = replace(
        page,
        looks=Looks(Tab.WAITING, page=7),
        counts=dict.fromkeys(Tab, 1_250),
        kinds=sorted(KINDS),
        brands=every,
        markets=[f"{n:02}" for n in range(100)],
    )
    away = [replace(one, id=f"abs_{n}") for n, one in enumerate(absences() * 2)]
    cards = {row.request.id: f"{_ADDRESS}/archives/C0123456789/p1700000000" for row in page.rows}
    return Shown(page, cards, away_row(away, {"usr_2": drawn.words.person}))


def _inbox(drawn: Specimen, tab: Tab, count: int, prefix: str = "req") -> Inbox:
    request = drawn.request(RequestState.IN_REVIEW, None)
    rows = [
        Row(
            replace(request, id=f"{prefix}_{n}"),
            NOW + timedelta(hours=n - 2),
            n < 2,  # noqa: PLR2004  Two are overdue.
            NOW if tab is Tab.SNOOZED else None,
        )
        for n in range(count)
    ]
    return Inbox(
        looks=Looks(tab),
        rows=rows,
        counts=dict.fromkeys(Tab, count),
        more=False,
        kinds=["campaign", "sponsorship"],
        brands={"brd_1": drawn.words.brand, "brd_2": drawn.words.brand},
        markets=["AT", "DE"],
    )


def _shown(name: str, where: str, payload: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "surface": where, "payload": payload}
