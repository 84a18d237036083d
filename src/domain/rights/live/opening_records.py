"""Reading what the hub is still to publish, by what its rights or its words come from."""

from collections.abc import Sequence
from datetime import datetime

from domain.database import sql
from domain.rights.model import Subject, SubjectKind

#: What is not out yet, as its partial index says it; `$2` is now.
_AHEAD = (
    "SELECT p.id, p.request_id, p.version FROM publications p"
    " WHERE p.closed_at IS NULL AND p.going_since IS NULL"
    " AND (p.standing IS NULL OR p.standing = 'processing') AND p.opens_at > $2"
)

#: Which titles are meant by a title, or by a work.
_TITLES = {
    SubjectKind.TITLE: "SELECT id FROM titles WHERE id = $1",
    SubjectKind.WORK: "SELECT id FROM titles WHERE work_id = $1",
}

_BELOW = {
    SubjectKind.EPISODE: " AND p.name = $1",
    SubjectKind.SHOW: " AND p.name IN (SELECT id FROM episodes WHERE show_id = $1)",
}


def _made(titles: str) -> str:
    """Return the condition that something is made from titles, by its links or by its brief."""
    linked = (
        f"((l.target_kind = 'title' AND l.target_ref IN ({titles}))"
        " OR (l.target_kind = 'work' AND l.target_ref = $1))"
    )
    return (
        " AND (p.name IN (SELECT l.subject_ref FROM rights_links l"
        f" WHERE l.subject_kind = 'episode' AND {linked})"
        " OR p.name IN (SELECT e.id FROM rights_links l JOIN episodes e ON e.show_id ="
        f" l.subject_ref WHERE l.subject_kind = 'show' AND {linked})"
        " OR EXISTS (SELECT 1 FROM requests r WHERE r.id = p.request_id"
        f" AND r.payload->>'title_id' IN ({titles})))"
    )


_BELOW |= {kind: _made(titles) for kind, titles in _TITLES.items()}


async def ahead_of(subject: Subject, now: datetime) -> Sequence[sql.Row]:
    """Return id, request and version of what names a subject and is to open after `now`."""
    below = _BELOW.get(subject.kind)
    if below is None:
        return ()
    return await sql.fetch(f"{_AHEAD}{below} ORDER BY p.id", subject.ref, now)
