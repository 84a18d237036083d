"""What a case may be about, and whether it is there."""

from collections.abc import Mapping, Sequence

from domain import ids
from domain.actor import Actor
from domain.cases import rules
from domain.cases.model import Subject, SubjectKind
from domain.database import sql
from domain.errors import Invalid, Missing
from domain.requests import reading as requests

#: Where things of the catalogue are kept, and under which column cases name them.
_TABLES: Mapping[SubjectKind, tuple[str, str]] = {
    SubjectKind.EPISODE: ("episodes", "id"),
    SubjectKind.SHOW: ("shows", "id"),
    SubjectKind.BRAND: ("brands", "id"),
    SubjectKind.MARKET: ("markets", "code"),
}

#: Where the house's own things are kept, and how their ids begin.
_OWN: Mapping[SubjectKind, tuple[str, ids.Prefix]] = {
    SubjectKind.SITE: ("sites", ids.Prefix.SITE),
    SubjectKind.ACCOUNT: ("accounts", ids.Prefix.ACCOUNT),
}


async def checked(actor: Actor | None, given: Sequence[Subject]) -> tuple[Subject, ...]:
    """Return what a case is about, each once; `Invalid` names what is not there.

    A request must be one that `actor` may see; somebody outside, who is no actor, names none.
    """
    found = rules.clean_subjects(given)
    for one in found:
        if not await _there(actor, one):
            raise Invalid(
                "no_such_subject",
                f"There is no {one.kind} `{one.ref[:40]}` that you may see.",
                ("subjects",),
            )
    return found


async def _there(actor: Actor | None, subject: Subject) -> bool:
    if subject.kind in _TABLES:
        table, column = _TABLES[subject.kind]
        question = f"SELECT 1 FROM {table} WHERE {column} = $1"
        return await sql.fetch_one(question, subject.ref) is not None
    if subject.kind is SubjectKind.REQUEST:
        return actor is not None and await _seen(actor, subject.ref)
    return await _owned(actor, subject)


async def _owned(actor: Actor | None, subject: Subject) -> bool:
    """Whether a site or account is there; what is no id of the hub's is a name of somebody's own.

    Both are the house's: people outside and agencies name none by its id.
    """
    table, prefix = _OWN[subject.kind]
    if not subject.ref.startswith(f"{prefix}_"):
        return True
    if actor is None or actor.agency_id is not None:
        return False
    return await sql.fetch_one(f"SELECT 1 FROM {table} WHERE id = $1", subject.ref) is not None


async def _seen(actor: Actor, request_id: str) -> bool:
    try:
        await requests.get(actor, request_id)
    except Missing:
        return False
    return True


async def brand_of(subjects: Sequence[Subject]) -> str | None:
    """Return the brand that a case is for by what it is about: the first that says so."""
    questions = {
        SubjectKind.BRAND: "SELECT id AS brand_id FROM brands WHERE id = $1",
        SubjectKind.REQUEST: "SELECT brand_id FROM requests WHERE id = $1",
        SubjectKind.SHOW: "SELECT brand_id FROM shows WHERE id = $1",
        SubjectKind.EPISODE: (
            "SELECT s.brand_id FROM episodes e JOIN shows s ON s.id = e.show_id WHERE e.id = $1"
        ),
    }
    for one in subjects:
        row = await sql.fetch_one(questions[one.kind], one.ref) if one.kind in questions else None
        if row is not None and row["brand_id"] is not None:
            found: str = row["brand_id"]
            return found
    return None
