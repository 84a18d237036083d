"""Which case tells a brand's managers what its ad account does, so that its end is told there."""

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0111_imports_step")]

    operations = [ops.AddField("HaltRecord", "case_id", fields.CharField(40, null=True))]
