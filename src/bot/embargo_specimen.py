"""A release that its title's record holds, and the form that lets it out, without a database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from bot.messages.card import requester_card
from bot.messages.waiving import waive_form
from bot.specimen import Specimen
from domain.approvals.model import StageState
from domain.masters import embargoes
from domain.masters.embargoes import Embargo
from domain.requests.model import RequestState


def embargoes_shown(drawn: Specimen) -> Iterator[dict[str, Any]]:
    """Yield `{name, surface, payload}` of the requester's card and the form."""
    stage = drawn.stage(StageState.APPROVED)
    dossier = drawn.dossier(stage, state=RequestState.APPROVED)
    found = [Embargo(role, date(2027, 1, 1)) for role in embargoes.KEEPING]
    held = replace(dossier.request, trouble=embargoes.held(found, date(2026, 12, 2)))
    card = requester_card(replace(dossier, request=held))
    yield {"name": "requester, held by the record", "surface": "message", "payload": card}
    yield {"name": "waive the embargo", "surface": "modal", "payload": waive_form(held)}
