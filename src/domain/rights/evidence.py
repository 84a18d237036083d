"""What a judgement that gated something rested on, so that it can be judged again later.

It is an event in the record of the request that was gated, in the transaction that gates: for each
thing judged its grants with their versions, what it was said to contain, its titles with the
digests of what their publishers said, what was asked, and what was found. The record of each grant
tells what every version of it said; so the same comes out again, whatever was entered since.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.actor import SCHEDULE
from domain.audit import service as audit
from domain.hub import Hub
from domain.rights.availability import Availability
from domain.rights.reading import Book
from domain.rights.records import written_need
from domain.rights.verdicts import Finding, Question, Verdict

#: How the record names what was judged.
JUDGED = "rights.judged"

#: What a judgement of a thing rests on, whatever is asked of it.
_RESTS = ("subject", "kind", "grants", "needs", "titles")

#: What was judged of one thing, as plain JSON values.
Judged = Mapping[str, Any]


def at_once(book: Book, question: Question, verdicts: Sequence[Verdict]) -> Judged:
    """Return what was judged at the one instant of a question."""
    found = [_found(one.territories, one.findings, one.standing) for one in verdicts]
    return _of(book, question) | {"found": found}


def through(
    book: Book, question: Question, until: datetime, found: Sequence[Availability]
) -> Judged:
    """Return what was judged from the instant of a question until another."""
    spans = [
        _found(one.territories, span.findings, span.standing)
        | {"from": span.starts_at.isoformat(), "until": span.ends_at.isoformat()}
        for one in found
        for span in one.spans
    ]
    return _of(book, question) | {"until": until.isoformat(), "found": spans}


async def keep(hub: Hub, request_id: str, revision: int, judged: Sequence[Judged]) -> None:
    """Record what was judged for a revision, unless it is what was recorded last of these things.

    In the running transaction, which is the one that gates. The instant asked about, which moves
    on with every look, makes no other judgement.
    """
    if not judged:
        return
    details = {"revision": revision, "judged": _together(judged)}
    trail = await audit.trail(request_id)
    alike = (one.details for one in reversed(trail) if one.act == JUDGED)
    last = next((one for one in alike if _things(one) == _things(details)), None)
    if last is None or _lasting(last) != _lasting(details):
        await audit.record(hub.clock.now(), SCHEDULE, JUDGED, request_id, details)


def _of(book: Book, question: Question) -> dict[str, Any]:
    return {
        "subject": book.subject.ref,
        "kind": book.subject.kind.value,
        "grants": {one.id: one.version for one in book.grants},
        "needs": [dict(written_need(one)) for one in book.needs],
        "titles": {one.title_id: one.digest for one in book.fences},
        "use": question.use.value,
        "language": question.language,
        "channel": question.channel,
        "at": question.at.isoformat(),
    }


def _found(places: frozenset[str], findings: Sequence[Finding], standing: str) -> dict[str, Any]:
    return {
        "territories": sorted(places),
        "standing": str(standing),
        "layers": [
            {
                "layer": one.need.layer.value if one.need else None,
                "part": one.need.part if one.need else "",
                "reason": one.why.value,
                "grants": list(one.grants),
            }
            for one in findings
        ],
    }


def _together(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    """Return what each thing was judged by once, with all that was asked of it."""
    things: dict[str, dict[str, Any]] = {}
    for one in judged:
        thing = {name: one[name] for name in _RESTS}
        asked = {name: said for name, said in one.items() if name not in _RESTS}
        things.setdefault(one["subject"], thing | {"asked": []})["asked"].append(asked)
    return list(things.values())


def _things(details: Mapping[str, Any]) -> list[str]:
    """Return what was judged: one request may be gated by the rights of several sets of things."""
    return sorted(one["subject"] for one in details["judged"])


def _lasting(details: Mapping[str, Any]) -> list[object]:
    """Return what was judged and found, but for the instants that were asked about."""
    return [
        details["revision"],
        *(
            one | {"asked": [{**asked, "at": None} for asked in one["asked"]]}
            for one in details["judged"]
        ),
    ]
