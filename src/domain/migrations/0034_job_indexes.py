"""The runner finds the next job without looking at the others, however many are due at once."""

from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

IN_LANES = "CREATE INDEX open_jobs_in_lanes ON jobs (lane, due_at, id) WHERE state = 'open'"
LEASED = "CREATE INDEX leased_jobs ON jobs (leased_until) WHERE leased_until IS NOT NULL"
OPEN = "CREATE INDEX open_jobs ON jobs (due_at, id) WHERE state = 'open'"


class Migration(Step):
    dependencies = [("hub", "0033_sites_and_music")]

    operations = [
        ops.AddIndex("JobRecord", Index(fields=["state", "due_at", "id"])),
        ops.RemoveIndex("JobRecord", fields=["state", "due_at"]),
        ops.RunSQL("DROP INDEX open_jobs", reverse_sql=OPEN),
        ops.RunSQL(IN_LANES, reverse_sql="DROP INDEX open_jobs_in_lanes"),
        ops.RunSQL(LEASED, reverse_sql="DROP INDEX leased_jobs"),
    ]
