"""Where shows are published by the hub itself, and what stands there (decision 0042)."""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE show_targets (
  show_id VARCHAR(40) NOT NULL REFERENCES shows (id),
  target VARCHAR(40) NOT NULL,
  place VARCHAR(200) NOT NULL,
  set_by VARCHAR(40) REFERENCES users (id),
  set_at {instant} NOT NULL,
  version INT NOT NULL,
  PRIMARY KEY (show_id, target)
)""",
    """CREATE TABLE publications (
  id VARCHAR(40) PRIMARY KEY,
  request_id VARCHAR(40) NOT NULL REFERENCES requests (id),
  target VARCHAR(40) NOT NULL,
  place VARCHAR(200) NOT NULL,
  name VARCHAR(80) NOT NULL,
  revision INT NOT NULL,
  opens_at {instant} NOT NULL,
  ends_at {instant},
  handed_at {instant} NOT NULL,
  markets {document} NOT NULL,
  version INT NOT NULL,
  standing VARCHAR(12),
  since {instant},
  outside {document} NOT NULL,
  address VARCHAR(2000) NOT NULL,
  blocked {document} NOT NULL,
  problems {document} NOT NULL,
  drift {document} NOT NULL,
  evidence {document} NOT NULL,
  tried_at {instant},
  looked_at {instant},
  closed_at {instant},
  UNIQUE (request_id, target, place, name)
)""",
    "CREATE INDEX publications_of_thing ON publications (target, place, name)",
)

DROPPED = ("publications", "show_targets")


class Migration(Step):
    dependencies = [("hub", "0053_spend_set_aside")]

    operations = [written(TABLES, DROPPED)]
