"""Jobs that the days of a title hold are found by an index: whatever changes titles looks."""

from domain.migrations._beside import indexed_beside
from domain.migrations._step import Step

HELD = "jobs (due_at) WHERE state = 'open' AND last_error = 'held by the days of a title'"


class Migration(Step):
    dependencies = [("hub", "0104_bids")]
    atomic = False

    operations = [indexed_beside("jobs_held_by_days", HELD)]
