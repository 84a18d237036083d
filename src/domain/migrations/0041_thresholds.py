"""Thresholds over figures, what they said, and the alerts they open (decision 0035).

Of what is wrong with one thing there is one open alert at a time, which the index holds. People are
named by their ids alone.
"""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE thresholds (
  id VARCHAR(40) PRIMARY KEY,
  version INT NOT NULL,
  terms {document} NOT NULL,
  metric VARCHAR(40) NOT NULL,
  brand_id VARCHAR(40),
  active BOOLEAN NOT NULL,
  changed_at {instant} NOT NULL
)""",
    """CREATE TABLE threshold_versions (
  threshold_id VARCHAR(40) NOT NULL REFERENCES thresholds (id),
  version INT NOT NULL,
  terms {document} NOT NULL,
  user_id VARCHAR(40) REFERENCES users (id),
  at {instant} NOT NULL,
  PRIMARY KEY (threshold_id, version)
)""",
    """CREATE TABLE alerts (
  id VARCHAR(40) PRIMARY KEY,
  key VARCHAR(64) NOT NULL,
  threshold_id VARCHAR(40) REFERENCES thresholds (id),
  version INT NOT NULL,
  subject_kind VARCHAR(16),
  subject_id VARCHAR(40),
  brand_id VARCHAR(40),
  source VARCHAR(32) NOT NULL,
  dimension VARCHAR(80) NOT NULL,
  severity VARCHAR(16) NOT NULL,
  condition VARCHAR(16) NOT NULL,
  opened_day INT NOT NULL,
  opened_at {instant} NOT NULL,
  evidence {document} NOT NULL,
  unstable BOOLEAN NOT NULL,
  acked_by VARCHAR(40) REFERENCES users (id),
  acked_at {instant},
  note VARCHAR(500) NOT NULL,
  snoozed BOOLEAN NOT NULL,
  snoozed_until {instant},
  assignee_id VARCHAR(40) REFERENCES users (id),
  resolved_at {instant},
  reason VARCHAR(24),
  previous_id VARCHAR(40) REFERENCES alerts (id)
)""",
    "CREATE UNIQUE INDEX alerts_one_open ON alerts (key) WHERE resolved_at IS NULL",
    "CREATE INDEX alerts_of_key ON alerts (key, opened_at)",
    "CREATE INDEX alerts_of_subject ON alerts (subject_id)",
    """CREATE TABLE alert_silences (
  key VARCHAR(64) PRIMARY KEY,
  until {instant} NOT NULL,
  note VARCHAR(500) NOT NULL,
  user_id VARCHAR(40) REFERENCES users (id),
  at {instant} NOT NULL
)""",
)

DROPPED = ("alert_silences", "alerts", "threshold_versions", "thresholds")


class Migration(Step):
    dependencies = [("hub", "0040_metrics")]

    operations = [written(TABLES, DROPPED)]
