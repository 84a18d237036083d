"""What is said to an endpoint: JSON of one version, with accounts under pseudonyms alone. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.journeys.model import Delivery, EventKind
from domain.requests.kinds.targeting import TargetingBrief
from domain.requests.model import Request

#: The version of the form; it changes where a receiver would have to read it differently.
VERSION = 1


@dataclass(frozen=True, slots=True)
class Named:
    """An account as it is told: its pseudonym, and the offer it was judged to be for, if any."""

    pseudonym: str
    offer: str | None


def written(
    delivery: Delivery, request: Request, brief: TargetingBrief, members: Sequence[Named]
) -> bytes:
    """Return the body of one delivery: `type`, `version`, `timestamp` and `data`.

    `timestamp` is when it was asked for, the same in every attempt. `data` names the request, its
    revision, and the accounts; the beginning of a journey also says what it is, page by page, and
    the revision tells a later list of the same request from an earlier one.
    """
    data: dict[str, Any] = {"request": request.id, "revision": delivery.revision}
    if delivery.kind is EventKind.STARTED:
        data |= _journey(request, brief)
        data |= {"page": delivery.page, "pages": delivery.pages}
        data["members"] = [{"account": one.pseudonym, "offer": one.offer} for one in members]
    elif delivery.kind is EventKind.REMOVED:
        data["members"] = [{"account": one.pseudonym} for one in members]
    said = {
        "type": delivery.kind.value,
        "version": VERSION,
        "timestamp": delivery.made_at.isoformat(),
        "data": data,
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _journey(request: Request, brief: TargetingBrief) -> Mapping[str, Any]:
    return {
        "number": request.number,
        "name": brief.name,
        "brand": brief.brand_id,
        "markets": list(brief.markets),
        "channel": brief.reached_by.value if brief.reached_by else None,
        "campaign": brief.subject_id,
        "targets": brief.targets,
        "until": brief.until.isoformat() if brief.until else None,
    }
