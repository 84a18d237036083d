"""Endpoints of journeys and what is sent to them (decision 0039).

A key makes each thing to be sent once. Secrets are sealed, and accounts are named by their ids.
"""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE journey_endpoints (
  id VARCHAR(40) PRIMARY KEY,
  name VARCHAR(120) NOT NULL,
  address VARCHAR(500) NOT NULL,
  brand_ids {document} NOT NULL,
  markets {document} NOT NULL,
  state VARCHAR(12) NOT NULL,
  made_at {instant} NOT NULL,
  sealed TEXT NOT NULL,
  sealed_before TEXT,
  before_until {instant}
)""",
    """CREATE TABLE journey_deliveries (
  id VARCHAR(40) PRIMARY KEY,
  key VARCHAR(160) NOT NULL UNIQUE,
  endpoint_id VARCHAR(40) NOT NULL REFERENCES journey_endpoints (id),
  request_id VARCHAR(40) NOT NULL REFERENCES requests (id),
  revision INT NOT NULL,
  kind VARCHAR(24) NOT NULL,
  account_ids {document} NOT NULL,
  made_at {instant} NOT NULL,
  page INT NOT NULL,
  pages INT NOT NULL,
  state VARCHAR(12) NOT NULL,
  attempts INT NOT NULL,
  code INT,
  trouble VARCHAR(200) NOT NULL,
  tried_at {instant},
  next_at {instant}
)""",
    "CREATE INDEX journey_deliveries_of_request ON journey_deliveries (request_id, id)",
)

DROPPED = ("journey_deliveries", "journey_endpoints")


class Migration(Step):
    dependencies = [("hub", "0047_followups")]

    operations = [written(TABLES, DROPPED)]
