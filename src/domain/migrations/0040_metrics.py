"""Figures of what runs: series, their points, their totals, and what brought them in.

Points and totals are read by series and day, and nothing else is kept beside them, so both engines
have them as narrow as they come (docs/decisions/0031-metrics.md).
"""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE metric_imports (
  number {identity},
  source VARCHAR(32) NOT NULL,
  name VARCHAR(255) NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  user_id VARCHAR(40) REFERENCES users (id),
  at {instant} NOT NULL,
  added INT NOT NULL,
  changed INT NOT NULL,
  same INT NOT NULL,
  aside INT NOT NULL,
  problems {document} NOT NULL
)""",
    "CREATE INDEX metric_imports_file ON metric_imports (sha256)",
    """CREATE TABLE metric_series (
  id {identity},
  subject_kind VARCHAR(16) NOT NULL,
  subject_id VARCHAR(40) NOT NULL,
  metric VARCHAR(40) NOT NULL,
  source VARCHAR(32) NOT NULL,
  dimension VARCHAR(80) NOT NULL,
  grain VARCHAR(8) NOT NULL,
  currency VARCHAR(3) NOT NULL,
  UNIQUE (subject_id, metric, source, dimension, grain)
)""",
    """CREATE TABLE metric_points (
  series_id INT NOT NULL,
  day INT NOT NULL,
  value BIGINT,
  state SMALLINT NOT NULL,
  import_number INT NOT NULL,
  revision INT NOT NULL DEFAULT 1,
  first_value BIGINT,
  PRIMARY KEY (series_id, day)
){narrow}""",
    """CREATE TABLE metric_totals (
  series_id INT NOT NULL,
  grain SMALLINT NOT NULL,
  bucket INT NOT NULL,
  total BIGINT NOT NULL,
  days INT NOT NULL,
  hidden INT NOT NULL,
  PRIMARY KEY (series_id, grain, bucket)
){narrow}""",
    """CREATE TABLE metric_profiles (
  name VARCHAR(80) PRIMARY KEY,
  source VARCHAR(32) NOT NULL,
  columns {document} NOT NULL,
  at {instant} NOT NULL
)""",
)

DROPPED = ("metric_profiles", "metric_totals", "metric_points", "metric_series", "metric_imports")


class Migration(Step):
    dependencies = [("hub", "0039_masters")]

    operations = [written(TABLES, DROPPED)]
