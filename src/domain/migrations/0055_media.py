"""Addresses of files, endpoints of publications and what those report (decision 0048)."""

from tortoise.migrations import operations as ops

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE media (
  token VARCHAR(40) PRIMARY KEY,
  name VARCHAR(500) NOT NULL,
  asset_id VARCHAR(40) NOT NULL REFERENCES assets (id),
  request_id VARCHAR(40) NOT NULL REFERENCES requests (id),
  file_name VARCHAR(40) NOT NULL,
  made_at {instant} NOT NULL,
  closed_at {instant},
  UNIQUE (name, asset_id)
)""",
    """CREATE TABLE content_turns (
  request_id VARCHAR(40) PRIMARY KEY REFERENCES requests (id),
  endpoint_id VARCHAR(40) NOT NULL REFERENCES journey_endpoints (id),
  verb VARCHAR(24) NOT NULL,
  revision INT NOT NULL,
  digest VARCHAR(64) NOT NULL,
  number INT NOT NULL,
  attempts INT NOT NULL
)""",
    """CREATE TABLE content_reports (
  request_id VARCHAR(40) NOT NULL REFERENCES requests (id),
  message_id VARCHAR(120) NOT NULL,
  turn INT NOT NULL,
  sent_at {instant},
  received_at {instant} NOT NULL,
  said {document} NOT NULL,
  PRIMARY KEY (request_id, message_id)
)""",
)

DROPPED = ("content_reports", "content_turns", "media")


class Migration(Step):
    dependencies = [("hub", "0054_targets")]

    operations = [
        ops.RunSQL(
            "ALTER TABLE journey_endpoints"
            " ADD COLUMN purpose VARCHAR(16) NOT NULL DEFAULT 'journeys'"
        ),
        written(TABLES, DROPPED),
    ]
