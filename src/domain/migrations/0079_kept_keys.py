"""Keys of secrets that were replaced, for what they signed or marked for ever (decision 63)."""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE kept_keys (
  id VARCHAR(80) PRIMARY KEY,
  purpose VARCHAR(40) NOT NULL,
  sealed TEXT NOT NULL,
  reach INT
)""",
)


class Migration(Step):
    dependencies = [("hub", "0077_own_writes")]

    operations = [written(TABLES, ("kept_keys",))]
