"""Insights of campaigns, and teams that hear of no alerts for some time (decisions 36, 37)."""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE ad_report_insights (
  request_id VARCHAR(40) NOT NULL REFERENCES requests (id),
  insight VARCHAR(32) NOT NULL,
  day INT NOT NULL,
  parts {document} NOT NULL,
  taken_at {instant} NOT NULL,
  PRIMARY KEY (request_id, insight, day)
)""",
    """CREATE TABLE ad_report_never_told (
  request_id VARCHAR(40) NOT NULL REFERENCES requests (id),
  insight VARCHAR(32) NOT NULL,
  at {instant} NOT NULL,
  PRIMARY KEY (request_id, insight)
)""",
    """CREATE TABLE alert_team_silences (
  team_id VARCHAR(40) PRIMARY KEY REFERENCES teams (id),
  until {instant} NOT NULL,
  note VARCHAR(500) NOT NULL,
  user_id VARCHAR(40) REFERENCES users (id),
  at {instant} NOT NULL
)""",
)

DROPPED = ("alert_team_silences", "ad_report_never_told", "ad_report_insights")


class Migration(Step):
    dependencies = [("hub", "0101_restatements")]

    operations = [written(TABLES, DROPPED)]
