"""Webhooks that say what changed, and what was sent by them (decision 0054).

What waits for its first attempt is once for a webhook and a thing: a change that comes meanwhile
gives it a later number.
"""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE webhooks (
  id VARCHAR(40) PRIMARY KEY,
  owner_id VARCHAR(40) NOT NULL REFERENCES users (id),
  name VARCHAR(120) NOT NULL,
  address VARCHAR(500) NOT NULL,
  happenings {document} NOT NULL,
  selection TEXT NOT NULL,
  state VARCHAR(12) NOT NULL,
  why VARCHAR(12) NOT NULL,
  made_at {instant} NOT NULL,
  sealed TEXT NOT NULL,
  sealed_before TEXT,
  before_until {instant},
  failures INT NOT NULL DEFAULT 0,
  failing_since {instant}
)""",
    "CREATE INDEX webhooks_of_owner ON webhooks (owner_id, id)",
    """CREATE TABLE webhook_subjects (
  subject_id VARCHAR(40) PRIMARY KEY,
  sequence INT NOT NULL
)""",
    """CREATE TABLE webhook_deliveries (
  id VARCHAR(40) PRIMARY KEY,
  webhook_id VARCHAR(40) NOT NULL REFERENCES webhooks (id),
  happening VARCHAR(24) NOT NULL,
  subject_id VARCHAR(40) NOT NULL,
  sequence INT NOT NULL,
  state VARCHAR(12) NOT NULL,
  attempts INT NOT NULL DEFAULT 0,
  made_at {instant} NOT NULL,
  tried_at {instant},
  next_at {instant},
  payload TEXT,
  trouble VARCHAR(200) NOT NULL DEFAULT ''
)""",
    "CREATE INDEX webhook_deliveries_of_webhook ON webhook_deliveries (webhook_id, made_at, id)",
    "CREATE INDEX webhook_deliveries_of_age ON webhook_deliveries (made_at)",
    "CREATE UNIQUE INDEX webhook_deliveries_untried ON webhook_deliveries"
    " (webhook_id, subject_id, happening) WHERE state = 'waiting' AND attempts = 0",
    """CREATE TABLE webhook_attempts (
  delivery_id VARCHAR(40) NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
  number INT NOT NULL,
  at {instant} NOT NULL,
  code INT,
  trouble VARCHAR(200) NOT NULL,
  milliseconds INT NOT NULL,
  excerpt VARCHAR(500) NOT NULL,
  PRIMARY KEY (delivery_id, number)
)""",
)

DROPPED = ("webhook_attempts", "webhook_deliveries", "webhook_subjects", "webhooks")


class Migration(Step):
    dependencies = [("hub", "0070_own_requests")]

    operations = [written(TABLES, DROPPED)]
