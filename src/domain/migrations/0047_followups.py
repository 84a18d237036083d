"""What alerts started, and drafts that follow from approved revisions (decision 0038).

Of one thing and one side there is one open request at a time, and one open case, which the index
holds: two thresholds, or two workers, never open two.
"""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE follow_ups (
  id VARCHAR(40) PRIMARY KEY,
  subject_id VARCHAR(40) NOT NULL,
  side VARCHAR(8) NOT NULL,
  starts VARCHAR(8) NOT NULL,
  request_id VARCHAR(40) REFERENCES requests (id),
  case_id VARCHAR(40) REFERENCES cases (id),
  opened_at {instant} NOT NULL,
  done_at {instant}
)""",
    "CREATE UNIQUE INDEX follow_ups_one_open ON follow_ups (subject_id, side, starts)"
    " WHERE done_at IS NULL",
    "CREATE INDEX follow_ups_of_request ON follow_ups (request_id)",
    "CREATE INDEX follow_ups_of_case ON follow_ups (case_id)",
    """CREATE TABLE follow_up_alerts (
  alert_id VARCHAR(40) PRIMARY KEY REFERENCES alerts (id),
  follow_up_id VARCHAR(40) REFERENCES follow_ups (id),
  evidence {document} NOT NULL,
  trouble VARCHAR(1000) NOT NULL,
  at {instant} NOT NULL,
  ended_at {instant}
)""",
    "CREATE INDEX follow_up_alerts_of ON follow_up_alerts (follow_up_id)",
    """CREATE TABLE revision_drafts (
  request_id VARCHAR(40) PRIMARY KEY REFERENCES requests (id),
  subject_id VARCHAR(40) NOT NULL REFERENCES requests (id),
  owner_id VARCHAR(40) NOT NULL REFERENCES users (id),
  opened_at {instant} NOT NULL,
  dropped_at {instant},
  next_id VARCHAR(40) REFERENCES requests (id)
)""",
    "CREATE INDEX revision_drafts_of ON revision_drafts (subject_id)",
    "CREATE INDEX revision_drafts_next ON revision_drafts (next_id)",
    "CREATE INDEX revision_drafts_owner ON revision_drafts (owner_id)",
)

DROPPED = ("revision_drafts", "follow_up_alerts", "follow_ups")


class Migration(Step):
    dependencies = [("hub", "0046_pauses")]

    operations = [written(TABLES, DROPPED)]
