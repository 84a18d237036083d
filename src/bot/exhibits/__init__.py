"""What is shown in chat, where, and how it looks: one file for each kind of thing."""

from collections.abc import Mapping
from typing import Any

from bot.exhibits.case import CaseExhibit
from bot.exhibits.exhibit import Exhibit
from bot.exhibits.request import RequestExhibit
from domain.hub import Hub


async def load(hub: Hub, details: Mapping[str, Any]) -> Exhibit | None:
    """Return what a job to show something is about; None if it is not there."""
    if "case_id" in details:
        return await CaseExhibit.load(hub, details["case_id"])
    return await RequestExhibit.load(hub, details["request_id"])
