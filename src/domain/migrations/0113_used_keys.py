"""Jobs that were done long ago leave the outbox; that they were done stays known (decision 67)."""

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = ("CREATE TABLE used_keys (digest VARCHAR(22) PRIMARY KEY NOT NULL){narrow}",)


class Migration(Step):
    dependencies = [("hub", "0112_halts_cases")]

    operations = [written(TABLES, ("used_keys",))]
