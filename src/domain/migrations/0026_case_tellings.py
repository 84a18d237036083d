"""Who was told what of a case is kept as it is of a request."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


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
    ]
