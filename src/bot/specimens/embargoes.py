"""A release that is held before its title's days, and who lets it out, without a database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from bot.gathered.dossier import Dossier
from bot.language import refusal
from bot.messages.card import requester_card
from bot.messages.texts import spoken
from bot.messages.waiving import waive_form
from bot.specimens.kinds import asked
from bot.specimens.request import Specimen
from domain.actor import Actor, Door
from domain.approvals.model import StageState
from domain.errors import Forbidden
from domain.masters import embargoes
from domain.masters.embargoes import Embargo
from domain.people.model import Act
from domain.people.rules import require
from domain.requests.kinds import episode_release
from domain.requests.model import RequestState

#: A day of every role that keeps a release, and the day of the release.
_DAYS = tuple(Embargo(role, date(2027, 1, 15)) for role in embargoes.KEEPING)
_RELEASES_ON = date(2026, 12, 1)


def embargoes_shown(drawn: Specimen) -> Iterator[dict[str, Any]]:
    """Yield `{name, surface, payload}` of the card, the form, and what others hear."""
    for state in (RequestState.APPROVED, RequestState.PUBLISHED):
        card, name = requester_card(_held(drawn, state)), f"held by its title's record, {state}"
        yield {"name": name, "surface": "message", "payload": card}
    request = drawn.request(RequestState.APPROVED, None)
    yield {"name": "waive the embargo", "surface": "modal", "payload": waive_form(request)}
    yield {"name": "may not waive the embargo", "surface": "message", "payload": _refused(drawn)}


def _held(drawn: Specimen, state: RequestState) -> Dossier:
    stage = drawn.stage(StageState.APPROVED)
    dossier = asked(drawn, episode_release.KIND, stage, state)
    said = embargoes.held(_DAYS, _RELEASES_ON, ())
    return replace(dossier, request=replace(dossier.request, trouble=said))


def _refused(drawn: Specimen) -> dict[str, Any]:
    """What somebody hears who is no manager."""
    heard = ""
    try:
        require(Actor("usr_1", drawn.words.person, Door.CHAT), Act.WAIVE_EMBARGO)
    except Forbidden as error:
        heard = refusal(error)
    return spoken(heard)
