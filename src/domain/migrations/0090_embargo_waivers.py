"""That a release may come out before its title's days; who said so, and why (decision 0026)."""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE embargo_waivers (
  request_id VARCHAR(40) PRIMARY KEY REFERENCES requests (id),
  releases_on VARCHAR(10) NOT NULL,
  until VARCHAR(10) NOT NULL,
  reason VARCHAR(500) NOT NULL,
  by_id VARCHAR(40) REFERENCES users (id),
  at {instant} NOT NULL
)""",
)

DROPPED = ("embargo_waivers",)


class Migration(Step):
    dependencies = [("hub", "0088_campaign_halts")]

    operations = [written(TABLES, DROPPED)]
