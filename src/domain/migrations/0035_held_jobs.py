"""Jobs that the publishing rules hold are found by an index: whatever changes rights looks."""

from tortoise.migrations import operations as ops

from domain.migrations._step import Step

HELD_JOBS = (
    "CREATE INDEX held_jobs ON jobs (due_at) WHERE state = 'open'"
    " AND last_error = 'held by the publishing rules'"
)


class Migration(Step):
    dependencies = [("hub", "0034_job_indexes")]

    operations = [ops.RunSQL(HELD_JOBS, reverse_sql="DROP INDEX held_jobs")]
