"""Since which day the spend of a campaign is not stored, for it cannot be right (decision 0036)."""

from tortoise.migrations import operations as ops

from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0052_live_again")]

    operations = [
        ops.RunSQL("ALTER TABLE ad_report_standings ADD COLUMN odd_since INT"),
        # Nobody wrote down since when: the last day is asked for again in any case.
        ops.RunSQL("UPDATE ad_report_standings SET odd_since = through WHERE odd IS NOT NULL"),
    ]
