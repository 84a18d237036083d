"""People are known by their accounts at an issuer of sign-ins, and no longer by an address."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0012_credentials")]

    operations = [
        ops.CreateModel(
            name="SignInRecord",
            fields=[
                ("id", fields.CharField(
                    primary_key=True, unique=True, db_index=True, max_length=40,
                )),
                ("issuer", fields.CharField(max_length=500)),
                ("subject", fields.CharField(max_length=255)),
                ("user", fields.ForeignKeyField(
                    "hub.UserRecord", source_field="user_id", db_constraint=True, db_index=True,
                    to_field="id", on_delete=OnDelete.RESTRICT,
                )),
                ("linked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "sign_ins", "app": "hub", "pk_attr": "id",
                "unique_together": (("issuer", "subject"), ("user", "issuer")),
            },
            bases=["Model"],
        ),
    ]
