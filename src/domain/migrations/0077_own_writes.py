"""Who changed something a moment ago, so that they see it wherever lists are read (0059)."""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE own_writes (
  id VARCHAR(24) PRIMARY KEY,
  user_id VARCHAR(40) NOT NULL,
  at {instant} NOT NULL
)""",
    "CREATE INDEX own_writes_of_user ON own_writes (user_id, at)",
)

DROPPED = ("own_writes",)


class Migration(Step):
    dependencies = [("hub", "0075_publications_ahead")]

    operations = [written(TABLES, DROPPED)]
