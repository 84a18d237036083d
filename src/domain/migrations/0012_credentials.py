"""What opens accounts outside, such as the ad account's token, is a row that processes share."""

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0011_places")]

    operations = [
        ops.CreateModel(
            name="CredentialRecord",
            fields=[
                ("key", fields.CharField(
                    primary_key=True, unique=True, db_index=True, max_length=120,
                )),
                ("name", fields.CharField(max_length=40)),
                ("sealed", fields.TextField(unique=False)),
                ("version", fields.IntField()),
                ("claims", fields.IntField()),
                ("claimed_until", fields.DatetimeField(
                    null=True, auto_now=False, auto_now_add=False,
                )),
                ("renewed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "credentials", "app": "hub", "pk_attr": "key"},
            bases=["Model"],
        ),
    ]
