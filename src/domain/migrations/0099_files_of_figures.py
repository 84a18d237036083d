"""Files of figures that are brought in over the door, and what every import was about.

Decision 0031.
"""

from tortoise.migrations import operations as ops

from domain.migrations._step import Step
from domain.migrations._written import written

COLUMNS = (("door", "VARCHAR(16)"), ("confirmed", "BOOLEAN NOT NULL DEFAULT FALSE"))

TABLES = (
    # What an import names, by brand and market; empty for what is of none, or of every market.
    """CREATE TABLE metric_import_reach (
  number INT NOT NULL REFERENCES metric_imports (number),
  brand_id VARCHAR(40) NOT NULL,
  market VARCHAR(16) NOT NULL,
  PRIMARY KEY (number, brand_id, market)
)""",
    """CREATE TABLE metric_files (
  id VARCHAR(40) PRIMARY KEY,
  asset_id VARCHAR(40) NOT NULL REFERENCES assets (id),
  user_id VARCHAR(40) NOT NULL REFERENCES users (id),
  name VARCHAR(255) NOT NULL,
  wanted {document} NOT NULL,
  dry_run BOOLEAN NOT NULL,
  state VARCHAR(16) NOT NULL,
  asked_at {instant} NOT NULL,
  begun_at {instant},
  ended_at {instant},
  import_number INT REFERENCES metric_imports (number),
  points INT,
  done INT NOT NULL,
  upto {document},
  added INT NOT NULL,
  changed INT NOT NULL,
  same INT NOT NULL,
  aside INT NOT NULL,
  problems {document} NOT NULL,
  columns {document} NOT NULL,
  trouble {document}
)""",
)


async def add(apps, schema_editor):
    for name, kind in COLUMNS:
        query = f"ALTER TABLE metric_imports ADD COLUMN {name} {kind}"
        await schema_editor.client.execute_query(query)


async def drop(apps, schema_editor):
    for name, _ in COLUMNS:
        await schema_editor.client.execute_query(f"ALTER TABLE metric_imports DROP COLUMN {name}")


class Migration(Step):
    dependencies = [("hub", "0096_thresholds_about")]

    operations = [ops.RunPython(add, drop), written(TABLES, ("metric_files", "metric_import_reach"))]
