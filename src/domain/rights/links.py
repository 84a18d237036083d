"""What subjects are made from: the titles and works whose rights count for them too."""

from collections.abc import Sequence

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.rights.model import Subject, SubjectKind


class LinkRecord(Model):
    """A title or work that a subject is made from."""

    id = fields.IntField(primary_key=True)
    subject_kind = fields.CharField(16)
    subject_ref = fields.CharField(80)
    target_kind = fields.CharField(16)
    target_ref = fields.CharField(80)

    class Meta:
        """Where it is kept."""

        table = "rights_links"
        unique_together = (("subject_kind", "subject_ref", "target_kind", "target_ref"),)
        indexes = (("target_kind", "target_ref"),)


async def of(subjects: Sequence[Subject]) -> list[Subject]:
    """Return what subjects are linked to, each once, in the order it was linked."""
    found = await of_each(subjects)
    return list(dict.fromkeys(one for linked in found.values() for one in linked))


async def of_each(subjects: Sequence[Subject]) -> dict[Subject, list[Subject]]:
    """Return what each of some subjects is linked to, in the order it was linked."""
    if not subjects:
        return {}
    where = " OR ".join(
        f"(subject_kind = ${place} AND subject_ref = ${place + 1})"
        for place in range(1, 2 * len(subjects), 2)
    )
    rows = await sql.fetch(
        f"SELECT * FROM rights_links WHERE {where} ORDER BY id",
        *(value for one in subjects for value in (one.kind, one.ref)),
    )
    found: dict[Subject, list[Subject]] = {}
    for row in rows:
        subject = Subject(SubjectKind(row["subject_kind"]), row["subject_ref"])
        target = Subject(SubjectKind(row["target_kind"]), row["target_ref"])
        found.setdefault(subject, []).append(target)
    return found


async def add(subject: Subject, target: Subject) -> bool:
    """Link a subject; False if it was."""
    row = {
        "subject_kind": subject.kind,
        "subject_ref": subject.ref,
        "target_kind": target.kind,
        "target_ref": target.ref,
    }
    return await sql.insert_if_new(LinkRecord, row, tuple(row))


async def remove(subject: Subject, target: Subject) -> bool:
    """Unlink a subject; False if it was not linked."""
    gone = await sql.execute(
        "DELETE FROM rights_links WHERE subject_kind = $1 AND subject_ref = $2"
        " AND target_kind = $3 AND target_ref = $4",
        subject.kind,
        subject.ref,
        target.kind,
        target.ref,
    )
    return gone > 0
