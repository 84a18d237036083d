"""Whose a file is: the agency's whose people declared it, or the house's own."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

FILL = (
    "UPDATE assets SET agency_id ="
    " (SELECT u.agency_id FROM users u WHERE u.id = assets.uploader_id)"
)


class Migration(Step):
    dependencies = [("hub", "0003_folded_titles")]

    operations = [
        ops.AddField(
            "AssetRecord",
            "agency",
            fields.ForeignKeyField(
                "hub.AgencyRecord",
                source_field="agency_id",
                null=True,
                db_constraint=True,
                to_field="id",
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.RunSQL(FILL, reverse_sql="SELECT 1"),
    ]
