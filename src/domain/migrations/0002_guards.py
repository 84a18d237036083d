"""What the schema editor cannot say: partial indexes that guard uniqueness and serve the runner."""

from tortoise.migrations import operations as ops

from domain.migrations._step import Step

ONE_VOTE = (
    "CREATE UNIQUE INDEX one_vote_per_round ON votes (stage_id, round, voter_id)"
    " WHERE taken_back_at IS NULL"
)
OPEN_JOBS = "CREATE INDEX open_jobs ON jobs (due_at, id) WHERE state = 'open'"


class Migration(Step):
    dependencies = [("hub", "0001_initial")]

    operations = [
        ops.RunSQL(ONE_VOTE, reverse_sql="DROP INDEX one_vote_per_round"),
        ops.RunSQL(OPEN_JOBS, reverse_sql="DROP INDEX open_jobs"),
    ]
