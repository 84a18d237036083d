"""Jobs count their claims: the count says whether one ever began, and who holds it now."""

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0004_owned_files")]

    operations = [
        ops.AddField("JobRecord", "claims", fields.IntField(default=0, db_default=0)),
        ops.RunSQL("UPDATE jobs SET claims = attempt", reverse_sql=ops.RunSQL.noop),
    ]
