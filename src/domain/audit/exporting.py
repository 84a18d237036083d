"""The record of some subjects as one document that can be verified without the hub.

Each chain stands there whole, with every digest, so that whoever has the document can follow it
from the first event to the last. That no tail was cut off says the anchor beside it: its signature
is the hub's, and `greenlight audit verify` holds all chains against it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from domain.actor import Door
from domain.audit import archived, records, rules
from domain.audit.model import Event, Finding
from domain.errors import Invalid
from domain.files import FileStore

#: What the document calls its form, so that a later one can be told from it.
FORM = "greenlight-audit/1"


async def document(subjects: Sequence[str], files: FileStore) -> dict[str, Any]:
    """Return the chains of `subjects`, in their order, with what is wrong with them.

    What left the database is read from its archives in `files`, which takes its time.
    """
    found = await records.events_of_many(subjects)
    for subject, events in (await archived.events_of(files, subjects)).items():
        found[subject] = [*events, *found[subject]]
    anchors = await records.anchors()
    chains = [
        {"subject": subject, "events": [_written(one) for one in found[subject]]}
        for subject in subjects
    ]
    last = asdict(anchors[-1]) | {"at": anchors[-1].at.isoformat()} if anchors else None
    made: dict[str, Any] = {"form": FORM, "chains": chains, "anchor": last}
    return made | {"findings": [asdict(one) for one in check(made)]}


def check(document: Mapping[str, Any]) -> list[Finding]:
    """Return what is wrong with the chains of a document; `Invalid` if it is none of ours."""
    if document.get("form") != FORM:
        raise Invalid("no_audit_export", f"This is no record of the form `{FORM}`.", ("form",))
    try:
        chains = [
            (chain["subject"], [_event(one) for one in chain["events"]])
            for chain in document["chains"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        said = "A part of this record is missing or cannot be read; export it again."
        raise Invalid("no_audit_export", said, ("chains",)) from error
    findings: list[Finding] = []
    for subject, events in chains:
        strays = [one for one in events if one.subject != subject]
        findings += [Finding(subject, one.position, "it is of another subject") for one in strays]
        findings += rules.judge_chain(events)
    return findings


def _written(event: Event) -> dict[str, Any]:
    kept = asdict(event)
    return kept | {"door": event.door.value, "at": event.at.isoformat()}


def _event(kept: Mapping[str, Any]) -> Event:
    at, door = datetime.fromisoformat(kept["at"]), Door(kept["door"])
    return Event(**{**kept, "at": at, "door": door})
