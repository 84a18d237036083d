"""Addresses of files, endpoints of publications and what those report (decision 0043)."""

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
    "CREATE INDEX media_of_request ON media (request_id)",
)

DROPPED = ("media",)


class Migration(Step):
    dependencies = [("hub", "0053_spend_set_aside")]

    operations = [written(TABLES, DROPPED)]
