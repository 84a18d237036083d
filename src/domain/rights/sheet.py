"""Grants as lines of a table: narrators' agreements and music permissions as offices keep them.

A line says what a grant says, in the columns below; what is left out is as on the forms. What is
written is read back to the same grant. Pure.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from domain.errors import Invalid
from domain.instants import in_utc
from domain.language_tags import canonical
from domain.rights import rules
from domain.rights.channels import Channel, named
from domain.rights.model import (
    Duty,
    Effect,
    End,
    Exclusivity,
    Flow,
    Grant,
    Layer,
    Origin,
    Provenance,
    Scope,
    Status,
    Subject,
    SubjectKind,
    Terms,
    Use,
    Window,
)
from domain.territories import Area

#: What goes into each column; these are all there are.
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "ref": "what the line is called, once in the table and for ever",
        "subject_kind": "asset, episode, show, title or work",
        "subject": "its id in the hub; of a title also its ISBN",
        "layer": "such as narrator or music_master",
        "part": "which of several, such as an ISRC; empty for all",
        "effect": "permit or prohibit; permit if empty",
        "flow": "in or out; in if empty",
        "status": "draft or signed; signed if empty",
        "uses": "such as stream clip, with blanks between; every for all",
        "territories": "codes such as DE CA-QC or WORLD, with blanks between",
        "except": "territories taken out of these",
        "languages": "such as de pt-BR; empty for all",
        "channels": f"of {', '.join(Channel)}; empty for all",
        "from": "the first day, 2026-07-01, or an instant, 2026-07-01T00:00:00Z",
        "until": "the last day, the instant at which it is over, perpetual, or unknown",
        "time_zone": "where days are days, such as Europe/Berlin; needed with days",
        "exclusivity": "exclusive, sole or non_exclusive; non_exclusive if empty",
        "sublicensable": "yes or no; no if empty",
        "duties": "credit, pre_approval, fee_paid, no_edit; fee_paid:done once it is",
        "grantor": "who grants or prohibits it",
        "grantee": "to whom; empty for the house",
        "document": "where the paper is",
        "signed_on": "the day, 2026-06-15; empty if not known",
        "agreement": "the id of the agreement it belongs to, if it is known here",
    }
)

#: The columns without which no line is read.
NEEDED = frozenset(
    {"ref", "subject_kind", "subject", "layer", "uses", "territories", "from", "until", "grantor"}
)

#: In which column stands what a refusal names.
_COLUMN_OF: Mapping[str, str] = MappingProxyType(
    {
        "include": "territories",
        "exclude": "except",
        "starts_at": "from",
        "first_day": "from",
        "ends_at": "until",
        "last_day": "until",
        "end": "until",
        "window": "until",
        "agreement_id": "agreement",
    }
)

_ALMOST_A_LIST = re.compile(r"[\s,;]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Word = TypeVar("Word", bound=StrEnum)


def column_of(refusal: Invalid) -> str | None:
    """Return the column that a refusal is about; None if it is about the line."""
    name = str(refusal.path[0]) if refusal.path else ""
    found = _COLUMN_OF.get(name, name)
    return found if found in COLUMNS else None


def grant_of(cells: Mapping[str, str]) -> Grant:
    """Return the grant that a line says, its territories not found yet.

    `Invalid`, with the column, for what cannot be read.
    """
    said = {name: cells.get(name, "").strip() for name in COLUMNS}
    ref = said["ref"]
    if not ref or len(ref) > rules.NAME_MAX or not ref.isprintable():
        text = f"Give each line a name of its own, of up to {rules.NAME_MAX} visible characters."
        raise Invalid("bad_ref", text, ("ref",))
    if said["sublicensable"].lower() not in {"yes", "no", ""}:
        raise Invalid("bad_cell", "It says neither yes nor no.", ("sublicensable",))
    return Grant(
        id="",
        subject=Subject(_word(SubjectKind, said, "subject_kind"), said["subject"][:80]),
        layer=_word(Layer, said, "layer"),
        effect=_word(Effect, said, "effect", Effect.PERMIT),
        scope=Scope(
            uses=frozenset(_words(Use, said, "uses")),
            area=Area(),
            languages=frozenset(canonical(one, ("languages",)) for one in _list(said["languages"])),
            channels=frozenset(named(one, ("channels",)) for one in _list(said["channels"])),
            include=tuple(_list(said["territories"])),
            exclude=tuple(_list(said["except"])),
        ),
        window=_window(said),
        provenance=Provenance(
            grantor=" ".join(said["grantor"].split()),
            grantee=" ".join(said["grantee"].split()),
            document=said["document"],
            signed_on=_day(said, "signed_on") if said["signed_on"] else None,
            origin=Origin.CSV,
            origin_ref=ref,
            agreement_id=said["agreement"] or None,
        ),
        part=said["part"],
        flow=_word(Flow, said, "flow", Flow.IN),
        status=_word(Status, said, "status", Status.SIGNED),
        terms=Terms(
            exclusivity=_word(Exclusivity, said, "exclusivity", Exclusivity.NON_EXCLUSIVE),
            sublicensable=said["sublicensable"].lower() == "yes",
            duties=_duties(said),
        ),
    )


def cells_of(grant: Grant) -> dict[str, str]:
    """Return the line that says a grant; it is called by the grant's id."""
    scope, window, terms, source = grant.scope, grant.window, grant.terms, grant.provenance
    duties = [f"{duty}:done" if done else duty.value for duty, done in sorted(terms.duties.items())]
    return {
        "ref": grant.id,
        "subject_kind": grant.subject.kind.value,
        "subject": grant.subject.ref,
        "layer": grant.layer.value,
        "part": grant.part,
        "effect": grant.effect.value,
        "flow": grant.flow.value,
        "status": grant.status.value,
        "uses": " ".join(sorted(scope.uses)),
        "territories": " ".join(scope.include),
        "except": " ".join(scope.exclude),
        "languages": " ".join(sorted(scope.languages)),
        "channels": " ".join(sorted(scope.channels)),
        "from": _said(window.starts_at),
        "until": _said(window.ends_at) if window.ends_at else window.end.value,
        "time_zone": "",
        "exclusivity": terms.exclusivity.value,
        "sublicensable": "yes" if terms.sublicensable else "no",
        "duties": " ".join(duties),
        "grantor": source.grantor,
        "grantee": source.grantee,
        "document": source.document,
        "signed_on": source.signed_on.isoformat() if source.signed_on else "",
        "agreement": source.agreement_id or "",
    }


