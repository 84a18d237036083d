"""Where a request stands, in the words of its kind."""

from bot.gathered.dossier import Dossier
from bot.language import day, later, number, say
from bot.messages import conditions, rule_brief
from bot.messages.by_itself import unaided_stands
from domain.requests.kinds import kind_named
from domain.requests.kinds.rule_version import NAME as RULE_VERSION
from domain.requests.kinds.sponsorship import NAME as SPONSORSHIP
from domain.requests.model import RequestState
from domain.site_audio.lifecycle import Phase

_STANDS: dict[RequestState, str] = {
    RequestState.IN_REVIEW: later("In review"),
    RequestState.CHANGES_REQUESTED: later("Changes requested"),
    RequestState.APPROVED: later("Approved; publishing begins when the undo window has passed"),
    RequestState.PUBLISHED: later("Handed to Spotify, which is reviewing the ads"),
    RequestState.LIVE: later("Live on Spotify"),
    RequestState.REJECTED: later("Rejected"),
    RequestState.WITHDRAWN: later("Withdrawn"),
}

#: What stands otherwise where a show's team places what was approved.
_STANDS_BY_SHEET = {
    RequestState.APPROVED: later("Approved; it is handed over when the undo window has passed"),
    RequestState.PUBLISHED: later("Handed over; the show's team has not taken it on yet"),
    RequestState.LIVE: later("Taken on by the show's team"),
}

#: What stands otherwise where people outside the hub make it real.
_STANDS_HANDED = {
    RequestState.APPROVED: later("Approved; it is handed over when the undo window has passed"),
    RequestState.PUBLISHED: later("Handed over, waiting; nobody has acknowledged it yet"),
    RequestState.LIVE: later("Acknowledged by those it was handed to"),
}

#: What stands otherwise of branded audio that was acknowledged, by how far it is.
_STANDS_AT_SITES = {
    Phase.LIVE_AT_SITES: later("Live at its sites"),
    Phase.EXPIRING: later("Live at its sites until {day}, when it has to be out"),
    Phase.RETIRED: later("Retired; it is heard no more"),
}

#: What stands otherwise of a live campaign that people had paused, or run again: by what they
#: asked for last, and whether it is so at Spotify.
_STANDS_PAUSED = {
    (True, False): later("Live on Spotify; it is being paused"),
    (True, True): later("Paused at Spotify"),
    (False, False): later("Paused at Spotify; it is to run again"),
}


def stands(dossier: Dossier) -> str:
    """Where a request stands, as it stands alone; a paused campaign is not said to run."""
    state, kind = dossier.request.state, dossier.request.kind
    if state is RequestState.APPROVED and (open_ones := conditions.waiting(dossier)):
        return say("Approved; it waits for conditions to be met: {count}", count=number(open_ones))
    if state is RequestState.LIVE and (lives := _lives(dossier)):
        return lives
    if kind == RULE_VERSION:
        return rule_brief.stands(dossier) or say(_STANDS[state])
    if kind == SPONSORSHIP:
        return say(_STANDS_BY_SHEET.get(state, _STANDS[state]))
    if kind_named(kind).hands_over is None:
        return say(_STANDS[state])
    return unaided_stands(dossier) or say(_STANDS_HANDED.get(state, _STANDS[state]))


def _lives(dossier: Dossier) -> str:
    """How something live stands otherwise than others of its kind; empty if it does not."""
    pause, audio = dossier.pause, dossier.audio
    if pause is not None and (pause.paused, pause.done) in _STANDS_PAUSED:
        return say(_STANDS_PAUSED[pause.paused, pause.done])
    if audio is None or audio.phase not in _STANDS_AT_SITES:
        return ""
    return say(_STANDS_AT_SITES[audio.phase], day=day(audio.end.day) if audio.end else "")
