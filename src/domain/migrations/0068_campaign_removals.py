"""Which campaigns the hub itself takes down, or narrows, with proof (decision 0049)."""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE campaign_removals (
  id VARCHAR(40) PRIMARY KEY,
  request_id VARCHAR(40) NOT NULL REFERENCES requests (id),
  subject_id VARCHAR(40) NOT NULL REFERENCES requests (id),
  target VARCHAR(40) NOT NULL,
  how VARCHAR(12) NOT NULL,
  places {document} NOT NULL,
  asked_at {instant} NOT NULL,
  evidence {document} NOT NULL,
  gone_at {instant},
  UNIQUE (request_id, subject_id)
)""",
    "CREATE INDEX campaign_removals_of_subject ON campaign_removals (subject_id, asked_at)",
)

DROPPED = ("campaign_removals",)


class Migration(Step):
    dependencies = [("hub", "0067_guids_accounts_words")]

    operations = [written(TABLES, DROPPED)]
