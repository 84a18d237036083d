"""The words of `/campaign`, one function each."""

import difflib
from collections.abc import Awaitable, Callable, Mapping

from bot.alerts import unheard
from bot.desks import figures as figures_desk
from bot.gathered import choices
from bot.gathered import dossier as dossiers
from bot.language import later, say
from bot.listeners.away_words import away, back
from bot.listeners.given import Given, numbered
from bot.messages.approving import approval_form
from bot.messages.campaign import brand_form, new_form
from bot.messages.card import requester_card
from bot.messages.figures import figures_card
from bot.messages.parts import Message
from bot.messages.pausing import pause_form
from bot.messages.terms import request_state
from bot.messages.texts import request_list, runs_again, spoken, unknown_word, withdrawn
from bot.messages.threshold_list import threshold_list
from bot.requests import reviewers
from domain.approvals.model import StageState
from domain.campaigns import pausing
from domain.campaigns import records as campaigns
from domain.charted import key_figures
from domain.errors import Conflict, Forbidden, Invalid
from domain.pages import Direction, PageRequest
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import reading
from domain.requests.model import Request
from domain.requests.reading import Order, Where
from domain.requests.revise import withdraw as withdraw_request
from domain.thresholds import editing

#: How many requests a list in chat shows.
LIST_MAX = 10

_NO_LIST = later(
    "There is no list `{word}`. Say `/campaign list`, `/campaign list mine` or `/campaign list"
    " waiting`."
)
_NO_LIST_BUT = later(
    "There is no list `{word}`; perhaps you meant `{near}`. Say `/campaign list`, `/campaign list"
    " mine` or `/campaign list waiting`."
)


async def new(given: Given) -> Message | None:
    """Open the form that asks for a campaign."""
    require(given.actor, Act.SUBMIT_REQUEST)
    brands = await choices.brands(given.actor, given.rest)
    form = brand_form(brands)
    if len(brands) == 1:
        offered = await choices.of_brand(given.actor, brands[0])
        form = new_form(offered) if offered.fits else form
    await given.client.views_open(trigger_id=given.trigger, view=form)
    return None


async def list_(given: Given) -> Message | None:
    """List what changed last, of all, of one's own, or of what waits."""
    word = given.rest.casefold() or "all"
    narrowed = _LISTS.get(word)
    if narrowed is None:
        near = _near(word, _LISTS, "/campaign list")
        sentence = _NO_LIST_BUT if near else _NO_LIST
        raise Invalid(
            "unknown_list",
            say(sentence, word=given.rest[:40], near=near),
        )
    wanted = PageRequest(LIST_MAX)
    page = await reading.page(given.actor, narrowed, Order.UPDATED, Direction.DESC, wanted)
    found = [request for _, request in page.items]
    return request_list(found, await campaigns.stopped([one.id for one in found]))


async def show(given: Given) -> Message | None:
    """Show one request."""
    request = await _numbered(given, given.rest, "show 12")
    dossier = await dossiers.load(request.id)
    return requester_card(dossier) if dossier else None


async def approve(given: Given) -> Message | None:
    """Ask, in a form, whether a stage is really to be approved."""
    request = await _numbered(given, given.rest, "approve 12")
    dossier = await dossiers.load(request.id)
    if dossier is None:
        return None
    opened = [s for s in dossier.stages if s.state is StageState.OPEN and not s.automatic]
    mine = [stage for stage in opened if await reviewers.may_decide(given.hub, given.actor, stage)]
    if not opened:
        raise Conflict(
            "nothing_open",
            say(
                "Nothing of #{number} is to be decided now: it is {state}.",
                number=request.number,
                state=request_state(request.state),
            ),
        )
    if not mine:
        now = given.hub.clock.now()
        who = [await reviewers.named(dossier, stage, now) for stage in opened]
        raise Forbidden(
            "not_a_reviewer",
            " ".join([say("No stage of #{number} waits for you.", number=request.number), *who]),
        )
    form = approval_form(dossier, mine)
    await given.client.views_open(trigger_id=given.trigger, view=form)
    return None


async def withdraw(given: Given) -> Message | None:
    """Withdraw one's request, with a reason."""
    number, _, reason = given.rest.partition(" ")
    request = await _numbered(given, number, "withdraw 12 The offer ended")
    if not reason.strip():
        raise Invalid(
            "reason_missing",
            say("Say why: `/campaign withdraw {number} The offer ended`.", number=request.number),
        )
    after = await withdraw_request(given.hub, given.actor, request.id, reason)
    return spoken(withdrawn(after.number, after.title))


async def metrics(given: Given) -> Message | None:
    """Tell how a campaign does; its charts come after."""
    request = await _numbered(given, given.rest, "metrics 12")
    found = await key_figures.of_campaign(given.hub, given.actor, request.id)
    await figures_desk.ask(
        given.hub, given.actor, request, given.workspace_id, given.place, given.trigger
    )
    return figures_card(found)


async def alerts(given: Given) -> Message | None:
    """List what watches a campaign, to be edited; without a number, what silences kept of late."""
    if not given.rest:
        require(given.actor, Act.SEE_METRICS)
        return await unheard.lately(given.hub, given.actor)
    request = await _numbered(given, given.rest, "alerts 12")
    return threshold_list(request, await editing.watching(given.actor, request.id))


async def pause(given: Given) -> Message | None:
    """Ask, in a form, why a live campaign is to be paused."""
    request = await _numbered(given, given.rest, "pause 12")
    await pausing.require_pausable(given.actor, request)
    await given.client.views_open(trigger_id=given.trigger, view=pause_form(request))
    return None


async def resume(given: Given) -> Message | None:
    """Have a paused campaign run again."""
    request = await _numbered(given, given.rest, "resume 12")
    after = await pausing.resume(given.hub, given.actor, request.id)
    return spoken(runs_again(after.number, after.title))


def unknown(word: str) -> Message:
    """Answer a word that is none, with the nearest that is one."""
    return unknown_word(word, _near(word.casefold(), WORDS, "/campaign"))


def _near(word: str, known: Mapping[str, object], before: str) -> str:
    near = difflib.get_close_matches(word, [*known, "help"], 1, 0.5)
    return f"{before} {near[0]}" if near else ""


async def _numbered(given: Given, said: str, example: str) -> Request:
    number = numbered(said)
    if number is None:
        raise Invalid("no_number", say("Say which: `/campaign {example}`.", example=example))
    return await reading.get_by_number(given.actor, number)


_LISTS: Mapping[str, Where] = {
    "all": Where(),
    "mine": Where(mine=True),
    "waiting": Where(waiting_for_me=True),
}

#: What each word does.
WORDS: Mapping[str, Callable[[Given], Awaitable[Message | None]]] = {
    "new": new,
    "list": list_,
    "show": show,
    "approve": approve,
    "withdraw": withdraw,
    "metrics": metrics,
    "alerts": alerts,
    "pause": pause,
    "resume": resume,
    "away": away,
    "back": back,
}
