"""What a version to come adds: a column of requests, which hubs write, and a table."""

from tortoise.migrations import operations as ops

from domain.migrations._step import Step
from tests.domain.database.later import LAST


class Migration(Step):
    dependencies = [("hub", LAST)]  # noqa: RUF012  Tortoise's form.

    operations = [  # noqa: RUF012  As above.
        ops.RunSQL("ALTER TABLE requests ADD COLUMN colour VARCHAR(8) NOT NULL DEFAULT 'red'"),
        ops.RunSQL("ALTER TABLE users ADD COLUMN colour VARCHAR(8)"),
        ops.RunSQL("CREATE TABLE colours (name VARCHAR(8) PRIMARY KEY)"),
    ]
