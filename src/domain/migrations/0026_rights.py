"""Rights: grants and prohibitions, and the layers that subjects are known to contain."""

from orjson import loads
from tortoise import fields
from tortoise.fields.data import JSON_DUMPS
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


def document(**options):
    return fields.JSONField(encoder=JSON_DUMPS, decoder=loads, **options)


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


class Migration(Step):
    dependencies = [("hub", "0025_casework")]

    operations = [
        ops.CreateModel(
            name="GrantRecord",
            fields=[
                ("id", fields.CharField(
                    primary_key=True, unique=True, db_index=True, max_length=40,
                )),
                ("subject_kind", fields.CharField(max_length=16)),
                ("subject_ref", fields.CharField(max_length=80)),
                ("layer", fields.CharField(max_length=32)),
                ("part", fields.CharField(max_length=200)),
                ("effect", fields.CharField(max_length=8)),
                ("flow", fields.CharField(max_length=3)),
                ("status", fields.CharField(max_length=10)),
                ("uses", document()),
                ("included", document()),
                ("excluded", document()),
                ("whole", document()),
                ("partly", document()),
                ("languages", document()),
                ("channels", document()),
                ("starts_at", instant()),
                ("ends_at", instant(null=True)),
                ("end_kind", fields.CharField(max_length=10)),
                ("exclusivity", fields.CharField(max_length=16)),
                ("sublicensable", fields.BooleanField()),
                ("duties", document()),
                ("grantor", fields.CharField(max_length=200)),
                ("grantee", fields.CharField(max_length=200)),
                ("paper", fields.CharField(max_length=200)),
                ("signed_on", fields.CharField(null=True, max_length=10)),
                ("origin", fields.CharField(max_length=16)),
                ("origin_ref", fields.CharField(max_length=200)),
                ("version", fields.IntField()),
            ],
            options={"table": "rights_grants", "app": "hub", "indexes": [Index(fields=["subject_kind", "subject_ref", "id"])], "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="NeedRecord",
            fields=[
                ("id", fields.IntField(
                    generated=True, primary_key=True, unique=True, db_index=True,
                )),
                ("subject_kind", fields.CharField(max_length=16)),
                ("subject_ref", fields.CharField(max_length=80)),
                ("layer", fields.CharField(max_length=32)),
                ("part", fields.CharField(max_length=200)),
                ("uses", document()),
            ],
            options={"table": "rights_needs", "app": "hub", "unique_together": (("subject_kind", "subject_ref", "layer", "part"),), "pk_attr": "id"},
            bases=["Model"],
        ),
    ]
