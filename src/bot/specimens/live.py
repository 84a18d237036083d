"""A live campaign that is paused, or of which something stopped, without a database."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.messages.card import requester_card
from bot.specimens.request import NOW, Specimen
from domain.approvals.model import StageState
from domain.campaigns.model import Pause
from domain.requests.model import RequestState

#: What is said where what a request needs was given up.
_STUCK = (
    "Watching what Spotify says of this stopped: Spotify did not answer in time. An administrator"
    " mends the cause and runs `greenlight retry watch:12`."
)

#: What people asked for last, and whether it is so at Spotify, by the name of its picture.
_PAUSES = {"to be paused": (True, False), "paused": (True, True), "to run again": (False, False)}


def live_shown(drawn: Specimen) -> Iterator[dict[str, Any]]:
    """Yield `{name, surface, payload}` of the card that the requester follows it on."""
    live = drawn.dossier(drawn.stage(StageState.APPROVED), state=RequestState.LIVE)
    shown = {"stopped": replace(live, request=replace(live.request, trouble=_STUCK))}
    for name, (paused, done) in _PAUSES.items():
        pause = Pause("req_1", 1, paused, drawn.words.reason, "usr_1", NOW, done)
        shown[name] = replace(live, pause=pause)
    for name, dossier in shown.items():
        card = requester_card(dossier)
        yield {"name": f"requester {name}", "surface": "message", "payload": card}
