"""Events that were archived, and from where on chains stand in the database (decision 67)."""

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE audit_archives (
  number INT PRIMARY KEY,
  id VARCHAR(40) NOT NULL UNIQUE,
  first_anchor INT NOT NULL,
  last_anchor INT NOT NULL,
  after_seq BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  begun_at {instant} NOT NULL,
  events INT,
  size BIGINT,
  sha256 VARCHAR(64),
  retired_at {instant}
)""",
)


class Migration(Step):
    dependencies = [("hub", "0082_points_by_quarter")]

    operations = [
        written(TABLES, ("audit_archives",)),
        ops.AddField("HeadRecord", "archived", fields.IntField(null=True)),
        ops.AddField("HeadRecord", "archived_digest", fields.CharField(64, null=True)),
    ]
