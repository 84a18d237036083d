"""Accounts of brands that are connected, and attempts at it (decision 0045)."""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE connections (
  id VARCHAR(40) PRIMARY KEY,
  purpose VARCHAR(16) NOT NULL,
  brand_id VARCHAR(40) NOT NULL REFERENCES brands (id),
  state VARCHAR(12) NOT NULL,
  account_id VARCHAR(255) NOT NULL,
  account_name VARCHAR(255) NOT NULL,
  scopes {document} NOT NULL,
  user_id VARCHAR(40) REFERENCES users (id),
  at {instant},
  credential VARCHAR(120),
  trouble VARCHAR(200) NOT NULL,
  UNIQUE (purpose, brand_id)
)""",
    """CREATE TABLE connection_attempts (
  id VARCHAR(40) PRIMARY KEY,
  connection_id VARCHAR(40) NOT NULL REFERENCES connections (id),
  user_id VARCHAR(40) NOT NULL REFERENCES users (id),
  ends_at {instant} NOT NULL,
  state VARCHAR(64) NOT NULL,
  browser VARCHAR(64) NOT NULL,
  sealed TEXT NOT NULL,
  used BOOLEAN NOT NULL
)""",
)

DROPPED = ("connection_attempts", "connections")


class Migration(Step):
    dependencies = [("hub", "0056_show_feeds")]

    operations = [written(TABLES, DROPPED)]
