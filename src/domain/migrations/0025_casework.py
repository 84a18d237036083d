"""Who was told what of a case is kept as of a request; a compensation knows its request."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

ONE_REQUEST = "CREATE UNIQUE INDEX one_compensation_per_request ON compensations (request_id)"


class Migration(Step):
    dependencies = [("hub", "0024_languages")]

    operations = [
        ops.AddField(
            "TellingRecord",
            "case",
            fields.ForeignKeyField(
                "hub.CaseRecord",
                source_field="case_id",
                null=True,
                db_constraint=True,
                db_index=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            "CompensationRecord",
            "request",
            fields.ForeignKeyField(
                "hub.RequestRecord",
                source_field="request_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.RunSQL(ONE_REQUEST, reverse_sql="DROP INDEX one_compensation_per_request"),
    ]
