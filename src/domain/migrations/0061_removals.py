"""What the hub itself takes down of what it published, with proof (decision 0049)."""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE removals (
  id VARCHAR(40) PRIMARY KEY,
  request_id VARCHAR(40) NOT NULL REFERENCES requests (id),
  subject_id VARCHAR(40) NOT NULL REFERENCES requests (id),
  publication_id VARCHAR(40) NOT NULL REFERENCES publications (id),
  target VARCHAR(40) NOT NULL,
  how VARCHAR(12) NOT NULL,
  places {document} NOT NULL,
  isrc VARCHAR(12) NOT NULL,
  asked_at {instant} NOT NULL,
  evidence {document} NOT NULL,
  gone_at {instant},
  UNIQUE (request_id, publication_id)
)""",
    "CREATE INDEX removals_of_publication ON removals (publication_id, asked_at)",
)

DROPPED = ("removals",)


class Migration(Step):
    dependencies = [("hub", "0059_ads_complete")]

    operations = [written(TABLES, DROPPED)]
