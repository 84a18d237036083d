"""Who noted what an episode says where it is live; of what was noted before, nobody knows."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0084_shown")]

    operations = [
        ops.AddField(
            model_name="NoticedRecord",
            name="seen_by",
            field=fields.ForeignKeyField(
                "hub.UserRecord", source_field="seen_by_id", null=True, db_constraint=True,
                to_field="id", related_name=False, on_delete=OnDelete.RESTRICT,
            ),
        ),
    ]
