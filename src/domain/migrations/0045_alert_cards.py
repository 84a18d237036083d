"""Alerts that opened together are shown together; who was told of an alert, and charts (decision 0037)."""

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


class Migration(Step):
    dependencies = [("hub", "0044_ad_reports")]

    operations = [
        ops.RunSQL("ALTER TABLE alerts ADD COLUMN group_id VARCHAR(40)"),
        ops.RunSQL("CREATE INDEX alerts_of_group ON alerts (group_id)"),
        ops.AddField(
            model_name="TellingRecord",
            name="alert_id",
            field=chars(40, null=True, db_index=True),
        ),
        ops.CreateModel(
            name="PictureRecord",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("subject_id", chars(40)),
                ("workspace_id", chars(32)),
                ("locale", chars(35)),
                ("file_id", chars(40)),
                ("alt", chars(2000)),
                ("drawn", chars(64)),
            ],
            options={
                "table": "chat_pictures", "app": "hub", "pk_attr": "id",
                "unique_together": (("subject_id", "workspace_id", "locale"),),
            },
            bases=["Model"],
        ),
    ]
