"""The cards of a targeting with a list, for the gallery: before and after it was uploaded."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.messages.card import requester_card, stage_card
from bot.specimens.kinds import asked
from bot.specimens.request import NOW, Specimen
from domain.approvals.model import StageState
from domain.campaigns.lists.model import AudienceState, CustomerList
from domain.campaigns.lists.reading import Told
from domain.requests.kinds import targeting


def customer_lists_shown(drawn: Specimen) -> Iterator[dict[str, Any]]:
    """Yield `{name, surface, payload}` of a list before it is uploaded, and as it stands then."""
    stage = drawn.stage(StageState.OPEN)
    dossier = replace(asked(drawn, targeting.KIND, stage), customers=Told(40, 1, None))
    card = stage_card(dossier, stage, 1, NOW)
    yield {"name": "targeting with a list", "surface": "message", "payload": card}
    for state in AudienceState:
        held = CustomerList("req_1", "req_2", "aud_1", ("acc_1",), None, state)
        card = requester_card(replace(dossier, customers=Told(40, 12, held)))
        yield {"name": f"requester, list {state}", "surface": "message", "payload": card}
