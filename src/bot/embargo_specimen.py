"""The form that lets a release out before its title's days, to draw without a database."""

from collections.abc import Iterator
from typing import Any

from bot.messages.waiving import waive_form
from bot.specimen import Specimen
from domain.requests.model import RequestState


def embargoes_shown(drawn: Specimen) -> Iterator[dict[str, Any]]:
    """Yield `{name, surface, payload}` of the form."""
    request = drawn.request(RequestState.APPROVED, None)
    yield {"name": "waive the embargo", "surface": "modal", "payload": waive_form(request)}
