"""What rights are held in: whether it is there, whose it is, and what it belongs to.

The catalogue says so, by kind. A kind that comes to it later gets a line here, and a name in
`SubjectKind`; nothing that is kept changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.actor import Actor
from domain.catalog.works.model import Title
from domain.catalog.works.rules import name_of
from domain.database import sql
from domain.errors import Missing
from domain.isrc import is_isrc
from domain.people.model import Act
from domain.people.rules import require
from domain.rights import links
from domain.rights.model import Subject, SubjectKind
from domain.rights.proposing import Thing

#: For each kind of the catalogue, how its brand is found, and what it belongs to, whose rights are
#: its own too. Titles and works are of no brand: several may use them.
_FOUND: Mapping[SubjectKind, str] = {
    SubjectKind.ASSET: "SELECT brand_id, name, kind FROM assets WHERE id = $1",
    SubjectKind.SHOW: "SELECT brand_id, title AS name FROM shows WHERE id = $1",
    SubjectKind.EPISODE: (
        "SELECT s.brand_id, s.id AS show_id, e.title AS name"
        " FROM episodes e JOIN shows s ON s.id = e.show_id WHERE e.id = $1"
    ),
    SubjectKind.TITLE: (
        "SELECT NULL AS brand_id, w.title AS name"
        " FROM titles t JOIN works w ON w.id = t.work_id WHERE t.id = $1"
    ),
    SubjectKind.WORK: "SELECT NULL AS brand_id, title AS name FROM works WHERE id = $1",
}

#: For each kind of the catalogue, what several are called.
_NAMED: Mapping[SubjectKind, str] = {
    SubjectKind.ASSET: "id AS ref, name FROM assets WHERE id IN ({0})",
    SubjectKind.SHOW: "id AS ref, title AS name FROM shows WHERE id IN ({0})",
    SubjectKind.EPISODE: "id AS ref, title AS name FROM episodes WHERE id IN ({0})",
    SubjectKind.TITLE: (
        "t.id AS ref, w.title AS name FROM titles t JOIN works w ON w.id = t.work_id"
        " WHERE t.id IN ({0})"
    ),
    SubjectKind.WORK: "id AS ref, title AS name FROM works WHERE id IN ({0})",
}

#: What each kind is; a file is what it is used as.
_THINGS: Mapping[SubjectKind, Thing] = {
    SubjectKind.SHOW: Thing.SHOW,
    SubjectKind.EPISODE: Thing.EPISODE,
    SubjectKind.TITLE: Thing.BOOK,
    SubjectKind.WORK: Thing.BOOK,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A subject with its brand, and all whose rights count for it: itself, then what is above.

    Above it are what it belongs to, and the titles and works it is made from. `brand_id` is None
    for what is of no brand; `thing` is what it is, as proposals of layers have it.
    """

    subject: Subject
    name: str
    brand_id: str | None
    line: tuple[Subject, ...]
    thing: Thing

    @property
    def titles(self) -> list[str]:
        """The titles whose sales rights are a fence around it."""
        return [one.ref for one in self.line if one.kind is SubjectKind.TITLE]


async def placed(subject: Subject) -> Placed:
    """Return where a subject stands in the catalogue; `Missing` if it does not."""
    if subject.kind is SubjectKind.RECORDING and is_isrc(subject.ref):
        return Placed(subject, subject.ref, None, (subject,), Thing.RECORDING)
    found = _FOUND.get(subject.kind)
    row = await sql.fetch_one(found, subject.ref) if found else None
    if row is None:
        raise Missing("no_such_subject", f"There is no {subject.kind} `{subject.ref[:40]}`.")
    line = [subject]
    if subject.kind is SubjectKind.EPISODE:
        line.append(Subject(SubjectKind.SHOW, row["show_id"]))
    line += await links.of(line)
    line += await _works([one.ref for one in line if one.kind is SubjectKind.TITLE])
    thing = _THINGS.get(subject.kind) or Thing(row["kind"])
    return Placed(subject, row["name"], row["brand_id"], tuple(dict.fromkeys(line)), thing)


async def names(keys: Sequence[str]) -> dict[str, str]:
    """Return what subjects are called, by `key_of` each; those that are nowhere are left out."""
    wanted: dict[SubjectKind, list[str]] = {}
    for key in keys:
        kind, _, ref = key.partition(":")
        wanted.setdefault(SubjectKind(kind), []).append(ref)
    found = {f"{SubjectKind.RECORDING}:{ref}": ref for ref in wanted.pop(SubjectKind.RECORDING, ())}
    asked, args = [], list[object]()
    for kind, refs in wanted.items():
        among = sql.placeholders(len(args) + 1, len(refs))
        asked.append(f"SELECT '{kind}' AS kind, {_NAMED[kind].format(among)}")
        args += refs
    rows = await sql.fetch(" UNION ALL ".join(asked), *args) if asked else ()
    return found | {f"{row['kind']}:{row['ref']}": row["name"] for row in rows}


def key_of(subject: Subject) -> str:
    """Return what `names` knows a subject by."""
    return f"{subject.kind}:{subject.ref}"


def of_title(title: Title) -> Placed:
    """Return where a title stands: its work is above it, and it is made from nothing else."""
    subject = Subject(SubjectKind.TITLE, title.id)
    line = (subject, Subject(SubjectKind.WORK, title.work_id))
    return Placed(subject, name_of(title.product)[0], None, line, Thing.BOOK)


def require_change(actor: Actor, where: Placed, markets: tuple[str, ...]) -> None:
    """Raise `Forbidden` unless `actor` may change rights of a subject for these markets.

    What is of no brand concerns all of them.
    """
    if where.brand_id is None:
        require(actor, Act.CHANGE_RIGHTS, everywhere=True)
    else:
        require(actor, Act.CHANGE_RIGHTS, brand_id=where.brand_id, markets=markets)


async def _works(titles: Sequence[str]) -> list[Subject]:
    if not titles:
        return []
    rows = await sql.fetch(
        f"SELECT work_id FROM titles WHERE id IN ({sql.placeholders(1, len(titles))}) ORDER BY id",
        *titles,
    )
    return [Subject(SubjectKind.WORK, row["work_id"]) for row in rows]
