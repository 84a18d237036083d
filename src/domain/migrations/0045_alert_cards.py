"""Alerts that opened together are shown together; and who was told of an alert (decision 0037)."""

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0043_segments")]

    operations = [
        ops.RunSQL("ALTER TABLE alerts ADD COLUMN group_id VARCHAR(40)"),
        ops.RunSQL("CREATE INDEX alerts_of_group ON alerts (group_id)"),
        ops.AddField(
            model_name="TellingRecord",
            name="alert_id",
            field=fields.CharField(max_length=40, null=True, db_index=True),
        ),
    ]
