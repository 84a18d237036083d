"""What a point said before and after each import that corrected it (decision 31)."""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE metric_restatements (
  series_id INT NOT NULL,
  day INT NOT NULL,
  import_number INT NOT NULL,
  old_value BIGINT,
  old_state SMALLINT NOT NULL,
  value BIGINT,
  state SMALLINT NOT NULL,
  PRIMARY KEY (series_id, day, import_number)
){narrow}""",
)


class Migration(Step):
    dependencies = [("hub", "0099_files_of_figures")]

    operations = [written(TABLES, ("metric_restatements",))]
