"""Reports of the ad platform: how far asking is, figures by country, and back-fills."""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE ad_report_standings (
  request_id VARCHAR(40) PRIMARY KEY REFERENCES requests (id),
  through INT NOT NULL,
  asked_at {instant} NOT NULL,
  import_number INT,
  odd VARCHAR(500),
  settled_at {instant}
)""",
    """CREATE TABLE ad_report_snapshots (
  request_id VARCHAR(40) NOT NULL REFERENCES requests (id),
  day INT NOT NULL,
  countries {document} NOT NULL,
  taken_at {instant} NOT NULL,
  PRIMARY KEY (request_id, day)
)""",
    """CREATE TABLE ad_report_backfills (
  id VARCHAR(40) PRIMARY KEY,
  request_id VARCHAR(40) NOT NULL REFERENCES requests (id),
  first_day VARCHAR(10) NOT NULL,
  last_day VARCHAR(10) NOT NULL,
  state VARCHAR(16) NOT NULL,
  asked_at {instant} NOT NULL,
  user_id VARCHAR(40) REFERENCES users (id),
  report_id VARCHAR(40),
  tries INT NOT NULL,
  import_number INT,
  problem VARCHAR(500)
)""",
    "CREATE INDEX ad_report_backfills_of_request ON ad_report_backfills (request_id)",
    "CREATE UNIQUE INDEX ad_report_backfills_once ON ad_report_backfills (request_id, first_day)"
    " WHERE state IN ('asked', 'making')",
)

DROPPED = ("ad_report_backfills", "ad_report_snapshots", "ad_report_standings")


class Migration(Step):
    dependencies = [("hub", "0043_segments")]

    operations = [written(TABLES, DROPPED)]
