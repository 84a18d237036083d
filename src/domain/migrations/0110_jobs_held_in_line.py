"""Jobs that wait for their turn in a series are found by an index: whatever moves looks."""

from domain.migrations._beside import indexed_beside
from domain.migrations._step import Step

HELD = "jobs (due_at) WHERE state = 'open' AND last_error = 'held by its place in a series'"


class Migration(Step):
    dependencies = [("hub", "0107_changes_named")]
    atomic = False

    operations = [indexed_beside("jobs_held_in_line", HELD)]
