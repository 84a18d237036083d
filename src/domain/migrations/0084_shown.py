"""What Spotify shows of a show's episodes, as the hub itself saw it (decision 0030)."""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE shown_shows (
  show_id VARCHAR(40) PRIMARY KEY REFERENCES shows (id),
  place VARCHAR(22) NOT NULL,
  next_at {instant},
  looked_at {instant},
  trouble VARCHAR(300) NOT NULL
)""",
    "CREATE INDEX shown_shows_due ON shown_shows (next_at)",
    """CREATE TABLE shown_episodes (
  episode_id VARCHAR(40) PRIMARY KEY REFERENCES episodes (id),
  show_id VARCHAR(40) NOT NULL REFERENCES shows (id),
  request_id VARCHAR(40) NOT NULL REFERENCES requests (id),
  outside_id VARCHAR(22) NOT NULL,
  market VARCHAR(2) NOT NULL,
  awaited_since {instant} NOT NULL,
  shown_since {instant},
  looked_at {instant} NOT NULL,
  gone_since {instant},
  unplayed VARCHAR(100) NOT NULL,
  said {document} NOT NULL,
  seen_at {instant},
  told {document} NOT NULL,
  closed_at {instant}
)""",
    "CREATE INDEX shown_episodes_of_show ON shown_episodes (show_id)",
)

DROPPED = ("shown_episodes", "shown_shows")


class Migration(Step):
    dependencies = [("hub", "0083_audit_archives")]

    operations = [written(TABLES, DROPPED)]
