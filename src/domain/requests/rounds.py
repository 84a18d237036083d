"""What a stage's reviewers saw before its present round began."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.approvals.model import Stage
from domain.audit import service as audit
from domain.audit.model import Event
from domain.requests import records

#: How the record of a request says in which round a stage stands.
_ROUND = re.compile(r"\(round (\d+)\)$")


async def seen_before(request_id: str, stages: Sequence[Stage]) -> dict[str, Mapping[str, Any]]:
    """Return by stage id what was asked for when the round before the present one ended.

    Stages in their first round are left out: nobody has seen them before. A round may also begin
    without a revision, when something changed at the publisher; then it is what stands now.
    """
    later = [stage for stage in stages if stage.round > 1]
    if not later:
        return {}
    trail = await audit.trail(request_id)
    payloads = {found["number"]: found["payload"] for found in await records.revisions(request_id)}
    return {stage.id: payloads[_revision_before(trail, stage)] for stage in later}


def _revision_before(trail: Iterable[Event], stage: Stage) -> int:
    """Return the revision that stood when the present round of `stage` began."""
    revision = 1
    for event in trail:
        if _round_after(event, stage.key) == stage.round:
            break
        revision = int(event.details.get("revision", revision))
    return revision


def _round_after(event: Event, key: str) -> int | None:
    found = _ROUND.search(str((event.details.get("after") or {}).get(key, "")))
    return int(found[1]) if found else None