def digest(grant: Grant) -> str:
    """Return a digest of what a grant says, however its line was written and called."""
    said = {name: cell.strip() for name, cell in cells_of(grant).items() if name != "ref"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _said(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _list(cell: str) -> list[str]:
    return [word for word in _ALMOST_A_LIST.split(cell) if word]


def _word(kind: type[Word], said: Mapping[str, str], name: str, usual: Word | None = None) -> Word:
    text = said[name]
    if not text and usual is not None:
        return usual
    return _known(kind, text, name)


def _words(kind: type[Word], said: Mapping[str, str], name: str) -> list[Word]:
    return [_known(kind, one, name) for one in _list(said[name])]


def _known(kind: type[Word], text: str, name: str) -> Word:
    try:
        return kind(text.lower())
    except ValueError:
        known = ", ".join(one.value for one in kind)
        given = f"`{text[:40]}`" if text else "Nothing"
        said = f"{given} stands there; there are {known}."
        raise Invalid("bad_cell", said, (name,)) from None


def _duties(said: Mapping[str, str]) -> Mapping[Duty, bool]:
    found: dict[Duty, bool] = {}
    for one in _list(said["duties"]):
        name, _, done = one.partition(":")
        if done not in {"", "done"}:
            raise Invalid("bad_cell", f"`{one[:40]}` is no duty and not one done.", ("duties",))
        found[_known(Duty, name, "duties")] = bool(done)
    return MappingProxyType(found)


def _window(said: Mapping[str, str]) -> Window:
    start = _instant(said, "from")
    if said["until"].lower() in {End.PERPETUAL.value, End.UNKNOWN.value}:
        return rules.window(start, None, end=End(said["until"].lower()))
    return rules.window(start, _instant(said, "until"), end=End.DATED)


def _instant(said: Mapping[str, str], name: str) -> datetime:
    if _DAY.fullmatch(said[name]):
        if not said["time_zone"]:
            text = "Say in which time zone its days are days."
            raise Invalid("time_zone_missing", text, ("time_zone",))
        reckon = rules.first_instant if name == "from" else rules.last_instant
        return reckon(_day(said, name), said["time_zone"])
    try:
        at = datetime.fromisoformat(said[name])
    except ValueError:
        raise _no_day(said[name], name) from None
    return in_utc(at, (name,))


def _day(said: Mapping[str, str], name: str) -> date:
    try:
        return date.fromisoformat(said[name])
    except ValueError:
        raise _no_day(said[name], name) from None


def _no_day(text: str, name: str) -> Invalid:
    given = f"`{text[:40]}`" if text else "Nothing"
    return Invalid("bad_cell", f"{given} stands there, and is no day as in 2026-07-01.", (name,))
