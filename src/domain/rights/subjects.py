"""What rights are held in: whether it is there, whose it is, and what it belongs to.

The catalogue says so, by kind. A kind that comes to it later gets a line here, and a name in
`SubjectKind`; nothing that is kept changes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.database import sql
from domain.errors import Missing
from domain.rights.model import Subject, SubjectKind

#: An ISRC as ISO 3901 writes it, without hyphens: recordings are named by it.
ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")

#: For each kind of the catalogue, how its brand is found, and what it belongs to, whose rights are
#: its own too.
_FOUND: Mapping[SubjectKind, str] = {
    SubjectKind.ASSET: "SELECT brand_id FROM assets WHERE id = $1",
    SubjectKind.SHOW: "SELECT brand_id FROM shows WHERE id = $1",
    SubjectKind.EPISODE: (
        "SELECT s.brand_id, s.id AS show_id FROM episodes e JOIN shows s ON s.id = e.show_id"
        " WHERE e.id = $1"
    ),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A subject with its brand, and all whose rights count for it: itself, then what is above.

    The brand is empty for what is of none in particular.
    """

    subject: Subject
    brand_id: str
    line: tuple[Subject, ...]


async def placed(subject: Subject) -> Placed:
    """Return where a subject stands in the catalogue; `Missing` if it does not."""
    if subject.kind is SubjectKind.RECORDING and ISRC.fullmatch(subject.ref):
        return Placed(subject, "", (subject,))  # Only roles for every brand reach it.
    found = _FOUND.get(subject.kind)
    row = await sql.fetch_one(found, subject.ref) if found else None
    if row is None:
        raise Missing(
            "no_such_subject", f"There is no {subject.kind} `{subject.ref[:40]}`.", ("subject",)
        )
    above: tuple[Subject, ...] = ()
    if subject.kind is SubjectKind.EPISODE:
        above = (Subject(SubjectKind.SHOW, row["show_id"]),)
    return Placed(subject, row["brand_id"], (subject, *above))
