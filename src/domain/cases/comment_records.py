"""Table of what was said in cases."""

from collections.abc import Sequence

from tortoise import fields
from tortoise.models import Model

from domain.cases.model import Comment, CommentKind
from domain.database import sql
from domain.database.listing import of_each


class CaseCommentRecord(Model):
    """What somebody said in a case."""

    id = fields.CharField(40, primary_key=True)
    case = fields.ForeignKeyField("hub.CaseRecord", on_delete=fields.RESTRICT, db_index=True)
    kind = fields.CharField(16)
    author = fields.ForeignKeyField("hub.UserRecord", null=True, on_delete=fields.RESTRICT)
    text = fields.TextField()
    at = fields.DatetimeField()
    by_hub = fields.BooleanField(default=False, db_default=False)

    class Meta:
        """Where it is kept."""

        table = "case_comments"


async def add(comment: Comment) -> None:
    """Add what somebody said."""
    await sql.insert(
        CaseCommentRecord,
        {
            "id": comment.id,
            "case_id": comment.case_id,
            "kind": comment.kind,
            "author_id": comment.author_id,
            "text": comment.text,
            "at": comment.at,
            "by_hub": comment.by_hub,
        },
    )


async def of_cases(case_ids: Sequence[str]) -> dict[str, list[Comment]]:
    """Return what was said in cases, by case id, oldest first."""
    return await of_each("case_comments", "case_id", case_ids, _comment)


async def move(duplicate_id: str, main_id: str, *, inside: bool) -> None:
    """Move what was said in a duplicate to its main case; all of it for the house if `inside`."""
    if inside:
        await sql.execute(
            "UPDATE case_comments SET kind = $1 WHERE case_id = $2",
            CommentKind.INTERNAL,
            duplicate_id,
        )
    await sql.execute(
        "UPDATE case_comments SET case_id = $1 WHERE case_id = $2", main_id, duplicate_id
    )


def _comment(row: sql.Row) -> Comment:
    return Comment(
        id=row["id"],
        case_id=row["case_id"],
        kind=CommentKind(row["kind"]),
        author_id=row["author_id"],
        text=row["text"],
        at=sql.instant(row["at"]),
        by_hub=bool(row["by_hub"]),
    )
