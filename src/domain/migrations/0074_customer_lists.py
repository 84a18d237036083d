"""Keys by which a publisher knows accounts again, lists that are uploaded, groups they are of."""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE matching_keys (
  account_id VARCHAR(40) PRIMARY KEY REFERENCES accounts (id),
  veiled {document} NOT NULL,
  brought_at {instant} NOT NULL
)""",
    """CREATE TABLE customer_lists (
  request_id VARCHAR(40) PRIMARY KEY REFERENCES requests (id),
  campaign_id VARCHAR(40) NOT NULL REFERENCES requests (id),
  audience_id VARCHAR(64),
  members {document} NOT NULL,
  trying {document},
  state VARCHAR(12) NOT NULL,
  size_least BIGINT,
  size_most BIGINT,
  uploaded_at {instant},
  by_people BOOLEAN NOT NULL,
  ended_at {instant}
)""",
    """CREATE TABLE audience_proposals (
  request_id VARCHAR(40) PRIMARY KEY REFERENCES requests (id),
  cut_id VARCHAR(40) NOT NULL REFERENCES audience_cuts (id)
)""",
    "CREATE INDEX audience_proposals_of_cut ON audience_proposals (cut_id)",
    "CREATE INDEX customer_lists_of_campaign ON customer_lists (campaign_id)",
)

DROPPED = ("audience_proposals", "customer_lists", "matching_keys")


class Migration(Step):
    dependencies = [("hub", "0071_webhooks")]

    operations = [written(TABLES, DROPPED)]
